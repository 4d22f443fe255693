from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.deadlines.engine.calendar import AddedDay, Closure, SpecialHours, week
from core.deadlines.engine.counting import NoWorkingTime
from core.deadlines.engine.due import Due, due
from core.deadlines.engine.reasons import Name
from core.deadlines.engine.terms import Amount, Term, Unit
from foundation.dates import HijriDate
from tests.core.deadlines.engine.build import (
    OFFICIAL,
    PLAIN,
    at,
    day,
    holiday,
    least,
    most,
    pause,
    window,
    working,
)

NAME = Name("اسم")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-15", "2026-04-09"),
        ("2026-05-20", "2026-06-16"),
        ("2026-09-20", "2026-10-12"),
        ("2026-01-01", "2026-01-22"),
        ("2027-03-04", "2027-03-31"),
    ],
)
@pytest.mark.parametrize("hour", ["00:00", "10:30", "15:59", "16:00", "23:59"])
def test_fifteen_working_days_with_the_official_holidays(start, end, hour):
    found = due(most(15, "working_day"), at(f"{start} {hour}"), OFFICIAL)

    assert found == Due(at(f"{end} 16:00"), day(end), None, None)


@pytest.mark.parametrize(
    ("start", "end"), [("2026-03-15", "2026-04-05"), ("2027-03-04", "2027-03-25")]
)
def test_fifteen_working_days_without_holidays(start, end):
    assert due(most(15, "working_day"), at(f"{start} 10:00"), PLAIN).due_date == day(end)


def test_an_instant_carries_the_offset_of_the_association():
    found = due(most(15, "working_day"), at("2026-03-15 10:00"), OFFICIAL)

    assert found.due.isoformat() == "2026-04-09T16:00:00+03:00"


# Minimum, and both


def test_two_weeks_at_least_from_a_sunday():
    found = due(least(2, "week"), at("2026-03-15 10:00"), OFFICIAL)

    assert found == Due(None, None, at("2026-03-29 00:00"), day("2026-03-29"))


def test_at_least_two_weeks_and_at_most_a_month():
    term = Term(minimum=Amount(2, Unit.WEEK), maximum=Amount(1, Unit.MONTH))

    assert due(term, at("2026-03-15 10:00"), OFFICIAL) == Due(
        at("2026-04-16 00:00"), day("2026-04-15"), at("2026-03-29 00:00"), day("2026-03-29")
    )


def test_a_minimum_in_working_days_opens_on_the_last_of_them():
    found = due(least(3, "working_day"), at("2026-03-17 10:00"), OFFICIAL)

    assert found.earliest == at("2026-03-26 00:00")


def test_a_minimum_does_not_move_off_the_weekend():
    assert due(least(5, "day"), at("2026-01-04 10:00"), PLAIN).earliest_date == day("2026-01-09")


# Calendar units


@pytest.mark.parametrize(
    ("term", "end"),
    [
        (most(1, "day"), "2026-01-05"),
        (most(10, "day"), "2026-01-14"),
        (most(1, "week"), "2026-01-11"),
        (most(1, "month"), "2026-02-04"),
    ],
)
def test_calendar_units_close_at_24(term, end):
    found = due(term, at("2026-01-04 10:00"), PLAIN)

    assert found.due_date == day(end)
    assert found.due == at(f"{end} 00:00") + timedelta(days=1)


def test_a_due_day_off_moves_to_the_next_working_day():
    assert due(most(5, "day"), at("2026-01-04 10:00"), PLAIN).due_date == day("2026-01-11")


def test_a_due_day_off_stays_where_the_rule_says_so():
    term = most(5, "day", rolls_to_working_day=False)

    assert due(term, at("2026-01-04 10:00"), PLAIN).due_date == day("2026-01-09")


def test_a_due_day_moves_over_the_whole_eid():
    assert due(most(4, "day"), at("2026-03-15 10:00"), OFFICIAL).due_date == day("2026-03-25")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-11-30", 1, "2026-12-30"),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last(start, months, end):
    term = most(months, "month", rolls_to_working_day=False)

    assert due(term, at(f"{start} 10:00"), PLAIN).due_date == day(end)


def test_a_hijri_month_ends_on_the_same_hijri_day():
    start = HijriDate(1447, 9, 10).gregorian()
    term = most(1, "hijri_month", rolls_to_working_day=False)

    found = due(term, at(f"{start} 10:00"), PLAIN)

    assert found.due_date == HijriDate(1447, 10, 10).gregorian() == day("2026-03-29")


def test_a_hijri_month_is_clipped_to_29_days():
    start = HijriDate(1446, 4, 30).gregorian()
    term = most(1, "hijri_month", rolls_to_working_day=False)

    found = due(term, at(f"{start} 10:00"), PLAIN)

    assert found.due_date == HijriDate(1446, 5, 29).gregorian()


# The event's day is that of the association, wherever the server stands


def test_the_event_day_is_the_local_one():
    late_on_saturday_in_london = at("2026-01-03 22:30", ZoneInfo("Europe/London"))

    assert due(most(1, "working_day"), late_on_saturday_in_london, PLAIN).due_date == day(
        "2026-01-05"
    )


def test_a_start_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        due(most(1, "day"), at("2026-01-03 22:30").replace(tzinfo=None), PLAIN)


def test_a_day_of_23_hours_is_a_day():
    berlin = working("08:00-16:00", weekend={6, 7}, weekdays=range(1, 6), timezone="Europe/Berlin")
    zone = ZoneInfo("Europe/Berlin")

    found = due(most(1, "week"), at("2026-03-26 10:00", zone), berlin)

    assert found.due.isoformat() == "2026-04-03T00:00:00+02:00"
    assert found.due_date == day("2026-04-02")


def test_hours_are_elapsed_when_clocks_change():
    berlin = working("08:00-16:00", weekend={6, 7}, weekdays=range(1, 6), timezone="Europe/Berlin")
    zone = ZoneInfo("Europe/Berlin")

    found = due(most(72, "hour"), at("2026-03-28 10:00", zone), berlin)

    assert found.due.isoformat() == "2026-03-31T11:00:00+02:00"


# Hours


def test_hours_elapse_day_and_night():
    assert due(most(72, "hour"), at("2026-03-19 10:00"), OFFICIAL).due == at("2026-03-22 10:00")


def test_hours_do_not_move_off_a_day_off():
    assert due(most(24, "hour"), at("2026-01-08 10:00"), PLAIN).due_date == day("2026-01-09")


def test_hours_that_end_at_midnight_end_the_day_before():
    found = due(most(14, "hour"), at("2026-01-05 10:00"), PLAIN)

    assert found == Due(at("2026-01-06 00:00"), day("2026-01-05"), None, None)


def test_working_hours_run_inside_windows():
    found = due(most(10, "working_hour"), at("2026-01-08 15:00"), PLAIN)

    assert found.due == at("2026-01-12 09:00")


def test_working_hours_that_fill_a_day_end_at_its_close():
    assert due(most(8, "working_hour"), at("2026-01-04 07:00"), PLAIN).due == at(
        "2026-01-04 16:00"
    )


def test_the_earliest_instant_in_hours_may_be_midnight():
    found = due(least(14, "hour"), at("2026-01-05 10:00"), PLAIN)

    assert found == Due(None, None, at("2026-01-06 00:00"), day("2026-01-06"))


# Pauses


def test_a_day_paused_at_its_close_is_not_counted():
    paused = [pause("2026-01-05 15:00", "2026-01-06 09:00")]

    found = due(most(3, "working_day"), at("2026-01-04 10:00"), PLAIN, paused)

    assert found.due_date == day("2026-01-08")


@pytest.mark.parametrize(
    ("start", "end", "due_date"),
    [
        ("2026-01-05 09:00", "2026-01-05 15:59", "2026-01-07"),
        ("2026-01-05 09:00", "2026-01-05 16:00", "2026-01-07"),
        ("2026-01-05 09:00", "2026-01-05 16:01", "2026-01-08"),
        ("2026-01-05 16:00", "2026-01-05 16:01", "2026-01-08"),
        ("2026-01-05 16:01", "2026-01-06 08:00", "2026-01-07"),
    ],
)
def test_only_the_close_decides(start, end, due_date):
    found = due(most(3, "working_day"), at("2026-01-04 10:00"), PLAIN, [pause(start, end)])

    assert found.due_date == day(due_date)


def test_a_pause_over_days_off_costs_no_working_day():
    paused = [pause("2026-01-08 17:00", "2026-01-11 08:00")]

    found = due(most(5, "working_day"), at("2026-01-04 10:00"), PLAIN, paused)

    assert found.due_date == day("2026-01-11")


def test_overlapping_pauses_count_once():
    paused = [
        pause("2026-01-05 09:00", "2026-01-07 09:00"),
        pause("2026-01-06 09:00", "2026-01-07 17:00"),
        pause("2026-01-06 10:00", "2026-01-06 10:00"),
    ]

    found = due(most(2, "working_day"), at("2026-01-04 10:00"), PLAIN, paused)

    assert found.due_date == day("2026-01-11")


def test_the_order_of_pauses_does_not_matter():
    paused = [
        pause("2026-01-05 09:00", "2026-01-06 09:00"),
        pause("2026-01-11 09:00", "2026-01-13 09:00"),
    ]
    term, start = most(7, "working_day"), at("2026-01-04 10:00")

    assert due(term, start, PLAIN, paused) == due(term, start, PLAIN, paused[::-1])


@pytest.mark.parametrize("unit", list(Unit))
def test_an_open_pause_leaves_no_due_date(unit):
    paused = [pause("2026-01-04 10:30")]

    found = due(Term(Amount(1, unit), Amount(2, unit)), at("2026-01-04 10:00"), PLAIN, paused)

    assert found == Due(None, None, None, None)


def test_a_pause_that_opens_after_due_does_not_undo_lateness():
    paused = [pause("2026-01-06 16:01")]

    found = due(most(2, "working_day"), at("2026-01-04 10:00"), PLAIN, paused)

    assert found.due_date == day("2026-01-06")


def test_an_open_pause_stops_a_due_day_from_moving():
    paused = [pause("2026-01-10 10:00")]

    assert due(most(5, "day"), at("2026-01-04 10:00"), PLAIN, paused).due is None


def test_a_due_day_does_not_move_into_a_pause():
    paused = [pause("2026-01-10 10:00", "2026-01-12 10:00")]

    found = due(most(5, "day"), at("2026-01-04 10:00"), PLAIN, paused)

    assert found.due_date == day("2026-01-12")


def test_a_month_moves_on_by_each_paused_day():
    term = most(1, "month", rolls_to_working_day=False)
    paused = [pause("2026-03-17 09:00", "2026-03-20 09:00")]

    found = due(term, at("2026-03-15 10:00"), PLAIN, paused)

    assert found.due_date == day("2026-04-18")


def test_a_month_moves_on_by_days_paused_after_its_plain_target_too():
    term = most(1, "month", rolls_to_working_day=False)
    paused = [pause("2026-04-10 09:00", "2026-04-20 09:00")]

    found = due(term, at("2026-03-15 10:00"), PLAIN, paused)

    assert found.due_date == day("2026-04-25")


def test_hours_subtract_the_pause_exactly():
    paused = [pause("2026-01-05 09:10", "2026-01-05 11:35")]

    assert due(most(24, "hour"), at("2026-01-05 08:00"), PLAIN, paused).due == at(
        "2026-01-06 10:25"
    )
    assert due(most(8, "working_hour"), at("2026-01-05 08:00"), PLAIN, paused).due == at(
        "2026-01-06 10:25"
    )


def test_a_pause_before_the_start_only_counts_from_the_start():
    paused = [pause("2026-01-01 09:00", "2026-01-05 12:00")]

    assert due(most(1, "hour"), at("2026-01-05 08:00"), PLAIN, paused).due == at(
        "2026-01-05 13:00"
    )


def test_pauses_survive_a_longer_term():
    """The due date is derived anew, so a changed rule loses no pause."""
    paused = [pause("2026-01-05 09:00", "2026-01-07 09:00")]
    start = at("2026-01-04 10:00")

    assert due(most(3, "working_day"), start, PLAIN, paused).due_date == day("2026-01-11")
    assert due(most(5, "working_day"), start, PLAIN, paused).due_date == day("2026-01-13")


# Mistakes that others made


def test_two_windows_a_day_both_count():
    split = working("08:00-12:00", "16:00-20:00")

    assert due(most(6, "working_hour"), at("2026-01-04 08:00"), split).due == at(
        "2026-01-04 18:00"
    )
    assert due(most(1, "working_day"), at("2026-01-04 08:00"), split).due == at("2026-01-05 20:00")


def test_a_night_shift_closes_at_midnight():
    night = working("08:00-12:00", "21:00-00:00")

    found = due(most(1, "working_day"), at("2026-01-04 08:00"), night)

    assert (found.due, found.due_date) == (at("2026-01-06 00:00"), day("2026-01-05"))


def test_a_holiday_is_a_date_and_not_a_day_of_each_year():
    calendar = working("08:00-16:00", holidays=(holiday("2026-03-22"),))

    assert due(most(1, "working_day"), at("2026-03-21 10:00"), calendar).due_date == day(
        "2026-03-23"
    )
    assert due(most(1, "working_day"), at("2027-03-21 10:00"), calendar).due_date == day(
        "2027-03-22"
    )


@pytest.mark.parametrize("value", range(1, 31))
@pytest.mark.parametrize("unit", ["day", "week", "month", "working_day"])
def test_days_off_never_make_a_deadline_earlier(unit, value):
    every_day = working("08:00-16:00", weekend=(), weekdays=range(1, 8))
    start = at("2026-03-12 10:00")

    free = due(most(value, unit), start, every_day)
    held = due(most(value, unit), start, OFFICIAL)

    assert free.due_date <= held.due_date


def test_the_search_goes_on_past_a_long_closure():
    calendar = working(
        "08:00-16:00", closures=(Closure(day("2026-01-05"), day("2026-06-30"), NAME),)
    )

    assert due(most(1, "working_hour"), at("2026-01-04 16:00"), calendar).due == at(
        "2026-07-01 09:00"
    )


@pytest.mark.parametrize("unit", ["working_day", "working_hour", "day"])
def test_the_search_ends_where_no_working_time_is_left(unit):
    closed = working(
        "08:00-16:00", closures=(Closure(day("2026-01-05"), day("9999-12-31"), NAME),)
    )

    with pytest.raises(NoWorkingTime, match="no working time"):
        due(most(1, unit), at("2026-01-04 16:00"), closed)


@pytest.mark.parametrize("unit", list(Unit))
def test_an_absurd_length_is_refused_at_once(unit):
    with pytest.raises(ValueError, match="no working time"):
        due(most(10**12, unit), at("2026-01-04 16:00"), PLAIN)


# Exceptions of the calendar


def test_a_closure_and_an_added_day():
    calendar = working(
        "08:00-16:00",
        closures=(Closure(day("2026-01-05"), day("2026-01-06"), NAME),),
        added_days=(AddedDay(date(2026, 1, 9), NAME, (window("10:00-13:00"),)),),
    )

    found = due(most(3, "working_day"), at("2026-01-04 10:00"), calendar)

    assert found.due == at("2026-01-09 13:00")


def test_ramadan_hours_move_the_close():
    short = week(dict.fromkeys((7, 1, 2, 3, 4), (window("10:00-15:00"),)))
    calendar = working(
        "08:00-16:00",
        special_hours=(SpecialHours(day("2026-02-18"), day("2026-03-18"), short, NAME),),
    )

    assert due(most(1, "working_day"), at("2026-02-17 10:00"), calendar).due == at(
        "2026-02-18 15:00"
    )
    assert due(most(1, "working_day"), at("2026-03-18 10:00"), calendar).due == at(
        "2026-03-19 16:00"
    )


def test_a_window_in_an_hour_that_comes_twice_is_the_first():
    """Cairo goes from 24:00 back to 23:00 on 25 October 2029, a Thursday."""
    cairo = working("23:15-23:45", timezone="Africa/Cairo")

    found = due(most(1, "working_hour"), at("2029-10-24 12:00", ZoneInfo("Africa/Cairo")), cairo)

    assert found.due.isoformat() == "2029-10-25T23:45:00+03:00"
