"""Mistakes that others made with deadlines, one test each (see docs/DEADLINES.md)."""

import pytest

from core.deadlines.engine import calendar_data
from core.deadlines.engine.calendar import Closure
from core.deadlines.engine.due import due
from core.deadlines.engine.progress import moments
from core.deadlines.engine.reasons import Name
from core.deadlines.engine.terms import Unit
from tests.core.deadlines.engine.build import OFFICIAL, at, day, holiday, most, pause, working

NAME = Name("اسم")
SPLIT = working("08:00-12:00", "16:00-20:00")


def test_one_window_a_day_only():
    assert due(most(6, "working_hour"), at("2026-01-04 08:00"), SPLIT).due == at(
        "2026-01-04 18:00"
    )


def test_a_holiday_compared_by_month_and_day():
    eid = working("08:00-16:00", holidays=(holiday("2026-03-22"),))

    assert due(most(1, "working_day"), at("2026-03-21 10:00"), eid).due_date == day("2026-03-23")
    assert due(most(1, "working_day"), at("2027-03-20 10:00"), eid).due_date == day("2027-03-21")
    assert due(most(2, "working_day"), at("2027-03-20 10:00"), eid).due_date == day("2027-03-22")


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit is not Unit.HOUR])
def test_days_off_that_make_a_deadline_earlier(unit):
    every_day = working("08:00-16:00", weekend=(), weekdays=range(1, 8))
    starts = [at(f"2026-03-{number:02} 10:00") for number in range(1, 32)]
    free = [due(most(5, unit), start, every_day).due for start in starts]
    held = [due(most(5, unit), start, OFFICIAL).due for start in starts]

    assert [one <= other for one, other in zip(free, held, strict=True)] == [True] * 31
    assert free != held


def test_a_second_shift_dropped():
    assert due(most(1, "working_day"), at("2026-01-04 08:00"), SPLIT).due == at("2026-01-05 20:00")
    assert due(most(1, "working_hour"), at("2026-01-04 19:30"), SPLIT).due == at(
        "2026-01-05 08:30"
    )


@pytest.mark.parametrize("unit", ["working_day", "working_hour"])
def test_a_search_that_gives_up_after_72_hours(unit):
    closed = working(
        "08:00-16:00", closures=(Closure(day("2026-01-05"), day("2026-04-04"), NAME),)
    )

    assert due(most(1, unit), at("2026-01-04 16:00"), closed).due_date == day("2026-04-05")


def test_pauses_lost_when_the_rule_changes():
    paused = [pause("2026-01-05 09:00", "2026-01-07 09:00")]
    start = at("2026-01-04 10:00")

    assert due(most(3, "working_day"), start, SPLIT, paused).due_date == day("2026-01-11")
    assert due(most(5, "working_day"), start, SPLIT, paused).due_date == day("2026-01-13")
    assert due(most(5, "day"), start, SPLIT, paused).due_date == day("2026-01-11")


def test_a_warning_at_midnight_instead_of_at_opening_time():
    warned = moments(most(20, "day"), at("2026-01-04 10:00"), SPLIT)

    assert [moment.at for moment in warned] == [
        at("2026-01-15 08:00"),
        at("2026-01-20 08:00"),
        at("2026-01-25 08:00"),
    ]


def test_a_saved_case_recomputed_from_todays_calendar():
    """The calendar comes back from what the clock kept, whatever is announced afterwards."""
    kept = calendar_data.to_data(working("08:00-16:00"))
    today = working("08:00-16:00", holidays=(holiday("2026-01-05"),))
    term, start = most(1, "working_day"), at("2026-01-04 10:00")

    assert due(term, start, calendar_data.from_data(kept)).due_date == day("2026-01-05")
    assert due(term, start, today).due_date == day("2026-01-06")
