from datetime import timedelta

from core.deadlines.engine.explain import ExplainedDay, explain
from core.deadlines.engine.reasons import Name, Reason, ReasonKind
from core.deadlines.engine.terms import Amount, Term, Unit
from tests.core.deadlines.engine.build import (
    OFFICIAL,
    PLAIN,
    at,
    day,
    least,
    most,
    pause,
    working,
)

EVENT = Reason(ReasonKind.EVENT_DAY)
WEEKEND = Reason(ReasonKind.WEEKEND)
DUE = Reason(ReasonKind.DUE)
PAUSED = Reason(ReasonKind.PAUSED, Name("نقص مستند"))
EID = Reason(ReasonKind.HOLIDAY, Name("عطلة عيد الفطر", "Eid al-Fitr Holiday"))
EID_OBSERVED = Reason(
    ReasonKind.HOLIDAY,
    Name("عطلة عيد الفطر (يوم تعويضي)", "Eid al-Fitr Holiday (observed)"),
)


def test_working_days_over_the_eid():
    days = explain(most(3, "working_day"), at("2026-03-17 10:00"), OFFICIAL)

    assert days == [
        ExplainedDay(day("2026-03-17"), False, None, (EVENT,)),
        ExplainedDay(day("2026-03-18"), True, 1, ()),
        ExplainedDay(day("2026-03-19"), False, None, (EID,)),
        ExplainedDay(day("2026-03-20"), False, None, (WEEKEND, EID)),
        ExplainedDay(day("2026-03-21"), False, None, (WEEKEND, EID)),
        ExplainedDay(day("2026-03-22"), False, None, (EID,)),
        ExplainedDay(day("2026-03-23"), False, None, (EID_OBSERVED,)),
        ExplainedDay(day("2026-03-24"), False, None, (EID_OBSERVED,)),
        ExplainedDay(day("2026-03-25"), True, 2, ()),
        ExplainedDay(day("2026-03-26"), True, 3, (DUE,)),
    ]


def test_a_paused_day_tells_what_is_waited_for():
    paused = [pause("2026-01-05 15:00", "2026-01-06 09:00")]

    days = explain(most(2, "working_day"), at("2026-01-04 10:00"), PLAIN, paused)

    assert days == [
        ExplainedDay(day("2026-01-04"), False, None, (EVENT,)),
        ExplainedDay(day("2026-01-05"), False, None, (PAUSED,)),
        ExplainedDay(day("2026-01-06"), True, 1, ()),
        ExplainedDay(day("2026-01-07"), True, 2, (DUE,)),
    ]


def test_a_due_day_that_moved_says_from_where_and_why():
    days = explain(most(5, "day"), at("2026-01-04 10:00"), PLAIN)

    assert days[-3:] == [
        ExplainedDay(day("2026-01-09"), True, 5, (WEEKEND,)),
        ExplainedDay(day("2026-01-10"), False, None, (WEEKEND,)),
        ExplainedDay(day("2026-01-11"), False, None, (Reason(ReasonKind.MOVED_HERE), DUE)),
    ]


def test_months_number_their_days():
    days = explain(most(1, "month"), at("2026-03-01 10:00"), PLAIN)

    assert days[-1] == ExplainedDay(day("2026-04-01"), True, 31, (DUE,))


def test_a_minimum_alone_ends_on_the_earliest_day():
    days = explain(least(2, "day"), at("2026-01-04 10:00"), PLAIN)

    assert days[-1] == ExplainedDay(day("2026-01-06"), True, 2, (Reason(ReasonKind.EARLIEST),))


def test_of_both_the_maximum_is_explained():
    term = Term(Amount(1, Unit.DAY), Amount(2, Unit.DAY))

    assert explain(term, at("2026-01-04 10:00"), PLAIN) == explain(
        most(2, "day"), at("2026-01-04 10:00"), PLAIN
    )


def test_an_open_pause_is_listed_to_its_first_day_or_to_today():
    term, start = most(5, "working_day"), at("2026-01-04 10:00")
    paused = [pause("2026-01-06 09:00")]

    days = explain(term, start, PLAIN, paused)
    longer = explain(term, start, PLAIN, paused, until=day("2026-01-08"))

    assert [one.date for one in days] == [day("2026-01-04"), day("2026-01-05"), day("2026-01-06")]
    assert days[-1].reasons == (PAUSED,)
    assert longer[:3] == days
    assert longer[-1] == ExplainedDay(day("2026-01-08"), False, None, (PAUSED,))


def test_a_pause_open_since_before_the_event_lists_the_event():
    days = explain(
        most(5, "working_day"), at("2026-01-04 10:00"), PLAIN, [pause("2026-01-01 09:00")]
    )

    assert days == [ExplainedDay(day("2026-01-04"), False, None, (EVENT,))]


def test_hours_tell_the_time_of_each_day():
    split = working("08:00-12:00", "16:00-20:00")
    paused = [pause("2026-01-05 09:00", "2026-01-05 10:00")]

    days = explain(most(12, "working_hour"), at("2026-01-04 11:00"), split, paused)

    assert days == [
        ExplainedDay(day("2026-01-04"), True, None, (EVENT,), timedelta(hours=5)),
        ExplainedDay(day("2026-01-05"), True, None, (PAUSED, DUE), timedelta(hours=7)),
    ]


def test_a_day_off_has_no_working_hours():
    days = explain(most(2, "working_hour"), at("2026-01-08 15:00"), PLAIN)

    assert [one.time for one in days] == [
        timedelta(hours=1), timedelta(), timedelta(), timedelta(hours=1),
    ]  # fmt: skip
    assert days[1] == ExplainedDay(day("2026-01-09"), False, None, (WEEKEND,), timedelta())


def test_elapsed_hours_count_the_weekend():
    days = explain(most(48, "hour"), at("2026-01-08 12:00"), PLAIN)

    assert [one.time for one in days] == [
        timedelta(hours=12), timedelta(hours=24), timedelta(hours=12),
    ]  # fmt: skip


def test_hours_up_to_an_open_pause():
    days = explain(
        most(10, "working_hour"), at("2026-01-04 10:00"), PLAIN, [pause("2026-01-05 09:00")]
    )

    assert [one.time for one in days] == [timedelta(hours=6), timedelta(hours=1)]
    assert days[-1].reasons == (PAUSED,)


def test_a_due_day_that_a_pause_keeps_from_moving_is_not_said_to_have_moved():
    days = explain(
        most(5, "day"),
        at("2026-01-04 10:00"),
        PLAIN,
        [pause("2026-01-10 10:00")],
        until=day("2026-01-12"),
    )

    assert days[-1] == ExplainedDay(day("2026-01-12"), False, None, (PAUSED,))
