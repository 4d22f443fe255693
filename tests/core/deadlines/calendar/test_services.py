from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from core.beneficiaries.enums import ReplyChannel
from core.cases.models import Case, CaseEvent
from core.deadlines import services as clocks
from core.deadlines.calendar import queries, rules, services
from core.deadlines.calendar.changes import Change
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.calendar import Window
from core.deadlines.engine.reasons import Name
from core.deadlines.enums import ClockState, DayKind, PauseReason
from core.deadlines.models import CalendarDay, CalendarSettings, Clock
from core.deadlines.queries import explain_clock
from core.escalation.sweep import sweep_deadlines
from core.messages.enums import MessageKind
from core.messages.models import OutgoingMessage
from core.rules import Milestone, StartEvent
from core.service_requests import services as requests
from foundation import clock
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tenants.schemas import entered
from tests.core.provider import days, deadline
from tests.core.requests import person, receive

RIYADH = ZoneInfo("Asia/Riyadh")
NAME = Name(ar="إغلاق طارئ", en="Sudden closure")
# A case of Sunday 5 April 2026: five working days end on the 12th.
ARRIVAL = (2026, 4, 5, 10)
DUE, DUE_AFTER_CLOSURE = date(2026, 4, 12), date(2026, 4, 13)
CLOSED = date(2026, 4, 8)


def hours(*spans: tuple[int, int]) -> tuple[Window, ...]:
    return tuple(Window(time(opens), time(closes)) for opens, closes in spans)


def explained(case: Case, day: date) -> tuple[str, ...]:
    with override("en"):
        lines = explain_clock(reply_clock(case))
    return next(line.reasons for line in lines if line.date == day)


def event_count() -> int:
    return CaseEvent.objects.filter(name="deadline_moved").count()


@pytest.fixture
def manager(governed, make_person):
    return make_person(Role.POLICY_OFFICER, name="مسؤولة السياسة")


@pytest.fixture
def case(governed, at) -> Case:
    at(*ARRIVAL)
    return receive().case


def closure(first: date = CLOSED, last: date | None = None) -> Change:
    return services.plan_days(kind=DayKind.CLOSURE, first=first, last=last or first, name=NAME)


def reply_clock(case: Case) -> Clock:
    return Clock.objects.get(case=case, rule_key="reply")


def confirm(change: Change, manager) -> queries.Preview | None:
    return services.apply_change(change, actor=manager, seen=queries.preview(change).digest)


def moves_of(change: Change) -> list[tuple[str, date | None, date | None]]:
    return [
        (move.clock.rule_key, move.old_date, move.new_date)
        for move in queries.preview(change).moves
    ]


def test_closure_moves_the_due_date_of_a_clock_that_starts_afterwards(manager, at):
    at(*ARRIVAL)
    services.apply_change(closure(), actor=manager)

    assert reply_clock(receive().case).due_date == DUE_AFTER_CLOSURE
    row = CalendarDay.objects.get()
    assert (row.date, row.kind, row.label_ar, row.label_en, row.confirmed_by) == (
        CLOSED,
        DayKind.CLOSURE,
        "إغلاق طارئ",
        "Sudden closure",
        "مسؤولة السياسة",
    )


def test_preview_lists_what_moves_and_writes_nothing(case, manager):
    # The acknowledgement is met by the receipt, so only the first reply is owed.
    assert moves_of(closure()) == [("reply", DUE, DUE_AFTER_CLOSURE)]
    assert moves_of(closure(date(2026, 4, 13))) == []
    assert moves_of(closure(date(2026, 4, 5))) == []  # the day of the event is not counted
    assert moves_of(closure(date(2026, 4, 1))) == []
    assert CalendarDay.objects.count() == 0
    assert reply_clock(case).due_date == DUE


def test_preview_tells_both_directions(case, manager):
    worked = services.plan_days(
        kind=DayKind.WORKING, first=date(2026, 4, 11), last=date(2026, 4, 11), name=NAME
    )
    preview = queries.preview(worked)

    assert moves_of(worked) == [("reply", DUE, date(2026, 4, 11))]
    assert (preview.later, preview.earlier) == (0, 1)
    preview = queries.preview(closure())
    assert (preview.later, preview.earlier) == (1, 0)


def test_without_confirmation_a_running_clock_keeps_its_calendar(case, manager):
    services.apply_change(closure(), actor=manager)

    assert reply_clock(case).due_date == DUE
    assert case.events.filter(name="deadline_moved").count() == 0
    assert not calendar_in_force(CLOSED).is_working_day(CLOSED)


def test_confirmation_moves_the_deadline_and_records_it(case, manager):
    moved = confirm(closure(), manager)

    assert moved is not None
    clock = reply_clock(case)
    assert (clock.due_date, clock.state) == (DUE_AFTER_CLOSURE, ClockState.RUNNING)
    case.refresh_from_db()
    assert (case.due_date, case.due_at) == (clock.due_date, clock.due_at)
    event = case.events.get(name="deadline_moved")
    assert event.details == {
        "milestone": "first_reply",
        "clause": "5-reply",
        "from": "2026-04-12",
        "to": "2026-04-13",
    }
    assert event.actor_label == "مسؤولة السياسة"
    assert AuditEntry.objects.filter(action="case.deadline_moved").count() == 1
    assert AuditEntry.objects.get(action="calendar.change").details == {
        "days": {"2026-04-08": "closure"},
        "moved": 1,
    }


def test_another_change_does_not_bring_along_what_was_kept_out(case, manager):
    services.apply_change(closure(), actor=manager)

    assert moves_of(closure(date(2026, 4, 7))) == [("reply", DUE, DUE_AFTER_CLOSURE)]
    assert moves_of(services.plan_removal(first=CLOSED, last=CLOSED)) == []


def test_removal_moves_back(case, manager):
    confirm(closure(), manager)
    removal = services.plan_removal(first=CLOSED, last=CLOSED)

    assert moves_of(removal) == [("reply", DUE_AFTER_CLOSURE, DUE)]
    confirm(removal, manager)
    assert reply_clock(case).due_date == DUE
    assert CalendarDay.objects.count() == 0


def test_confirmation_of_what_was_not_shown_is_refused(case, manager):
    seen = queries.preview(closure()).digest
    receive()

    with pytest.raises(rules.PreviewOutdated):
        services.apply_change(closure(), actor=manager, seen=seen)
    assert CalendarDay.objects.count() == 0
    assert reply_clock(case).due_date == DUE


def test_ended_cases_never_change(case, manager, everyone):
    requests.withdraw(case.pk, actor=everyone)
    before = list(Clock.objects.order_by("pk").values())

    assert moves_of(closure()) == []
    confirm(closure(), manager)
    assert list(Clock.objects.order_by("pk").values()) == before


def test_paused_clock_counts_by_the_changed_calendar_once_it_runs(case, manager, at):
    clocks.pause_clocks(
        case.pk, reason=PauseReason.BENEFICIARY, at=datetime(2026, 4, 6, 9, tzinfo=RIYADH)
    )
    preview = queries.preview(closure())
    assert (preview.moves, preview.paused, preview.needs_an_answer) == ((), 1, True)

    confirm(closure(), manager)
    clocks.resume_clocks(
        case.pk, reason=PauseReason.BENEFICIARY, at=datetime(2026, 4, 6, 10, tzinfo=RIYADH)
    )
    assert reply_clock(case).due_date == DUE_AFTER_CLOSURE
    assert case.events.filter(name="deadline_moved").count() == 0


def test_time_won_back_is_not_missed_any_more(case, manager, at):
    sweep_deadlines(at(2026, 4, 13, 9))
    assert reply_clock(case).state == ClockState.MISSED
    confirm(closure(), manager)

    clock = reply_clock(case)
    assert (clock.state, clock.due_date, clock.warned_percent) == (
        ClockState.RUNNING,
        DUE_AFTER_CLOSURE,
        75,
    )
    sweep_deadlines(at(2026, 4, 13, 17))
    assert reply_clock(case).state == ClockState.MISSED


def test_deadline_that_moves_into_the_past_is_missed_at_the_next_sweep(case, manager, at):
    at(2026, 4, 12, 9)
    worked = services.plan_days(
        kind=DayKind.WORKING, first=date(2026, 4, 11), last=date(2026, 4, 11), name=NAME
    )
    assert [move.is_missed_at_once for move in queries.preview(worked).moves] == [True]
    confirm(worked, manager)

    sweep_deadlines(at(2026, 4, 12, 9, 1))
    assert reply_clock(case).state == ClockState.MISSED


def test_other_weekend_and_hours(case, manager):
    week = services.plan_week(weekend=[4, 5, 6], hours=hours((9, 15)))
    assert moves_of(week) == [("reply", DUE, date(2026, 4, 13))]
    confirm(week, manager)

    assert reply_clock(case).due_at == datetime(2026, 4, 13, 15, tzinfo=RIYADH)
    row = CalendarSettings.objects.get()
    assert row.weekend == [4, 5, 6]
    assert row.windows == {str(day): [["09:00", "15:00"]] for day in (1, 2, 3, 7)}
    assert reply_clock(receive().case).due_at == datetime(2026, 4, 13, 15, tzinfo=RIYADH)


def test_added_days_take_the_new_hours_of_the_week(case, manager):
    added = services.plan_days(
        kind=DayKind.WORKING, first=date(2026, 4, 11), last=date(2026, 4, 11), name=NAME
    )
    confirm(added, manager)
    confirm(services.plan_week(weekend=[5, 6], hours=hours((8, 14))), manager)

    assert reply_clock(case).due_at == datetime(2026, 4, 11, 14, tzinfo=RIYADH)


def test_second_shift_and_days_with_hours_of_their_own(case, manager):
    shifts = hours((8, 12), (16, 20))
    confirm(services.plan_week(weekend=[5, 6], hours=shifts, own={4: hours((8, 11))}), manager)

    # Sunday 12 April, and a request of Thursday: its last day is a Thursday.
    assert reply_clock(case).due_at == datetime(2026, 4, 12, 20, tzinfo=RIYADH)
    calendar = calendar_in_force(date(2026, 4, 1))
    assert calendar.windows_on(date(2026, 4, 9)) == hours((8, 11))
    assert calendar.windows_on(date(2026, 4, 8)) == shifts


def test_date_with_hours_of_its_own_moves_what_ends_on_it_within_the_day(case, manager):
    short = services.plan_days(
        kind=DayKind.WORKING, first=DUE, last=DUE, name=NAME, windows=hours((10, 13))
    )
    [move] = queries.preview(short).moves
    assert (move.same_day, move.is_later, move.new) == (
        True,
        False,
        datetime(2026, 4, 12, 13, tzinfo=RIYADH),
    )

    confirm(short, manager)
    assert reply_clock(case).due_at == datetime(2026, 4, 12, 13, tzinfo=RIYADH)
    [day] = CalendarDay.objects.all()
    assert (day.kind, day.windows) == (DayKind.WORKING, [["10:00", "13:00"]])
    assert calendar_in_force(DUE).windows_on(DUE) == hours((10, 13))
    told = explained(case, DUE)
    assert told == ("Special working hours: Sudden closure", "Last day that is on time")

    confirm(services.plan_removal(first=DUE, last=DUE), manager)
    assert reply_clock(case).due_at == datetime(2026, 4, 12, 16, tzinfo=RIYADH)


def test_hours_of_a_season_move_deadlines_only_when_confirmed_and_back_again(case, manager):
    ramadan = Name(ar="رمضان", en="Ramadan")
    season = services.plan_special_hours(
        first=date(2026, 4, 8), last=date(2026, 4, 20), name=ramadan, windows=hours((10, 15))
    )
    services.apply_change(season, actor=manager)
    assert reply_clock(case).due_at == datetime(2026, 4, 12, 16, tzinfo=RIYADH)
    fresh = receive().case
    assert reply_clock(fresh).due_at == datetime(2026, 4, 12, 15, tzinfo=RIYADH)
    assert "Special working hours: Ramadan" in explained(fresh, DUE)
    assert event_count() == 0

    gone = services.plan_usual_hours(first=date(2026, 4, 8), last=date(2026, 4, 20))
    [move] = queries.preview(gone).moves
    assert (move.clock.case_id, move.is_later) == (fresh.pk, True)
    confirm(gone, manager)

    assert reply_clock(fresh).due_at == datetime(2026, 4, 12, 16, tzinfo=RIYADH)
    assert CalendarSettings.objects.get().special_hours == []
    assert event_count() == 1


def test_hours_of_a_season_are_confirmed_on_open_cases_and_never_on_closed_ones(
    case, manager, everyone
):
    closed = receive().case
    requests.withdraw(closed.pk, actor=everyone, reason="طلبه")
    before = list(Clock.objects.filter(case=closed).order_by("pk").values())
    season = services.plan_special_hours(
        first=date(2026, 4, 8), last=date(2026, 4, 20), name=NAME, windows=hours((10, 15))
    )

    confirm(season, manager)

    assert reply_clock(case).due_at == datetime(2026, 4, 12, 15, tzinfo=RIYADH)
    assert case.events.filter(name="deadline_moved").count() == 1
    assert closed.events.filter(name="deadline_moved").count() == 0
    assert list(Clock.objects.filter(case=closed).order_by("pk").values()) == before


def test_worked_saturday_of_a_season_has_the_hours_of_the_season(governed, manager, at):
    at(*ARRIVAL)
    saturday = date(2026, 4, 11)
    season = services.plan_special_hours(
        first=date(2026, 4, 8), last=date(2026, 4, 20), name=NAME, windows=hours((10, 15))
    )
    services.apply_change(season, actor=manager)
    worked = services.plan_days(kind=DayKind.WORKING, first=saturday, last=saturday, name=NAME)
    services.apply_change(worked, actor=manager)

    assert calendar_in_force(saturday).windows_on(saturday) == hours((10, 15))


def test_hours_that_cannot_be_added(governed, manager, at):
    at(*ARRIVAL)
    first, last = date(2026, 4, 8), date(2026, 4, 20)
    season = {"first": first, "last": last, "name": NAME}
    with pytest.raises(rules.NoHours):
        services.plan_special_hours(**season, windows=())
    with pytest.raises(rules.HoursBackwards):
        services.plan_special_hours(**season, windows=hours((12, 15), (10, 11)))
    with pytest.raises(rules.RangeBackwards):
        services.plan_special_hours(first=last, last=first, name=NAME, windows=hours((10, 15)))
    with pytest.raises(rules.OnlyWorkedDaysHaveHours):
        services.plan_days(
            kind=DayKind.CLOSURE, first=first, last=first, name=NAME, windows=hours((10, 15))
        )
    with pytest.raises(rules.NotInCalendar):
        services.plan_usual_hours(first=first, last=last)
    planned = services.plan_special_hours(**season, windows=hours((10, 15)))
    services.apply_change(planned, actor=manager)
    services.apply_change(planned, actor=manager)  # a double click
    assert len(CalendarSettings.objects.get().special_hours) == 1
    with pytest.raises(rules.RangeTaken):
        services.plan_special_hours(
            first=last, last=date(2026, 4, 25), name=NAME, windows=hours((10, 15))
        )


NATIONAL_DAY = date(2026, 9, 23)  # a Wednesday


def test_confirmed_holiday_moves_nothing_and_declined_is_an_ordinary_day(governed, manager, at):
    at(2026, 9, 20, 10)
    case = receive().case
    observed = services.plan_holidays([NATIONAL_DAY], observed=True)
    declined = services.plan_holidays([NATIONAL_DAY], observed=False)

    assert moves_of(observed) == []
    assert moves_of(declined) == [("reply", date(2026, 9, 28), date(2026, 9, 27))]
    confirm(declined, manager)
    assert reply_clock(case).due_date == date(2026, 9, 27)
    assert calendar_in_force(NATIONAL_DAY).is_working_day(NATIONAL_DAY)
    with pytest.raises(rules.NotProposed):
        services.plan_holidays([NATIONAL_DAY], observed=True)

    confirm(services.plan_removal(first=NATIONAL_DAY, last=NATIONAL_DAY), manager)
    assert reply_clock(case).due_date == date(2026, 9, 28)


def test_declined_holiday_on_a_weekend_stays_a_weekend(governed, manager, at):
    at(2026, 4, 5, 10)
    weekend_holidays = [
        each.date
        for each in calendar_in_force(date(2026, 1, 1)).holidays
        if each.date.weekday() in (4, 5)
    ]
    services.apply_change(
        services.plan_holidays(weekend_holidays[:1], observed=False), actor=manager
    )

    calendar = calendar_in_force(date(2026, 1, 1))
    assert not calendar.is_working_day(weekend_holidays[0])


def test_days_that_cannot_be_added(governed, manager, at):
    at(*ARRIVAL)
    with pytest.raises(rules.RangeBackwards):
        closure(CLOSED, date(2026, 4, 7))
    with pytest.raises(rules.RangeTooLong):
        closure(CLOSED, date(2026, 6, 7))
    with pytest.raises(rules.DateTooFar):
        closure(date(2030, 1, 1))
    with pytest.raises(rules.NotProposed):
        services.plan_holidays([CLOSED], observed=True)
    with pytest.raises(rules.NotInCalendar):
        services.plan_removal(first=CLOSED, last=CLOSED)
    with pytest.raises(rules.WorkedAnyway):
        services.plan_days(kind=DayKind.WORKING, first=CLOSED, last=CLOSED, name=NAME)
    with pytest.raises(rules.NoWorkingDay):
        services.plan_week(weekend=range(1, 8), hours=hours((8, 16)))
    with pytest.raises(rules.HoursBackwards):
        services.plan_week(weekend=[5], hours=hours((12, 16), (8, 11)))
    services.apply_change(closure(), actor=manager)
    with pytest.raises(rules.DayTaken):
        closure(date(2026, 4, 7), date(2026, 4, 9))


def test_day_that_somebody_else_added_meanwhile_is_named(governed, manager, at):
    at(*ARRIVAL)
    late = closure()
    services.apply_change(closure(), actor=manager)

    with pytest.raises(rules.DayTaken):
        services.apply_change(late, actor=manager)


def test_only_who_looks_after_the_calendar_changes_it(case, officer):
    with pytest.raises(rules.MayNotEditCalendar):
        services.apply_change(closure(), actor=officer)
    assert CalendarDay.objects.count() == 0


def test_other_association_keeps_its_calendar(case, manager, other_association):
    confirm(closure(), manager)

    with entered(other_association):
        assert CalendarDay.objects.count() == 0
        assert calendar_in_force(CLOSED).is_working_day(CLOSED)


def test_preview_asks_as_much_for_thirty_cases_as_for_one(case):
    def queries_asked() -> int:
        change = closure()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.preview(change)
        return len(captured)

    one = queries_asked()
    for _number in range(29):
        receive()
    assert len(queries.preview(closure()).moves) == 30
    assert queries_asked() == one == 3
    assert CaseEvent.objects.filter(name="deadline_moved").count() == 0


def test_first_day_on_which_something_may_happen_moves_too(case, manager):
    two_days = deadline("m", Milestone.DELIVER, StartEvent.DECISION, None, days(2))
    clocks.start_clocks_for(case.pk, rules=[two_days], at=datetime(*ARRIVAL, tzinfo=RIYADH))
    change = closure(date(2026, 4, 6))

    assert moves_of(change) == [
        ("reply", DUE, DUE_AFTER_CLOSURE),
        ("m", date(2026, 4, 7), date(2026, 4, 8)),
    ]
    confirm(change, manager)
    moved = Clock.objects.get(rule_key="m")
    assert (moved.due_at, moved.earliest_at) == (None, datetime(2026, 4, 8, tzinfo=RIYADH))


def test_person_is_told_once_that_dates_of_their_request_moved(governed, manager, at):
    at(*ARRIVAL)
    told = receive(
        beneficiary_data=person(email="n@people.example"), reply_channel=ReplyChannel.EMAIL
    ).case
    clocks.start_clocks_for(
        told.pk,
        rules=[deadline("t", Milestone.DELIVER, StartEvent.DECISION, days(6))],
        at=clock.now(),
    )
    receive()
    moved = OutgoingMessage.objects.filter(kind=MessageKind.DEADLINE_MOVED)

    services.apply_change(closure(), actor=manager)
    assert moved.count() == 0
    services.apply_change(services.plan_removal(first=CLOSED, last=CLOSED), actor=manager)
    confirm(closure(), manager)

    [message] = moved
    assert message.case == told
    assert told.reference in message.body
    assert told.events.filter(name="deadline_moved", visibility="beneficiary").count() == 2
    season = services.plan_special_hours(
        first=date(2026, 4, 8), last=date(2026, 4, 20), name=NAME, windows=hours((10, 15))
    )
    confirm(season, manager)
    assert moved.count() == 1  # another hour of the same day
