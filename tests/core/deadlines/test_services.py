from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from core.cases.models import Case
from core.deadlines import queries, services
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.terms import Amount, Term, Unit
from core.deadlines.enums import ClockState, DayKind, PauseReason
from core.deadlines.models import CalendarDay, CalendarSettings, Clock
from core.deadlines.term_data import from_data, to_data
from core.escalation.sweep import sweep_deadlines
from core.rules import Milestone, StartEvent
from foundation import clock as clock_now
from tests.core.provider import RULES, days, deadline
from tests.core.requests import receive

RIYADH = ZoneInfo("Asia/Riyadh")


def riyadh(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=RIYADH)


def day(on: date, kind: DayKind, name: str = "مناسبة") -> CalendarDay:
    return CalendarDay.objects.create(
        date=on, kind=kind, label_ar=name, confirmed_at=riyadh(2026, 1, 1), confirmed_by="مدير"
    )


@pytest.fixture
def case(governed, at) -> Case:
    at(2026, 3, 15, 10)
    return receive().case


def clock_of(case: Case, rule=None, at=(2026, 3, 15, 10)) -> Clock:
    rule = rule or deadline("t", Milestone.DELIVER, StartEvent.DECISION, days(15))
    services.start_clocks_for(case.pk, rules=[rule], at=riyadh(*at))
    return Clock.objects.get(case=case, rule_key=rule.key)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ((2026, 3, 15), date(2026, 4, 9)),
        ((2026, 5, 20), date(2026, 6, 16)),
        ((2026, 9, 20), date(2026, 10, 12)),
        ((2026, 1, 1), date(2026, 1, 22)),
        ((2027, 3, 4), date(2027, 3, 31)),
    ],
)
def test_fifteen_working_days_with_the_official_holidays(case, start, due):
    clock = clock_of(case, at=(*start, 10))

    assert clock.due_date == due
    assert clock.due_at == riyadh(due.year, due.month, due.day, 16)


def test_clock_starts_once_per_rule(case):
    clock = clock_of(case)
    services.start_clocks_for(
        case.pk,
        rules=[deadline("t", Milestone.DELIVER, StartEvent.DECISION, days(3))],
        at=riyadh(2026, 3, 20, 9),
    )

    assert Clock.objects.get(rule_key="t").due_at == clock.due_at


def test_minimum_alone_has_an_earliest_moment_and_no_due_date(case):
    two_weeks = deadline("m", Milestone.DELIVER, StartEvent.DECISION, None, Amount(2, Unit.WEEK))
    clock = clock_of(case, two_weeks)

    assert clock.earliest_at == riyadh(2026, 3, 29)
    assert (clock.due_at, clock.due_date, clock.next_check_at) == (None, None, None)
    assert queries.earliest_moment(case.pk, Milestone.DELIVER) == riyadh(2026, 3, 29)
    assert queries.progress_of(clock) is None


def test_closure_and_added_day_and_moved_holiday_change_the_calendar(case):
    day(date(2026, 3, 16), DayKind.CLOSURE)
    day(date(2026, 3, 21), DayKind.WORKING)  # a Saturday
    clock = clock_of(
        case, deadline("t", Milestone.DELIVER, StartEvent.DECISION, days(2)), (2026, 3, 15, 9)
    )
    reasons = [(d.date.day, d.counted) for d in queries.explain_clock(clock)]

    assert reasons[:3] == [(15, False), (16, False), (17, True)]
    calendar = calendar_in_force(date(2026, 3, 15))
    assert calendar.is_working_day(date(2026, 3, 21))


def test_confirmed_holiday_takes_the_place_of_the_estimate(case):
    proposed = calendar_in_force(date(2027, 1, 1)).holidays
    estimate = next(holiday for holiday in proposed if holiday.estimated)
    day(estimate.date, DayKind.HOLIDAY, "عيد")
    calendar = calendar_in_force(date(2027, 1, 1))

    [confirmed] = [holiday for holiday in calendar.holidays if holiday.date == estimate.date]
    assert (confirmed.estimated, confirmed.name.ar) == (False, "عيد")
    assert len(calendar.holidays) == len(proposed)


def test_own_week_is_followed(case):
    CalendarSettings.objects.create(
        weekend=[5],
        windows={
            str(weekday): [["09:00", "13:00"], ["16:00", "20:00"]]
            for weekday in (6, 7, 1, 2, 3, 4)
        },
    )
    clock = clock_of(
        case, deadline("t", Milestone.DELIVER, StartEvent.DECISION, days(5)), (2026, 2, 1, 9)
    )

    assert clock.due_at == riyadh(2026, 2, 7, 20)  # a Saturday


def test_later_calendar_moves_a_clock_only_when_it_is_moved(case):
    clock = clock_of(case)
    day(date(2026, 3, 16), DayKind.CLOSURE)

    assert services.recompute(Clock.objects.get(pk=clock.pk)).due_date == date(2026, 4, 9)
    moved = services.move_clock(
        Clock.objects.get(pk=clock.pk), calendar_in_force(date(2026, 3, 15))
    )
    assert moved.due_date == date(2026, 4, 12)


def test_due_date_comes_from_the_history_of_pauses_each_time(case):
    clock = clock_of(case)
    for first, last in ((17, 18), (30, 31)):
        services.pause_clocks(
            case.pk, reason=PauseReason.BENEFICIARY, at=riyadh(2026, 3, first, 10)
        )
        assert Clock.objects.get(pk=clock.pk).state == ClockState.PAUSED
        services.resume_clocks(
            case.pk, reason=PauseReason.BENEFICIARY, at=riyadh(2026, 3, last, 10)
        )

    clock.refresh_from_db()
    assert (clock.state, clock.due_date) == (ClockState.RUNNING, date(2026, 4, 13))
    assert clock.pauses.count() == 2
    services.resume_clocks(case.pk, reason=PauseReason.BENEFICIARY, at=riyadh(2026, 4, 1, 10))
    assert services.recompute(clock).due_date == date(2026, 4, 13)


def test_what_is_due_already_is_not_paused(case):
    clock = clock_of(case)
    services.pause_clocks(case.pk, reason=PauseReason.BENEFICIARY, at=riyadh(2026, 4, 10, 10))

    clock.refresh_from_db()
    assert (clock.state, clock.due_date) == (ClockState.RUNNING, date(2026, 4, 9))


def test_met_on_time_up_to_the_due_instant(case):
    on_time, late = (
        clock_of(case),
        clock_of(case, deadline("x", Milestone.NOTIFY, StartEvent.DECISION, days(15))),
    )
    services.meet_milestone(case.pk, Milestone.DELIVER, at=riyadh(2026, 4, 9, 16))
    services.meet_milestone(case.pk, Milestone.NOTIFY, at=riyadh(2026, 4, 9, 16, 1))

    on_time.refresh_from_db()
    late.refresh_from_db()
    assert (on_time.state, late.state) == (ClockState.MET, ClockState.MISSED)
    assert services.meet_milestone(case.pk, Milestone.NOTIFY, at=riyadh(2026, 5, 1)) == []
    late.refresh_from_db()
    assert late.met_at == riyadh(2026, 4, 9, 16, 1)


def test_sweep_warns_at_each_part_once_and_then_marks_missed(case, at):
    for hours in range(0, 17 * 24, 4):
        sweep_deadlines(at(2026, 3, 15 + hours // 24, hours % 24, 30))
        assert sweep_deadlines(clock_now.now()) == 0

    told = case.events.filter(name__startswith="deadline").order_by("happened_at")
    assert [(event.name, event.details["percent"]) for event in told] == [
        ("deadline_warning", 50),
        ("deadline_warning", 75),
        ("deadline_warning", 90),
        ("deadline_missed", 100),
    ]
    clock = Clock.objects.get(case=case, milestone="first_reply")
    assert (clock.state, clock.next_check_at) == (ClockState.MISSED, None)
    case.refresh_from_db()
    assert case.due_at == clock.due_at


def test_sweep_that_comes_late_tells_the_furthest_part_only(case, at):
    now = at(2026, 4, 15, 9)

    assert sweep_deadlines(now) == 1
    event = case.events.get(name="deadline_missed")
    assert event.details == {"milestone": "first_reply", "clause": "5-reply", "percent": 100}


def test_explanation_is_told_in_both_languages_and_calendars(case):
    clock = Clock.objects.get(case=case, milestone="first_reply")
    services.pause_clocks(case.pk, reason=PauseReason.BENEFICIARY, at=riyadh(2026, 3, 16, 10))
    services.resume_clocks(case.pk, reason=PauseReason.BENEFICIARY, at=riyadh(2026, 3, 17, 10))
    clock.refresh_from_db()

    with override("ar"):
        arabic = queries.explain_clock(clock)
    with override("en"):
        english = queries.explain_clock(clock)

    assert (arabic[0].gregorian, arabic[0].hijri) == ("15 مارس 2026م", "26 رمضان 1447هـ")
    assert english[1].reasons == ("Paused: Waiting for the beneficiary",)
    assert arabic[1].reasons == ("متوقفة: بانتظار المستفيد",)
    assert [line.counted for line in english[:3]] == [False, False, True]
    assert english[-1].date == clock.due_date
    assert english[-1].number == 5
    assert "Last day that is on time" in english[-1].reasons


def test_term_survives_as_data():
    for rule in RULES.deadlines:
        assert from_data(to_data(rule.term)) == rule.term
    assert from_data(
        to_data(Term(maximum=Amount(1, Unit.MONTH), rolls_to_working_day=False))
    ) == Term(maximum=Amount(1, Unit.MONTH), rolls_to_working_day=False)
