from datetime import timedelta

import pytest
from django.db import connection, transaction

from core.cases.models import Case, CaseEvent
from core.deadlines import services
from core.deadlines.engine.terms import Amount, Unit
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock
from core.escalation.ladder import LADDERS, Ladders, Rung
from core.escalation.sweep import sweep_deadlines
from core.notices.models import Notice
from core.rules import Milestone, StartEvent
from foundation import audit
from foundation import clock as time
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import Schema, entered
from tests.core.provider import FixedProvider, deadline
from tests.core.requests import receive
from tests.racing import together

# Ten hours of a day that never closes: 50 % at 15:00, 75 % at 17:30, 90 % at 19:00, due at 20:00.
TEN_HOURS = Amount(10, Unit.HOUR)
MORNING = (2026, 3, 15, 10)
QUIET = {percent: Rung() for percent in (50, 75, 90, 100)}


def climb(**rungs: Rung) -> None:
    """A common ladder that is quiet but for these: climb(at50=Rung(...))."""
    steps = QUIET | {int(name.removeprefix("at")): rung for name, rung in rungs.items()}
    LADDERS.write(Ladders(common=steps), actor=None)


def owed(milestone: Milestone = Milestone.DELIVER, key: str = "t", **values) -> Case:
    """A request that nothing but this is owed to within ten hours."""
    case = receive(**values).case
    Clock.objects.filter(case=case).delete()
    rule = deadline(key, milestone, StartEvent.DECISION, TEN_HOURS)
    services.start_clocks_for(case.pk, rules=[rule], at=time.now())
    return case


def told(*, kind: str | None = None) -> list[tuple[str, str]]:
    rows = Notice.objects.values_list("recipient__display_name", "kind")
    return sorted(row for row in rows if kind in (None, row[1]))


def events(case: Case) -> list[str]:
    names = ("deadline_warning", "deadline_missed", "escalated")
    return sorted(case.events.filter(name__in=names).values_list("name", flat=True))


@pytest.fixture
def committed(policy: FixedProvider, own_association: Association) -> Association:
    return own_association


@pytest.fixture
def director(governed, make_person) -> User:
    return make_person(Role.EXECUTIVE, name="المدير")


@pytest.fixture
def researcher(governed, make_person) -> User:
    return make_person(Role.SOCIAL_RESEARCHER, name="الباحثة")


def given_to(case: Case, person: User) -> Case:
    Case.objects.filter(pk=case.pk).update(assignee=person)
    return case


def test_usual_ladder_tells_the_handler_and_at_last_the_director(officer, director, at):
    at(*MORNING)
    case = given_to(owed(), officer)

    at(2026, 3, 15, 17, 31)
    assert sweep_deadlines(time.now()) == 1
    assert told() == [("ضابط العلاقات", "deadline_warning")]
    at(2026, 3, 15, 20, 0, 1)
    assert sweep_deadlines(time.now()) == 1

    assert told(kind="escalated") == [("المدير", "escalated")]
    assert told(kind="deadline_missed") == [("ضابط العلاقات", "deadline_missed")]
    assert events(case) == ["deadline_missed", "deadline_warning", "escalated"]
    assert Clock.objects.get(case=case).state == ClockState.MISSED
    assert audit.verify().intact is True


def test_while_nobody_has_the_case_all_who_handle_cases_are_told(
    officer, make_person, researcher, at
):
    make_person(Role.RELATIONS_OFFICER, name="زميلة")
    at(*MORNING)
    owed()

    at(2026, 3, 15, 17, 31)
    sweep_deadlines(time.now())

    assert told() == [("زميلة", "deadline_warning"), ("ضابط العلاقات", "deadline_warning")]


def test_rung_tells_roles_and_people_who_are_active_and_may_see_cases(
    officer, director, researcher, make_person, at
):
    gone = make_person(Role.AUDITOR, name="مراجع سابق")
    gone.is_active = False
    gone.save()
    blind = make_person(Role.BOARD_SECRETARY, name="أمين السر")
    climb(at50=Rung(roles=(Role.SOCIAL_RESEARCHER,), people=(director.pk, gone.pk, blind.pk)))
    at(*MORNING)
    case = given_to(owed(), officer)

    at(2026, 3, 15, 15, 1)
    sweep_deadlines(time.now())

    assert told() == [("الباحثة", "escalated"), ("المدير", "escalated")]
    event = case.events.get(name="escalated")
    assert event.details["percent"] == 50
    assert sorted(event.details["people"]) == sorted([str(director.pk), str(researcher.pk)])


def test_milestone_with_a_ladder_of_its_own_does_not_follow_the_common_one(officer, director, at):
    LADDERS.write(
        Ladders(
            common=QUIET | {50: Rung(handler=True)},
            own={Milestone.NOTIFY: QUIET | {50: Rung(roles=(Role.EXECUTIVE,))}},
        ),
        actor=None,
    )
    at(*MORNING)
    given_to(owed(Milestone.NOTIFY), officer)
    given_to(owed(), officer)

    at(2026, 3, 15, 15, 1)
    assert sweep_deadlines(time.now()) == 2

    assert told() == [("المدير", "escalated"), ("ضابط العلاقات", "deadline_warning")]


def test_named_person_gets_the_case_once(officer, researcher, at):
    climb(at90=Rung(give_to_person=researcher.pk))
    at(*MORNING)
    case = given_to(owed(), officer)
    at(2026, 3, 15, 19, 1)

    assert sweep_deadlines(time.now()) == 1
    assert sweep_deadlines(time.now()) == 0

    case.refresh_from_db()
    assert (case.assignee, case.revision) == (researcher, 2)
    assert told() == [("الباحثة", "escalated")]
    event = case.events.get(name="escalated")
    assert event.details["assignee"] == str(researcher.pk)
    assert audit.entries_about(case).filter(action="case.escalated").count() == 1


def test_role_gets_the_case_by_load_and_nobody_who_cannot_work_on_it(
    officer, researcher, director, make_person, at
):
    busy = make_person(Role.SOCIAL_RESEARCHER, name="باحثة مشغولة")
    at(*MORNING)
    for _number in range(2):
        given_to(receive().case, busy)
    given_to(receive().case, researcher)
    climb(at50=Rung(give_to_role=Role.SOCIAL_RESEARCHER), at75=Rung(give_to_role=Role.EXECUTIVE))
    cases = [given_to(owed(), officer) for _number in range(3)]

    at(2026, 3, 15, 15, 1)
    sweep_deadlines(time.now())
    holders = Case.objects.filter(pk__in=[case.pk for case in cases]).values_list(
        "assignee__display_name", flat=True
    )
    assert sorted(holders) == ["الباحثة", "الباحثة", "باحثة مشغولة"]
    at(2026, 3, 15, 17, 31)
    sweep_deadlines(time.now())

    assert not Case.objects.filter(assignee=director).exists()


def test_whoever_was_out_of_reach_of_the_sweeper_is_still_told(officer, director, at):
    """The sweeper stood still for hours: a rung that was passed meanwhile is not left out."""
    climb(at50=Rung(roles=(Role.EXECUTIVE,)), at100=Rung(handler=True))
    at(*MORNING)
    case = given_to(owed(), officer)
    at(2026, 3, 15, 21)

    sweep_deadlines(time.now())

    assert told() == [("المدير", "escalated"), ("ضابط العلاقات", "deadline_missed")]
    assert events(case)[0] == "deadline_missed"


def test_warning_is_never_more_than_a_minute_late(officer, at):
    at(*MORNING)
    case = given_to(owed(), officer)
    start = time.now()
    for minute in range(60 * 10 + 2):
        at(2026, 3, 15, 10 + minute // 60, minute % 60)
        sweep_deadlines(time.now())

    moments = case.events.filter(name__startswith="deadline_").order_by("happened_at", "name")
    after = [moment - start for moment in moments.values_list("happened_at", flat=True)]
    assert after == [
        timedelta(hours=5),
        timedelta(hours=7, minutes=30),
        timedelta(hours=9),
        # The due instant itself is still on time.
        timedelta(hours=10, minutes=1),
    ]


def test_warning_waits_for_the_opening_instead_of_midnight(officer, at):
    at(2026, 3, 15, 10)
    case = receive().case
    Clock.objects.filter(case=case).delete()
    two_days = deadline("t", Milestone.DELIVER, StartEvent.DECISION, Amount(2, Unit.DAY))
    services.start_clocks_for(case.pk, rules=[two_days], at=time.now())

    at(2026, 3, 17, 0, 1)
    assert sweep_deadlines(time.now()) == 0
    at(2026, 3, 17, 8, 1)
    assert sweep_deadlines(time.now()) == 1


def test_clock_that_fails_does_not_keep_the_others_waiting(officer, at, caplog):
    at(*MORNING)
    broken, sound = owed(), owed()
    Clock.objects.filter(case=broken).update(calendar={})
    at(2026, 3, 15, 21)

    assert sweep_deadlines(time.now()) == 1

    assert events(sound)[0] == "deadline_missed"
    assert events(broken) == []
    assert "Could not work out where clock" in caplog.text


def test_what_the_database_refuses_of_one_case_is_refused_of_no_other(
    governed, officer, at, caplog
):
    at(*MORNING)
    refused, *sound = (given_to(owed(), officer) for _number in range(3))
    owner = Schema(governed.schema_name, "association")
    with entered(owner), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE cases_caseevent ADD CONSTRAINT refused"
            f" CHECK (case_id <> '{refused.pk}') NOT VALID"
        )
    at(2026, 3, 15, 21)

    assert sweep_deadlines(time.now()) == 2

    assert [events(case)[0] for case in sound] == ["deadline_missed"] * 2
    [clock] = Clock.objects.filter(case=refused)
    assert f"Could not sweep clock {clock.pk}" in caplog.text
    assert (clock.state, clock.warned_percent) == (ClockState.RUNNING, 0)


@pytest.mark.parametrize("number", [10, 100])
def test_many_due_ones_take_as_many_queries_as_a_few(
    officer, director, researcher, at, number, django_assert_num_queries
):
    climb(at100=Rung(handler=True, roles=(Role.EXECUTIVE,), give_to_role=Role.SOCIAL_RESEARCHER))
    at(*MORNING)
    for _number in range(number):
        given_to(owed(), officer)
    at(2026, 3, 15, 21)

    with django_assert_num_queries(16):
        assert sweep_deadlines(time.now()) == number

    assert CaseEvent.objects.filter(name="escalated").count() == number
    assert Notice.objects.filter(kind="escalated").count() == 2 * number
    assert Case.objects.filter(assignee=researcher).count() == number
    assert audit.verify().intact is True


def test_two_sweepers_at_the_same_moment_tell_once(committed, at):
    staff = create_person(
        email="s@people.example",
        display_name="موظف",
        roles=[Role.RELATIONS_OFFICER],
        password="a long enough password",
    )
    at(*MORNING)
    for _number in range(12):
        given_to(owed(), staff)
    at(2026, 3, 15, 21)

    counts = together(committed, 4, lambda: sweep_deadlines(time.now()))

    assert sum(counts) == 12
    assert CaseEvent.objects.filter(name="deadline_missed").count() == 12
    assert Notice.objects.filter(kind="deadline_missed").count() == 12
    assert audit.verify().intact is True


def test_case_that_somebody_works_on_is_left_for_the_next_minute(committed, at):
    """Nobody waits for the sweep, and the sweep waits for nobody."""
    at(*MORNING)
    busy, free = owed(), owed()
    at(2026, 3, 15, 21)

    def sweep_while_busy() -> int:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=busy.pk)
            [count] = together(committed, 1, lambda: sweep_deadlines(time.now()))
            return count

    assert sweep_while_busy() == 1
    assert events(free)[0] == "deadline_missed"
    assert events(busy) == []
    assert sweep_deadlines(time.now()) == 1


def test_next_moment_is_found_by_its_index(officer, at):
    at(*MORNING)
    owed()
    due = Clock.objects.filter(next_check_at__lte=time.now()).order_by("next_check_at", "pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = due[:1000].explain()
    assert "clock_next_check" in plan
