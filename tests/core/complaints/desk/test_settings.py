"""Every field of the settings through its page, and that changing it changes what happens."""

import pytest

from core.cases.enums import CaseStatus as S
from core.complaints import queries, rules, services
from core.complaints.enums import Finding, RightsClass
from core.complaints.patterns import patterns_for
from core.complaints.settings import SETTINGS
from core.deadlines.models import Clock
from core.rules import Milestone
from foundation.access import allows
from tenants.people.roles import Role
from tests.core.complaints import cases
from tests.core.complaints.cases import bring_to, fresh
from tests.core.provider import RULES

PLACE = "/desk/complaints/settings/"
DAYS = (
    "reply_days", "sensitive_reply_days", "settlement_days", "investigation_days",
    "reopening_days", "appeal_days", "pattern_count", "pattern_days",
)  # fmt: skip
TYPED = {
    "subjects": "تأخّر الخدمة أو الرد | Delay\nالنظافة",
    "sensitive_subjects": "سرقة | Theft",
    "reasons": "ثبتت الواقعة بالأدلة | Proven",
    "turned_away": "لا تخصّ الجمعية ولا خدماتها",
    "anonymous": "on",
    "line_upwards": "on",
    "board_member": "",
    "revision": "0",
    **dict.fromkeys(DAYS, "١٠"),
}


@pytest.fixture
def save(cast, desk, make_person):
    """save(**values): what the page answers to whoever keeps the settings."""
    keeper = make_person(Role.ADMINISTRATOR, name="مدير النظام")

    def post(**values):
        typed = TYPED | {"revision": str(SETTINGS.revision())} | values
        return desk(keeper).post(PLACE, {k: v for k, v in typed.items() if v is not None})

    return post


def days_of(case, milestone) -> int:
    """Of several the shortest."""
    clocks = Clock.objects.filter(case=case, milestone=milestone)
    return min(clock.term["maximum"]["value"] for clock in clocks)


def test_page_shows_what_holds_and_keeps_it(save, desk, make_person):
    before = SETTINGS.read()
    page = desk(make_person(Role.ADMINISTRATOR)).get(PLACE)

    answer = save()

    settings = SETTINGS.read()
    assert (page.status_code, answer.status_code) == (200, 302)
    assert before.subjects[0].ar in page.content.decode()
    assert {getattr(settings, name) for name in DAYS} == {10}


def test_page_is_for_who_keeps_the_settings(cast, desk):
    assert desk(cast.officer).get(PLACE).status_code == 403


@pytest.mark.parametrize(
    "values",
    [
        {"reply_days": "0"},
        {"pattern_count": "واحد"},
        {"subjects": ""},
        {"sensitive_subjects": "النظافة"},
        {"reasons": "x" * 200},
        {"board_member": "nobody"},
    ],
)
def test_what_cannot_be_comes_back_whole(save, values):
    answer = save(turned_away="عبارة مميزة", **values)

    assert (answer.status_code, SETTINGS.revision()) == (400, 0)
    assert "عبارة مميزة" in answer.content.decode()


def test_nobody_overwrites_what_another_saved(save):
    save()

    assert save(revision="0").status_code == 409


def test_subjects(save):
    save()

    kept, new, theft = SETTINGS.read().subjects
    received = cases.receive(subject_key=theft.key).case
    assert (kept.key, kept.en, new.ar) == ("delay", "Delay", "النظافة")
    assert received.complaint.rights_class == RightsClass.SENSITIVE
    with pytest.raises(rules.UnknownSubject):
        cases.receive(subject_key="quality")


def test_reasons(save, cast):
    case = bring_to(S.INVESTIGATING, cast)
    cases.write_and_sign(case, cast)
    save(reasons="سبب جديد")
    [reason] = SETTINGS.read().reasons

    with pytest.raises(rules.ReasonsMissing):
        services.decide(
            case.pk, actor=cast.decider, finding=Finding.UPHELD, reasons=["facts"], explanation="x"
        )
    services.decide(
        case.pk, actor=cast.decider, finding=Finding.UPHELD, reasons=[reason.key], explanation="x"
    )
    assert fresh(case).decision_reasons[0]["ar"] == "سبب جديد"


def test_reasons_for_not_taking_up(save, cast):
    save()
    case = bring_to(S.ACKNOWLEDGED, cast)

    with pytest.raises(rules.ReasonsMissing):
        services.turn_away(case.pk, actor=cast.officer, reason_key="double", explanation="x")
    services.turn_away(case.pk, actor=cast.officer, reason_key="not_ours", explanation="x")
    assert fresh(case).status == S.CLOSED


def test_reply_days_hold_where_the_policy_promises_none(save, policy, cast):
    policy.change(deadlines=RULES.deadlines)
    save(reply_days="8")

    assert days_of(cases.receive().case, Milestone.COMPLAINT_REPLY) == 8


def test_sensitive_reply_days(save, cast):
    save(sensitive_reply_days="3")
    theft = SETTINGS.read().subjects[2].key

    case = cases.receive(subject_key=theft).case

    assert days_of(case, Milestone.COMPLAINT_REPLY) == 3


def test_settlement_and_investigation_days(save, cast):
    save(settlement_days="4", investigation_days="6")

    settling, investigating = bring_to(S.SETTLING, cast), bring_to(S.INVESTIGATING, cast)

    assert days_of(settling, Milestone.SETTLEMENT) == 4
    assert days_of(investigating, Milestone.INVESTIGATION) == 6


def test_reopening_days(save, cast, at):
    at(2026, 3, 1, 10)
    save(reopening_days="5")
    case = bring_to(S.RESOLVED, cast)

    at(2026, 3, 6, 10)
    assert allows(rules.check_can_reopen, None, case)
    at(2026, 3, 7, 10)
    assert not allows(rules.check_can_reopen, None, case)


def test_appeal_days(save, cast, at):
    at(2026, 3, 1, 10)
    save(appeal_days="5")
    case = bring_to(S.NOT_UPHELD, cast)

    at(2026, 3, 6, 10)
    assert allows(rules.check_can_appeal, None, case)
    at(2026, 3, 7, 10)
    assert not allows(rules.check_can_appeal, None, case)


def test_anonymous_ones_where_the_policy_is_silent(save, policy, cast):
    policy.change(complaints=None)
    assert rules.takes_anonymous(policy.rules)

    save(anonymous=None)

    assert not rules.takes_anonymous(policy.rules)


@pytest.mark.parametrize(("upwards", "sees"), [("on", 0), (None, 1)])
def test_line_upwards(save, cast, make_person, upwards, sees):
    save(line_upwards=upwards)
    below = make_person(Role.RELATIONS_OFFICER)
    below.manager = cast.officer
    below.save(update_fields=["manager"])

    cases.receive(about_people=[below.pk])

    assert queries.complaints_visible_to(cast.officer).count() == sees


def test_board_member(save, cast, make_person):
    member = make_person(Role.BOARD_SECRETARY, name="عضو المجلس")
    save(board_member=str(member.pk))

    about = [cast.officer.pk, cast.decider.pk]
    case = cases.receive(about_people=about).case

    assert fresh(case).assignee == member


def test_patterns(save, cast, at):
    at(2026, 3, 1, 10)
    for _ in range(2):
        cases.receive()
    at(2026, 3, 9, 10)

    save(pattern_count="2", pattern_days="9")
    near = patterns_for(cast.officer)
    save(pattern_count="3", pattern_days="9")
    few = patterns_for(cast.officer)
    save(pattern_count="2", pattern_days="7")
    old = patterns_for(cast.officer)

    assert ([len(each.cases) for each in near], few, old) == ([2], [], [])
