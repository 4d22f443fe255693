from datetime import UTC, datetime, time

import pytest

from core.deadlines.engine.calendar import (
    AddedDay,
    CalendarProblem,
    Closure,
    Holiday,
    InvalidCalendar,
    SpecialHours,
    Window,
    WorkCalendar,
    week,
)
from core.deadlines.engine.reasons import Name, Reason, ReasonKind
from tests.core.deadlines.engine.build import PLAIN, at, day, holiday, utc, window, working

NAME = Name("اسم", "Name")


def problem_of(make):
    with pytest.raises(InvalidCalendar) as caught:
        make()
    return caught.value.problem


@pytest.mark.parametrize("zone", ["", "Asia/Nowhere", "../etc/passwd", "Asia"])
def test_the_time_zone_must_exist(zone):
    assert problem_of(lambda: working("08:00-16:00", timezone=zone)) == CalendarProblem.TIMEZONE


@pytest.mark.parametrize("weekend", [{0}, {8}])
def test_weekdays_are_one_to_seven(weekend):
    assert problem_of(lambda: working("08:00-16:00", weekend=weekend)) == CalendarProblem.WEEKDAY
    assert problem_of(lambda: week({next(iter(weekend)): ()})) == CalendarProblem.WEEKDAY


def test_a_week_has_seven_days():
    make = lambda: WorkCalendar("Asia/Riyadh", frozenset(), ((window("08:00-16:00"),),))  # noqa: E731

    assert problem_of(make) == CalendarProblem.WEEKDAY


@pytest.mark.parametrize("text", ["16:00-08:00", "08:00-08:00"])
def test_a_window_closes_after_it_opens(text):
    assert problem_of(lambda: window(text)) == CalendarProblem.WINDOW


def test_a_window_is_on_the_wall_of_the_association():
    make = lambda: Window(time(8, tzinfo=UTC), time(16, tzinfo=UTC))  # noqa: E731

    assert problem_of(make) == CalendarProblem.WINDOW


@pytest.mark.parametrize(
    "windows",
    [
        ("08:00-12:00", "11:59-16:00"),
        ("13:00-16:00", "08:00-12:00"),
        ("08:00-00:00", "09:00-10:00"),
    ],
)
def test_windows_follow_each_other(windows):
    assert problem_of(lambda: working(*windows)) == CalendarProblem.WINDOWS_OVERLAP


def test_windows_may_touch():
    assert working("08:00-12:00", "12:00-16:00").is_working_day(day("2026-01-04"))


def test_someone_must_work_some_day():
    make = lambda: working("08:00-16:00", weekend={5, 6}, weekdays=(5, 6))  # noqa: E731

    assert problem_of(make) == CalendarProblem.NO_WORKING_HOURS


def test_ranges_run_forward():
    last, first = day("2026-01-04"), day("2026-01-05")

    assert problem_of(lambda: Closure(first, last, NAME)) == CalendarProblem.RANGE
    assert (
        problem_of(lambda: SpecialHours(first, last, PLAIN.hours, NAME)) == CalendarProblem.RANGE
    )


def test_special_hours_must_not_overlap():
    one = SpecialHours(day("2026-02-01"), day("2026-02-10"), PLAIN.hours, NAME)
    other = SpecialHours(day("2026-02-10"), day("2026-02-20"), PLAIN.hours, NAME)

    assert (
        problem_of(lambda: working("08:00-16:00", special_hours=(other, one)))
        == CalendarProblem.RANGES_OVERLAP
    )


def test_an_added_day_needs_hours():
    added = AddedDay(day("2026-01-09"), NAME)

    assert (
        problem_of(lambda: working("08:00-16:00", added_days=(added,)))
        == CalendarProblem.ADDED_DAY_WITHOUT_HOURS
    )


def test_an_added_day_is_added_once():
    added = AddedDay(day("2026-01-09"), NAME, (window("10:00-12:00"),))

    assert (
        problem_of(lambda: working("08:00-16:00", added_days=(added, added)))
        == CalendarProblem.ADDED_DAY_TWICE
    )


def test_a_day_is_not_both_added_and_closed():
    added = AddedDay(day("2026-01-09"), NAME, (window("10:00-12:00"),))
    closure = Closure(day("2026-01-08"), day("2026-01-10"), NAME)

    assert (
        problem_of(lambda: working("08:00-16:00", added_days=(added,), closures=(closure,)))
        == CalendarProblem.ADDED_DAY_CLOSED
    )


def test_reasons_tell_everything_that_makes_a_day_off():
    calendar = working(
        "08:00-16:00",
        weekdays=(7, 1, 2),
        holidays=(holiday("2026-03-20", "عيد"), holiday("2026-03-20", "يوم آخر")),
        closures=(Closure(day("2026-03-19"), day("2026-03-20"), NAME),),
    )

    assert calendar.reasons_for(day("2026-03-15")) == ()
    assert calendar.reasons_for(day("2026-03-18")) == (Reason(ReasonKind.NO_HOURS),)
    assert calendar.reasons_for(day("2026-03-19")) == (Reason(ReasonKind.CLOSURE, NAME),)
    assert calendar.reasons_for(day("2026-03-20")) == (
        Reason(ReasonKind.WEEKEND),
        Reason(ReasonKind.HOLIDAY, Name("عيد")),
        Reason(ReasonKind.HOLIDAY, Name("يوم آخر")),
        Reason(ReasonKind.CLOSURE, NAME),
    )


def test_an_added_day_is_worked_on_a_holiday_in_its_own_hours():
    calendar = working(
        "08:00-16:00",
        holidays=(holiday("2026-01-05"),),
        added_days=(
            AddedDay(day("2026-01-05"), NAME),
            AddedDay(day("2026-01-09"), NAME, (window("10:00-12:00"),)),
        ),
    )

    assert calendar.windows_on(day("2026-01-05")) == (window("08:00-16:00"),)
    assert calendar.windows_on(day("2026-01-09")) == (window("10:00-12:00"),)
    assert calendar.reasons_for(day("2026-01-09")) == (Reason(ReasonKind.ADDED_DAY, NAME),)


def test_hours_of_a_weekend_day_hold_only_when_it_is_added():
    calendar = working(
        "08:00-16:00", weekdays=(7, 5), added_days=(AddedDay(day("2026-01-09"), NAME),)
    )

    assert calendar.windows_on(day("2026-01-09")) == (window("08:00-16:00"),)
    assert calendar.windows_on(day("2026-01-16")) == ()


def test_special_hours_leave_weekend_and_holidays():
    short = week({7: (window("10:00-15:00"),), 5: (window("10:00-15:00"),)})
    calendar = working(
        "08:00-16:00",
        holidays=(holiday("2026-02-22"),),
        special_hours=(SpecialHours(day("2026-02-18"), day("2026-03-18"), short, NAME),),
    )

    assert calendar.windows_on(day("2026-03-01")) == (window("10:00-15:00"),)
    assert calendar.windows_on(day("2026-02-22")) == ()
    assert calendar.windows_on(day("2026-02-27")) == ()
    assert calendar.reasons_for(day("2026-03-02")) == (
        Reason(ReasonKind.SPECIAL_HOURS, NAME),
        Reason(ReasonKind.NO_HOURS),
    )


def test_instants_of_a_day():
    split = working("08:00-12:00", "20:00-00:00")
    sunday = day("2026-01-04")

    assert split.starts(sunday) == utc("2026-01-03 21:00")
    assert split.ends(sunday) == split.closes(sunday) == utc("2026-01-04 21:00")
    assert list(split.spans_on(sunday)) == [
        (utc("2026-01-04 05:00"), utc("2026-01-04 09:00")),
        (utc("2026-01-04 17:00"), utc("2026-01-04 21:00")),
    ]
    assert split.closes(day("2026-01-09")) is None


def test_a_midnight_that_clocks_skip():
    """Cairo goes from 24:00 on Thursday to 01:00 on Friday."""
    cairo = working("08:00-00:00", timezone="Africa/Cairo")

    assert cairo.ends(day("2026-04-23")) == utc("2026-04-23 22:00")
    assert cairo.local(cairo.ends(day("2026-04-23"))).isoformat() == "2026-04-24T01:00:00+03:00"


def test_date_of_is_the_date_on_the_wall():
    assert PLAIN.date_of(utc("2026-01-04 20:59")) == day("2026-01-04")
    assert PLAIN.date_of(utc("2026-01-04 21:00")) == day("2026-01-05")
    with pytest.raises(ValueError, match="offset"):
        PLAIN.date_of(datetime(2026, 1, 4, 12))  # noqa: DTZ001


def test_equal_calendars_are_equal_whatever_was_asked_of_them():
    one, other = working("08:00-16:00"), working("08:00-16:00")
    one.windows_on(day("2026-01-04"))

    assert one == other
    assert hash(one) == hash(other)
    assert one != working("08:00-16:00", holidays=(Holiday(day("2026-01-04"), NAME),))


def test_a_name_falls_back_to_the_language_that_was_written():
    assert (NAME.text("ar"), NAME.text("en-gb")) == ("اسم", "Name")
    assert (Name("اسم").text("en"), Name("", "Name").text("ar")) == ("اسم", "Name")


def test_local_shows_the_wall():
    assert PLAIN.local(utc("2026-01-04 21:00")) == at("2026-01-05 00:00")
