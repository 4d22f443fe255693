"""What repeats itself, who is told of it, what is done so that it does not come again, and the day's round."""

from datetime import timedelta

import pytest

from core.cases.enums import CaseStatus as S
from core.complaints import conflicts, services
from core.complaints.daily import give_what_waits, remind_of_actions, tell_of_patterns
from core.complaints.models import SystemicAction
from core.complaints.patterns import PatternKind, patterns_for
from core.complaints.settings import SETTINGS
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from foundation import clock
from tenants.people.roles import Role
from tests.core.complaints import cases
from tests.core.complaints.cases import bring_to, fresh
from tests.core.complaints.desk.conftest import desk

__all__ = ["desk"]
PATTERNS, ACTIONS = "/desk/complaints/patterns/", "/desk/complaints/actions/"


@pytest.fixture
def often(cast, make_person):
    """Three complaints about one colleague of one unit, of which one is closed to the reader's friend."""
    accused = make_person(Role.RELATIONS_OFFICER, name="أمين المستودع")
    accused.unit = "المستودع"
    accused.save(update_fields=["unit"])
    return accused, [cases.receive(about_people=[accused.pk]).case for _ in range(3)]


def told(kind) -> list:
    return list(Notice.objects.filter(kind=kind).order_by("pk"))


def test_subject_unit_and_person(cast, often):
    found = {each.kind: each for each in patterns_for(cast.officer)}

    assert set(found) == set(PatternKind)
    assert found[PatternKind.PERSON].name == "أمين المستودع"
    assert found[PatternKind.UNIT].name == "المستودع"
    assert {len(each.cases) for each in found.values()} == {3}


def test_each_sees_patterns_of_what_is_open_to_them(cast, often, desk, make_person):
    accused, _ = often
    auditor = make_person(Role.AUDITOR)

    page = desk(cast.officer).get(PATTERNS).content.decode()

    assert ("أمين المستودع" in page, "Same person" in page) == (True, True)
    assert patterns_for(accused) == []
    assert patterns_for(auditor) == []
    assert "Nothing repeats itself" in desk(auditor).get(PATTERNS).content.decode()
    assert desk(accused).get(PATTERNS).status_code == 403


def test_appeals_and_what_was_withdrawn_are_no_repetition(cast):
    first = bring_to(S.NOT_UPHELD, cast)
    services.appeal(first.pk, actor=None, grounds="لم يُسمع الشاهد")
    bring_to(S.WITHDRAWN, cast)
    cases.receive()

    assert patterns_for(cast.decider) == []


def test_who_decides_is_told_once_a_month(cast, often, at):
    _accused, complaints = often
    for case in complaints:
        cases.triage(case, cast.officer)
    at(2026, 12, 1, 9)
    tell_of_patterns()
    tell_of_patterns()
    first = told(NoticeKind.COMPLAINT_PATTERN)
    at(2027, 1, 2, 9)
    tell_of_patterns()

    assert {each.recipient for each in first} == {cast.decider}
    assert (len(first), len(told(NoticeKind.COMPLAINT_PATTERN))) == (3, 6)
    assert {(each.case, str(each.details)) for each in first} == {(None, "{}")}


def test_who_is_kept_out_is_told_of_nothing(cast, make_person):
    for _ in range(3):
        case = cases.receive(about_people=[cast.decider.pk]).case
        cases.triage(case, cast.officer)

    tell_of_patterns()

    assert told(NoticeKind.COMPLAINT_PATTERN) == []


def test_action_is_made_from_a_pattern_and_finished(cast, often, desk, make_person):
    owner = make_person(Role.RELATIONS_OFFICER, name="مسؤول المستودع")
    pattern = patterns_for(cast.officer)[0]
    typed = {
        "title": "كشف تسليم يُراجع يوميًا",
        "plan": "مراجعة مزدوجة",
        "owner": owner.pk,
        "due_on": f"{clock.today() + timedelta(days=5):%d/%m/%Y}",
        "complaints": [str(case.pk) for case in pattern.cases[:2]],
    }
    new = f"{ACTIONS}new/?pattern={pattern.address}"

    offered = desk(cast.officer).get(new).content.decode()
    mute = desk(cast.officer).post(new, typed | {"due_on": ""})
    past = desk(cast.officer).post(new, typed | {"due_on": "01/01/2020"})
    made = desk(cast.officer).post(new, typed)
    action = SystemicAction.objects.get()
    theirs = desk(owner).get(f"{ACTIONS}{action.pk}/").content.decode()
    done = desk(owner).post(f"{ACTIONS}{action.pk}/", {"outcome": "صار الكشف يُراجع"})

    assert offered.count('name="complaints"') == 3
    assert (mute.status_code, past.status_code, made.status_code) == (400, 400, 302)
    assert "مراجعة مزدوجة" in mute.content.decode()
    assert action.complaints.count() == 2
    assert ("مراجعة مزدوجة" in theirs, "None that you may open." in theirs) == (True, True)
    action.refresh_from_db()
    assert (done.status_code, action.outcome) == (302, "صار الكشف يُراجع")
    assert "كشف تسليم" in desk(cast.officer).get(ACTIONS).content.decode()


def test_actions_of_others_are_closed(cast, desk, make_person):
    action = services.create_action(
        actor=cast.officer, title="إجراء", owner=cast.officer, due_on=clock.today()
    )
    stranger = make_person(Role.RELATIONS_OFFICER)
    reader = make_person(Role.AUDITOR)

    assert desk(stranger).get(f"{ACTIONS}{action.pk}/").status_code == 404
    assert "إجراء" not in desk(stranger).get(ACTIONS).content.decode().split("<main")[1]
    assert desk(stranger).get(f"{ACTIONS}new/").status_code == 403
    page = desk(reader).get(f"{ACTIONS}{action.pk}/")
    assert (page.status_code, 'name="outcome"' in page.content.decode()) == (200, False)
    answer = desk(reader).post(f"{ACTIONS}{action.pk}/", {"outcome": "تم"})
    assert answer.status_code == 403


def test_owner_is_reminded_before_the_day_and_after_it(cast, at):
    at(2026, 3, 1, 9)
    services.create_action(
        actor=cast.officer, title="إجراء", owner=cast.chair, due_on=clock.today() + timedelta(9)
    )
    counts = []
    for day in (2, 8, 9, 11, 12):
        at(2026, 3, day, 9)
        remind_of_actions()
        counts.append(len(told(NoticeKind.ACTION_DUE)))

    assert counts == [1, 2, 2, 3, 3]


def test_what_waits_is_given_as_soon_as_somebody_is_there(cast, make_person):
    everyone = [cast.officer.pk, cast.decider.pk]
    case = cases.receive(about_people=everyone).case
    waiting = fresh(case).assignee
    member = make_person(Role.AUDITOR, name="عضو المجلس")
    SETTINGS.write(SETTINGS.read().model_copy(update={"board_member": member.pk}), actor=member)

    given = give_what_waits()

    assert (waiting, given, fresh(case).assignee) == (None, 1, member)


def test_whose_place_in_the_organisation_changed_hands_over(cast, make_person):
    accused = make_person(Role.RELATIONS_OFFICER)
    case = cases.receive(about_people=[accused.pk]).case
    other = make_person(Role.COMPLAINTS_OFFICER, name="زميلة")
    accused.manager = cast.officer
    accused.save(update_fields=["manager"])
    assert conflicts.is_kept_out(cast.officer, case.complaint)

    give_what_waits()

    assert fresh(case).assignee == other


def test_who_has_left_hands_over_too(cast, make_person):
    case = cases.receive().case
    other = make_person(Role.COMPLAINTS_OFFICER, name="زميلة")
    cast.officer.is_active = False
    cast.officer.save(update_fields=["is_active"])

    assert (give_what_waits(), fresh(case).assignee) == (1, other)
    assert give_what_waits() == 0
