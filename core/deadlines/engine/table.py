"""What a calendar amounts to, worked out once: where the n-th day lies, and so much working time.

Days are ordinals, instants are in UTC, working time is in microseconds. Nothing here knows of pauses.
"""

from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from core.deadlines.engine.tally import LAST_DAY, NoWorkingTime, Tally
from core.deadlines.engine.zones import uneven_days

if TYPE_CHECKING:
    from core.deadlines.engine.calendar import Span, Windows, WorkCalendar

MOST_REMEMBERED = 4096
"""Days whose end or close is remembered; then all are forgotten."""
YEARS_AT_FIRST = 4
_MICROSECOND = timedelta.resolution


class DayCount(Protocol):
    """Which days count, of all days; each is decided at one instant, its close."""

    def through(self, day: int) -> int:
        """How many count, up to that day and with it."""

    def day_of(self, number: int) -> int:
        """The day that is the `number`-th to count."""

    def close(self, day: int) -> datetime | None:
        """None for a day that does not count."""

    def closed_before(self, instant: datetime) -> int:
        """How many of them have closed before the instant, and not with it."""


class EveryDay:
    """Each day counts, and closes at 24:00."""

    def __init__(self, calendar: "WorkCalendar") -> None:
        self._calendar = calendar
        self._known: dict[int, datetime] = {}

    def through(self, day: int) -> int:
        return day

    def day_of(self, number: int) -> int:
        if number > LAST_DAY:
            raise NoWorkingTime
        return number

    def close(self, day: int) -> datetime:
        known = self._known.get(day)
        if known is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[day] = self._calendar.ends(date.fromordinal(day))
        return known

    def closed_before(self, instant: datetime) -> int:
        day = self._calendar.date_of(instant).toordinal()
        return day - 2 if self.close(day - 1) == instant else day - 1


class WorkingDays:
    """A working day counts, and closes with its last window."""

    def __init__(self, calendar: "WorkCalendar") -> None:
        self._calendar = calendar
        self._known: dict[int, datetime | None] = {}
        self._tally = Tally(
            calendar.stretches(lambda day: int(calendar.is_working_day(day))), LAST_DAY + 1
        )

    def through(self, day: int) -> int:
        return self._tally.before(day + 1)

    def day_of(self, number: int) -> int:
        return self._tally.day_of(number)

    def close(self, day: int) -> datetime | None:
        try:
            return self._known[day]
        except KeyError:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            close = self._known[day] = self._calendar.closes(date.fromordinal(day))
            return close

    def closed_before(self, instant: datetime) -> int:
        day = self._calendar.date_of(instant).toordinal()
        close = self.close(day)
        if close is not None and close < instant:
            return self.through(day)
        # A day that closes at 24:00 does so with the first instant of the next.
        return self.through(day - 2 if self.close(day - 1) == instant else day - 1)


class WorkingTime:
    """Working time since 1 January of a year, as far ahead as anybody has asked.

    Only days on which the clocks change need looking at one by one; the tally is made anew with
    more years, never changed, so that threads may share it.
    """

    def __init__(self, calendar: "WorkCalendar", year: int) -> None:
        self.first_year = year
        self._calendar = calendar
        self._lengths: dict[Windows, int] = {}
        self._days: dict[date, tuple[int, tuple[Span, ...]]] = {}
        self._tally = self._up_to(year + YEARS_AT_FIRST)

    def at(self, instant: datetime) -> int:
        """How much has passed at the instant."""
        passed, spans = self._day(self._calendar.date_of(instant))
        for opens, closes in spans:
            if instant <= opens:
                break
            passed += ((min(instant, closes)) - opens) // _MICROSECOND
        return passed

    def instant_of(self, number: int) -> datetime:
        """The first instant at which that much has passed."""
        tally = self._tally
        while number > tally.total:
            tally = self._longer(tally)
        day = tally.day_of(number)
        passed, spans = self._day(date.fromordinal(day))
        left = (number - passed) * _MICROSECOND
        for opens, closes in spans:
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise NoWorkingTime

    def _day(self, day: date) -> tuple[int, tuple["Span", ...]]:
        """What has passed before the day begins, and the working time on it."""
        known = self._days.get(day)
        if known is None:
            ordinal, tally = day.toordinal(), self._tally
            while ordinal >= tally.end:
                tally = self._longer(tally)
            if len(self._days) >= MOST_REMEMBERED:
                self._days.clear()
            spans = tuple(self._calendar.spans_on(day))
            known = self._days[day] = (tally.before(ordinal), spans)
        return known

    def _longer(self, tally: Tally) -> Tally:
        if tally.end > LAST_DAY:
            raise NoWorkingTime
        year = date.fromordinal(tally.end).year
        tally = self._up_to(year + 2 * (year - self.first_year))
        self._tally = tally
        return tally

    def _up_to(self, year: int) -> Tally:
        first = date(self.first_year, 1, 1).toordinal()
        last_year = min(year - 1, date.max.year)
        end = min(date(last_year, 12, 31).toordinal(), LAST_DAY) + 1
        uneven = [
            day
            for each in range(self.first_year, last_year + 1)
            for day in uneven_days(self._calendar.zone, each)
        ]
        special = set(uneven)

        def length(day: date) -> int:
            if day.toordinal() in special:
                return sum(
                    (closes - opens) // _MICROSECOND
                    for opens, closes in self._calendar.spans_on(day)
                )
            return self._length(self._calendar.windows_on(day))

        return Tally(self._calendar.stretches(length, first=first, end=end, also=uneven), end)

    def _length(self, windows: "Windows") -> int:
        known = self._lengths.get(windows)
        if known is None:
            known = self._lengths[windows] = (
                sum(
                    (_seconds(window.closes) or 24 * 3600) - _seconds(window.opens)
                    for window in windows
                )
                * 10**6
            )
        return known


class Table:
    def __init__(self, calendar: "WorkCalendar") -> None:
        self._calendar = calendar
        self._working_time: WorkingTime | None = None

    @cached_property
    def every_day(self) -> EveryDay:
        return EveryDay(self._calendar)

    @cached_property
    def working_days(self) -> WorkingDays:
        return WorkingDays(self._calendar)

    def working_time(self, since: datetime) -> WorkingTime:
        """One that begins before `since`."""
        year = max(self._calendar.date_of(since).year - 1, 1)
        known = self._working_time
        if known is None or known.first_year > year:
            known = self._working_time = WorkingTime(self._calendar, year)
        return known


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
