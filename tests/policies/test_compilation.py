from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from core.deadlines.engine.terms import Amount, Term, Unit
from core.rules import ChannelKind, Clause, Milestone, Stage, StartEvent
from policies.compilation import compile_content
from policies.content import Article, ArticleKind, Item, Length, Officer
from tenants.people.roles import Role
from tests.policies.contents import sample_content

IN_FORCE = datetime(2026, 1, 4, tzinfo=UTC)


NUMBERED = UUID(int=7)


@dataclass(frozen=True)
class Version:
    id: UUID = NUMBERED
    label: str = "3"
    digest: str = "d" * 64
    in_force_from: datetime | None = IN_FORCE


def compiled(**changes):
    return compile_content(sample_content(**changes), Version())


def changed(row, **values):
    return row.model_copy(update=values)


def test_rules_name_the_version_they_come_from():
    rules = compiled()

    assert (rules.version_id, rules.version_label, rules.digest, rules.in_force_from) == (
        NUMBERED,
        "3",
        "d" * 64,
        IN_FORCE,
    )


def test_a_version_that_never_came_into_force_governs_nothing():
    with pytest.raises(ValueError, match="governs nothing"):
        compile_content(sample_content(), Version(in_force_from=None))


def test_every_rule_carries_its_clause():
    rules = compiled()

    assert [channel.clause for channel in rules.channels] == [
        Clause("1-1", "الهاتف"),
        Clause("1-2", "الخطابات"),
    ]
    assert rules.steps[1].clause.address == "3-2"
    assert rules.deadlines[0].clause == Clause(
        "3-2", "عرض الطلب على اللجنة خلال مدة لا تقل عن أسبوعين من تاريخ اكتمال الطلب"
    )


content = sample_content()


@pytest.mark.parametrize(
    ("change", "part", "expected"),
    [
        ({"title": "لائحة"}, lambda r: r.title, "لائحة"),
        (
            {"channels": content.channels[:1]},
            lambda r: [c.key for c in r.channels],
            ["phone"],
        ),
        (
            {"channels": (changed(content.channels[0], kind=ChannelKind.FAX),)},
            lambda r: r.channels[0].kind,
            ChannelKind.FAX,
        ),
        (
            {"channels": (changed(content.channels[0], label="الجوال"),)},
            lambda r: r.channels[0].label,
            "الجوال",
        ),
        (
            {"tools": (changed(content.tools[0], label="نموذج"),)},
            lambda r: [t.label for t in r.tools],
            ["نموذج"],
        ),
        (
            {"steps": content.steps[::-1]},
            lambda r: [s.key for s in r.steps],
            ["step-2", "step-1"],
        ),
        (
            {"steps": (changed(content.steps[0], role=Role.SOCIAL_RESEARCHER),)},
            lambda r: r.steps[0].role,
            "social_researcher",
        ),
        (
            {"steps": (changed(content.steps[0], stage=Stage.DELIVERY),)},
            lambda r: r.steps[0].stage,
            Stage.DELIVERY,
        ),
        (
            {"steps": (changed(content.steps[0], text="الترحيب"),)},
            lambda r: r.steps[0].text,
            "الترحيب",
        ),
        ({"deadlines": ()}, lambda r: r.deadlines, ()),
        (
            {
                "deadlines": (
                    changed(
                        content.deadlines[0],
                        minimum=None,
                        maximum=Length(value=15, unit=Unit.WORKING_DAY),
                    ),
                )
            },
            lambda r: r.deadlines[0].term,
            Term(maximum=Amount(15, Unit.WORKING_DAY)),
        ),
        (
            {"deadlines": (changed(content.deadlines[0], start=StartEvent.SUBMISSION),)},
            lambda r: r.deadlines[0].start,
            StartEvent.SUBMISSION,
        ),
        (
            {"deadlines": (changed(content.deadlines[0], milestone=Milestone.NOTIFY),)},
            lambda r: r.deadlines[0].milestone,
            Milestone.NOTIFY,
        ),
        (
            {"required_documents": (changed(content.required_documents[0], label="عقد"),)},
            lambda r: r.required_documents,
            ("عقد",),
        ),
        ({"referral_target": "المشرف"}, lambda r: r.referral_target, "المشرف"),
        ({"decision_body": "المجلس"}, lambda r: r.decision_body, "المجلس"),
        (
            {"satisfaction": (changed(content.satisfaction[0], label="زيارة"),)},
            lambda r: [m.label for m in r.satisfaction],
            ["زيارة"],
        ),
        (
            {"liaison_officers": (Officer(name="سعد", field="الأيتام", contact="x@y.example"),)},
            lambda r: [(o.name, o.field, o.contact) for o in r.liaison_officers],
            [("سعد", "الأيتام", "x@y.example")],
        ),
        ({"beneficiary_word": None}, lambda r: r.beneficiary_word, None),
    ],
)
def test_what_the_editor_changes_changes_the_rules(change, part, expected):
    assert part(compiled()) != expected
    assert part(compiled(**change)) == expected


def test_promises_are_the_promised_times_and_the_promising_articles():
    rules = compiled()

    assert [clause.address for clause in rules.promises] == ["3-2", "4-1"]


def test_the_text_of_a_promising_article_changes_the_promises():
    kept = [article for article in content.articles if article.kind != ArticleKind.COMPLAINTS]
    privacy = Article(
        address="7",
        heading="الخصوصية",
        kind=ArticleKind.PRIVACY,
        items=(Item(address="7-1", text="لا تُعطى البيانات لأحد."),),
    )

    rules = compiled(articles=(*kept, privacy))

    assert rules.promises[-1] == Clause("7-1", "لا تُعطى البيانات لأحد.")


def test_a_promise_without_a_milestone_starts_no_clock_but_is_still_a_promise():
    quiet = changed(content.deadlines[0], milestone=None)

    rules = compiled(deadlines=(quiet,))

    assert rules.deadlines == ()
    assert rules.promises[0].address == "3-2"


def test_the_digest_covers_what_was_decided_and_not_where_it_was_read():
    moved = sample_content(channels=tuple(changed(row, line=9) for row in content.channels))
    other = sample_content(decision_body="المجلس")

    assert moved.digest() == content.digest()
    assert other.digest() != content.digest()
