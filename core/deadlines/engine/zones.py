"""Between the clock on a wall and instants: what daylight saving does to a time and to a day."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

FIRST_YEAR_OF_TABLES, LAST_YEAR_OF_TABLES = 1800, 2037
"""Before, each place had its own time; afterwards a yearly rule changes the clocks months apart."""
_SECOND = timedelta(seconds=1)


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which the wall shows that time of the day or a later one."""
    shown = datetime.combine(day, at, zone)
    instant = shown.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None):
        return instant
    return _jump(shown.replace(fold=1).astimezone(UTC), instant, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """When the wall leaves out the hour between two instants: where its offset changes."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


@lru_cache(maxsize=20_000)
def uneven_days(zone: ZoneInfo, year: int) -> tuple[int, ...]:
    """Ordinals of the days of that year that have not 24 hours."""
    if year < FIRST_YEAR_OF_TABLES:
        return ()
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    step = 1 if year <= LAST_YEAR_OF_TABLES else 14
    return tuple(
        day
        for begin in range(first, last + 1, step)
        if _offset(begin, zone) != _offset(min(begin + step, last + 1), zone)
        for day in range(begin, min(begin + step, last + 1))
        if _offset(day, zone) != _offset(day + 1, zone)
    )


def _offset(day: int, zone: ZoneInfo) -> timedelta | None:
    """At 00:00 of the day."""
    known = date.fromordinal(min(day, date.max.toordinal()))
    return datetime.combine(known, time.min, zone).utcoffset()
