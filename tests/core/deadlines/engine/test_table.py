"""The tables behind the engine against a walk over the days."""

import random
from datetime import date, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest

from core.deadlines.engine.calendar import MOST_KNOWN_DAYS, Closure
from core.deadlines.engine.reasons import Name
from core.deadlines.engine.table import MOST_REMEMBERED
from core.deadlines.engine.tally import LAST_DAY, NoWorkingTime, Tally
from core.deadlines.engine.zones import _offset, instant_of, uneven_days
from tests.core.deadlines.engine.build import OFFICIAL, PLAIN, day, utc, working

NEW_YORK = ZoneInfo("America/New_York")


def test_a_tally_adds_up_its_stretches():
    tally = Tally([(10, [1, 0, 2, 0, 0, 0, 0]), (20, [0] * 7), (25, [0, 5, 0, 0, 0, 0, 0])], 40)
    amounts = [1, 0, 2, 0, 0, 0, 0, 1, 0, 2] + [0] * 5 + [0, 5, 0, 0, 0, 0, 0] * 2 + [0]
    totals = [0, *accumulate(amounts)]

    assert tally.total == totals[-1] == 16
    assert [tally.before(place) for place in range(10, 41)] == totals
    assert tally.before(3) == 0
    for number in range(1, 17):
        reached = next(place for place, total in enumerate(totals) if total >= number)
        assert tally.day_of(number) == 10 + reached - 1
    with pytest.raises(NoWorkingTime):
        tally.day_of(17)


def test_working_days_are_numbered_as_a_walk_numbers_them():
    working_days = OFFICIAL.table.working_days
    first = day("2025-12-01").toordinal()
    number = working_days.through(first - 1)
    for ordinal in range(first, first + 900):
        if OFFICIAL.is_working_day(date.fromordinal(ordinal)):
            number += 1
            assert working_days.day_of(number) == ordinal
        assert working_days.through(ordinal) == number


@pytest.mark.parametrize("zone", ["Asia/Riyadh", "America/New_York", "Australia/Lord_Howe"])
def test_working_time_adds_up_as_a_walk_adds_it(zone):
    calendar = working(
        "00:00-03:00", "08:00-16:00", timezone=zone, weekend=(), weekdays=range(1, 8)
    )
    table = calendar.table.working_time(utc("2026-06-01 12:00"))
    begun = table.at(calendar.starts(day("2026-06-01")))
    passed = timedelta()
    for distance in range(4000):
        today = day("2026-06-01") + timedelta(days=distance)
        assert (table.at(calendar.starts(today)) - begun) * timedelta.resolution == passed
        for opens, closes in calendar.spans_on(today):
            passed += closes - opens
            number = begun + passed // timedelta.resolution
            assert table.instant_of(number) == closes


def test_working_time_of_an_earlier_start_begins_earlier():
    later = PLAIN.table.working_time(utc("2040-06-01 12:00"))
    earlier = PLAIN.table.working_time(utc("2020-06-01 12:00"))

    assert (later.first_year > 2019, earlier.first_year) == (True, 2019)
    assert PLAIN.table.working_time(utc("2040-06-01 12:00")) is earlier


def test_the_table_ends_with_the_calendar_of_years():
    with pytest.raises(NoWorkingTime):
        PLAIN.table.every_day.day_of(LAST_DAY + 1)
    assert PLAIN.table.every_day.close(LAST_DAY).year == 9999


def test_memory_is_bounded():
    calendar = working(
        "08:00-16:00", closures=(Closure(day("2026-01-05"), day("2026-01-09"), Name("")),)
    )
    table = calendar.table
    for ordinal in random.Random(1).sample(range(700_000, 760_000), 20_000):  # noqa: S311
        table.working_days.close(ordinal)
        table.every_day.close(ordinal)
        calendar.is_working_day(date.fromordinal(ordinal))

    assert len(table.working_days._known) <= MOST_REMEMBERED
    assert len(table.every_day._known) <= MOST_REMEMBERED
    assert len(calendar._plans) <= MOST_KNOWN_DAYS


@pytest.mark.parametrize(
    ("at", "instant"),
    [
        ("01:59", "2026-03-08 06:59"),
        ("02:00", "2026-03-08 07:00"),
        ("02:30", "2026-03-08 07:00"),
        ("03:00", "2026-03-08 07:00"),
        ("03:01", "2026-03-08 07:01"),
    ],
)
def test_a_time_that_the_clocks_skip_is_the_moment_they_jump(at, instant):
    assert instant_of(day("2026-03-08"), time.fromisoformat(at), NEW_YORK) == utc(instant)


@pytest.mark.parametrize(("at", "hour"), [("00:59", 4), ("01:30", 5), ("02:00", 7)])
def test_a_time_that_comes_twice_is_the_first(at, hour):
    found = instant_of(day("2026-11-01"), time.fromisoformat(at), NEW_YORK)

    assert (found.hour, found.minute) == (hour, int(at[3:]))


@pytest.mark.parametrize("zone", ["Asia/Riyadh", "America/New_York", "Africa/Casablanca", "UTC"])
@pytest.mark.parametrize("year", [1941, 2014, 2026, 2037, 2038, 2060, 2085, 9999])
def test_the_days_without_24_hours(zone, year):
    zone = ZoneInfo(zone)
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    slow = [day for day in range(first, last + 1) if _offset(day, zone) != _offset(day + 1, zone)]

    assert list(uneven_days(zone, year)) == slow
