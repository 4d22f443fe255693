import pytest
from django.db import IntegrityError, transaction

from core.deadlines.engine.terms import Unit
from foundation import uploads
from foundation.errors import Invalid
from foundation.models import AuditEntry, StoredFile
from policies import rules, services
from policies.checking import fingerprint, obstacles
from policies.content import Length, PolicyContent
from policies.enums import Answer, VersionState
from policies.models import PolicyVersion
from policies.services.drafts import (
    FindingGone,
    NoSuchFix,
    NothingToRead,
    ReasonNeeded,
)
from policies.services.history import NothingToUndo
from policies.services.versions import EditedMeanwhile
from policies.workflow import WrongVersionState
from tenants.people.roles import Role
from tests.policies.contents import TEXT

MINIMUM = TEXT.replace(
    "بمدة لا تزيد على 15 يوم عمل من تاريخ اكتمال الطلب",
    "خلال مدة لا تقل عن أسبوعين من تاريخ اكتمال الطلب",
)


def test_pasted_text_becomes_a_draft_with_reading_and_clauses(draft):
    content = draft.load_content()

    assert (draft.number, draft.state, draft.digest) == (1, VersionState.DRAFT, "")
    assert [(row.key, row.address) for row in content.channels] == [
        ("interview", "1-1"),
        ("phone", "1-2"),
        ("email", "1-3"),
    ]
    assert content.decision_body == "لجنة الخدمات"
    assert [(d.maximum, d.address) for d in content.deadlines] == [
        (Length(value=15, unit=Unit.WORKING_DAY), "3-3"),
        (Length(value=10, unit=Unit.WORKING_DAY), "4-2"),
        (Length(value=30, unit=Unit.DAY), "4-3"),
    ]
    assert [row.label for row in content.satisfaction] == ["استبانة كل ستة أشهر"]


def test_an_uploaded_file_is_kept_as_it_was_sent(officer):
    version = services.upload_document(TEXT.encode(), filename="سياسة.txt", actor=officer)

    kept = StoredFile.objects.get(pk=version.source_file_id)
    assert kept.name == "سياسة.txt"
    assert uploads.open_stored(kept).decode() == TEXT
    assert version.load_reading().association_name == "جمعية روافد الخير الأهلية"


def test_a_file_that_cannot_be_read_leaves_nothing_behind(officer):
    with pytest.raises(Invalid):
        services.upload_document(b"%PDF-1.7 something", filename="policy.pdf", actor=officer)

    assert PolicyVersion.objects.count() == 0


def test_an_empty_text_is_refused(officer):
    with pytest.raises(NothingToRead):
        services.paste_text("  \n ", actor=officer)


@pytest.mark.parametrize("role", [Role.RELATIONS_OFFICER, Role.BOARD_SECRETARY, Role.AUDITOR])
def test_only_those_who_look_after_the_policy_begin_a_draft(association, make_person, role):
    with pytest.raises(rules.MayNotEditPolicies):
        services.paste_text(TEXT, actor=make_person(role))


def test_numbers_go_up(draft, officer):
    assert services.paste_text(TEXT, actor=officer).number == 2


def test_an_edit_is_published_words_and_rules_at_once(draft, officer):
    content = draft.load_content()
    shorter = content.deadlines[0].model_copy(
        update={"maximum": Length(value=10, unit=Unit.WORKING_DAY)}
    )
    edited = content.model_copy(update={"deadlines": (shorter, *content.deadlines[1:])})

    version = services.edit_content(draft.pk, actor=officer, revision=1, content=edited)

    assert version.revision == 2
    assert version.load_content().deadlines[0].maximum == Length(value=10, unit=Unit.WORKING_DAY)
    assert "خلال مدة لا تزيد على 10 أيام عمل من تاريخ اكتمال الطلب" in version.source_text
    assert version.load_reading().deadlines[0].value == 10
    assert [f.id for f in version.load_findings() if f.id in ("BRP-D70", "BRP-D71")] == []


def test_words_that_leave_their_rule_are_asked_about(draft, officer):
    content = draft.load_content()
    reworded = content.steps[2].model_copy(update={"text": "عرض الطلب على لجنة الخدمات"})
    edited = content.model_copy(update={"steps": (*content.steps[:2], reworded, content.steps[3])})

    version = services.edit_content(draft.pk, actor=officer, revision=1, content=edited)

    assert [f.id for f in version.load_findings() if f.id.startswith("BRP-D7")] == ["BRP-D70"]


def test_a_lost_update_is_refused_and_changes_nothing(draft, officer):
    content = draft.load_content()
    services.edit_content(
        draft.pk, actor=officer, revision=1, content=content.model_copy(update={"title": "الأولى"})
    )

    with pytest.raises(EditedMeanwhile):
        services.edit_content(
            draft.pk,
            actor=officer,
            revision=1,
            content=content.model_copy(update={"title": "الثانية"}),
        )

    assert PolicyVersion.objects.get(pk=draft.pk).load_content().title == "الأولى"


def test_saving_without_a_change_is_no_edit(draft, officer):
    version = services.edit_content(
        draft.pk, actor=officer, revision=1, content=draft.load_content()
    )

    assert (version.revision, version.history) == (1, [])


def test_the_last_edit_can_be_taken_back(draft, officer):
    content = draft.load_content().model_copy(update={"title": "عنوان آخر"})
    services.edit_content(draft.pk, actor=officer, revision=1, content=content)

    version = services.undo_last_edit(draft.pk, actor=officer, revision=2)

    assert version.load_content() == draft.load_content()
    assert version.source_text == TEXT
    with pytest.raises(NothingToUndo):
        services.undo_last_edit(draft.pk, actor=officer, revision=3)


def question(version, rule):
    return next(finding for finding in version.load_findings() if finding.id == rule)


def test_a_minimum_becomes_a_maximum_with_one_click(officer):
    draft = services.paste_text(MINIMUM, actor=officer)
    asked = fingerprint(question(draft, "BRP-D01"))

    version = services.apply_fix(draft.pk, actor=officer, revision=1, finding=asked, fix="maximum")

    deadline = version.load_content().deadlines[0]
    assert (deadline.minimum, deadline.maximum) == (None, Length(value=2, unit=Unit.WEEK))
    assert "لا تزيد على أسبوعين من تاريخ اكتمال الطلب" in version.load_content().steps[2].text
    assert [f.id for f in version.load_findings() if f.id == "BRP-D01"] == []
    assert version.lint_answers.get(fingerprint=asked).answer == Answer.FIXED


def test_an_error_needs_an_answer_before_the_board_is_asked(officer):
    draft = services.paste_text(MINIMUM, actor=officer)
    asked = fingerprint(question(draft, "BRP-D01"))
    assert [o.anchor for o in obstacles(draft)] == ["questions"]

    services.accept_finding(draft.pk, actor=officer, finding=asked, reason="قرره المجلس")

    assert obstacles(draft) == []
    answer = draft.lint_answers.get()
    assert (answer.answer, answer.reason, answer.answered_by) == (
        Answer.ACCEPTED,
        "قرره المجلس",
        officer,
    )


def test_an_answer_needs_a_reason_and_a_question(officer):
    draft = services.paste_text(MINIMUM, actor=officer)

    with pytest.raises(ReasonNeeded):
        services.accept_finding(
            draft.pk, actor=officer, finding=fingerprint(question(draft, "BRP-D01")), reason=" "
        )
    with pytest.raises(FindingGone):
        services.accept_finding(draft.pk, actor=officer, finding="0" * 64, reason="سبب")


def test_a_new_draft_begins_with_the_words_of_a_version(in_force, officer):
    draft = services.draft_from_version(in_force.pk, actor=officer)

    assert (draft.number, draft.state) == (2, VersionState.DRAFT)
    assert draft.load_content() == in_force.load_content()


def test_a_discarded_draft_can_no_longer_be_edited(draft, officer):
    services.discard_draft(draft.pk, actor=officer)

    with pytest.raises(WrongVersionState):
        services.edit_content(draft.pk, actor=officer, revision=2, content=draft.load_content())


def test_what_is_not_a_draft_cannot_be_edited(in_force, before_the_board, officer):
    changed = in_force.load_content().model_copy(update={"title": "آخر"})

    with pytest.raises(WrongVersionState):
        services.edit_content(
            in_force.pk, actor=officer, revision=in_force.revision, content=changed
        )


def test_the_database_holds_one_version_in_force(in_force, officer):
    draft = services.draft_from_version(in_force.pk, actor=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.filter(pk=draft.pk).update(
            state=VersionState.IN_FORCE, digest="d" * 64, in_force_from=in_force.in_force_from
        )


def test_a_frozen_version_cannot_lose_its_digest(in_force):
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.filter(pk=in_force.pk).update(digest="")


def test_each_step_is_in_the_audit_chain(in_force):
    actions = AuditEntry.objects.filter(object_id=str(in_force.pk)).order_by("seq")

    assert [
        action for action in actions.values_list("action", flat=True) if "finding" not in action
    ] == [
        "policy.draft_created",
        "policy.sent_to_board",
        "policy.approval_recorded",
        "policy.came_into_force",
    ]


def test_what_is_stored_loads_again(draft):
    assert PolicyContent.model_validate(draft.content) == draft.load_content()


@pytest.mark.parametrize(
    ("fix", "words"),
    [("submission", "من تاريخ تقديم الطلب"), ("completion", "من تاريخ اكتمال الطلب")],
)
def test_where_a_count_starts_is_said_with_one_click(officer, fix, words):
    text = TEXT.replace("15 يوم عمل من تاريخ اكتمال الطلب", "15 يوم عمل")
    draft = services.paste_text(text, actor=officer)
    asked = fingerprint(question(draft, "BRP-D03"))

    version = services.apply_fix(draft.pk, actor=officer, revision=1, finding=asked, fix=fix)

    assert version.load_content().deadlines[0].start == fix
    assert f"15 يوم عمل {words}" in version.load_content().steps[2].text
    assert [f.id for f in version.load_findings() if f.id == "BRP-D03"] == []


def test_a_fix_that_does_not_exist_is_refused(officer):
    draft = services.paste_text(MINIMUM, actor=officer)
    asked = fingerprint(question(draft, "BRP-D01"))

    with pytest.raises(NoSuchFix):
        services.apply_fix(draft.pk, actor=officer, revision=1, finding=asked, fix="delete")
