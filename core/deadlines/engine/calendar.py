"""When an association works: weekly hours, weekend, holidays and dated exceptions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from core.deadlines.engine.reasons import Name, Reason, ReasonKind
from core.deadlines.engine.table import Table
from core.deadlines.engine.tally import DAYS_A_WEEK, FIRST_DAY, LAST_DAY, Stretch
from core.deadlines.engine.zones import instant_of

ONE_DAY = timedelta(days=1)
MIDNIGHT = time()
MOST_KNOWN_DAYS = 4096
"""How many days a calendar remembers; then it forgets them all."""

Span = tuple[datetime, datetime]
"""From an instant up to another, both in UTC."""


class CalendarProblem(StrEnum):
    TIMEZONE = "timezone"
    WEEKDAY = "weekday"
    WINDOW = "window"
    WINDOWS_OVERLAP = "windows_overlap"
    NO_WORKING_HOURS = "no_working_hours"
    RANGE = "range"
    RANGES_OVERLAP = "ranges_overlap"
    ADDED_DAY_WITHOUT_HOURS = "added_day_without_hours"
    ADDED_DAY_TWICE = "added_day_twice"
    ADDED_DAY_CLOSED = "added_day_closed"


class InvalidCalendar(ValueError):
    def __init__(self, problem: CalendarProblem) -> None:
        self.problem = problem
        super().__init__(problem.value)


@dataclass(frozen=True, slots=True)
class Window:
    """Working time within one day; `closes` at 00:00 is the end of that day."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        naive = self.opens.tzinfo is None and self.closes.tzinfo is None
        if not naive or (self.closes <= self.opens and self.closes != MIDNIGHT):
            raise InvalidCalendar(CalendarProblem.WINDOW)


Windows = tuple[Window, ...]
Week = tuple[Windows, ...]
"""The windows of Monday to Sunday."""


def week(windows: Mapping[int, Sequence[Window]]) -> Week:
    """From windows by ISO weekday, 1 for Monday."""
    if not windows.keys() <= set(range(1, 8)):
        raise InvalidCalendar(CalendarProblem.WEEKDAY)
    return tuple(tuple(windows.get(weekday, ())) for weekday in range(1, 8))


@dataclass(frozen=True, slots=True)
class Holiday:
    """One date of one year: the next year's Eid is another holiday."""

    date: date
    name: Name
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    first: date
    last: date
    name: Name

    def __post_init__(self) -> None:
        _check_range(self.first, self.last)


@dataclass(frozen=True, slots=True)
class AddedDay:
    """Worked although it is a weekend day or a holiday; without windows, those of its weekday."""

    date: date
    name: Name
    windows: Windows = ()


@dataclass(frozen=True, slots=True)
class SpecialHours:
    """Other hours from `first` to `last`, as in Ramadan; weekend and holidays stay."""

    first: date
    last: date
    hours: Week
    name: Name

    def __post_init__(self) -> None:
        _check_range(self.first, self.last)


@dataclass(frozen=True)
class WorkCalendar:
    """`hours` of a weekend day hold only where that day is added as a working day."""

    timezone: str
    weekend: frozenset[int]
    hours: Week
    holidays: tuple[Holiday, ...] = ()
    closures: tuple[Closure, ...] = ()
    added_days: tuple[AddedDay, ...] = ()
    special_hours: tuple[SpecialHours, ...] = ()

    def __post_init__(self) -> None:
        _check_calendar(self)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def date_of(self, instant: datetime) -> date:
        """The date on the association's wall at that instant."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs its offset")
        return instant.astimezone(self.zone).date()

    def windows_on(self, day: date) -> Windows:
        """Empty on a day off."""
        return self._plan(day)[0]

    def is_working_day(self, day: date) -> bool:
        return bool(self.windows_on(day))

    def reasons_for(self, day: date) -> tuple[Reason, ...]:
        """Why the day is off, all of them, or why it is worked or has other hours than usual."""
        return self._plan(day)[1]

    def is_closed(self, day: date) -> bool:
        """By a closure; a weekend or a holiday is none."""
        return any(True for _closure in self._closures_on(day))

    def starts(self, day: date) -> datetime:
        """00:00 of the day, in UTC."""
        return instant_of(day, MIDNIGHT, self.zone)

    def ends(self, day: date) -> datetime:
        """24:00 of the day, in UTC."""
        return self.starts(day + ONE_DAY)

    def closes(self, day: date) -> datetime | None:
        """The end of working time on that day, in UTC; None on a day off."""
        windows = self.windows_on(day)
        return self._span(day, windows[-1])[1] if windows else None

    def spans_on(self, day: date) -> Iterator[Span]:
        for window in self.windows_on(day):
            yield self._span(day, window)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    @cached_property
    def table(self) -> Table:
        """What is worked out once and asked for many due dates."""
        return Table(self)

    def stretches(
        self,
        amount: Callable[[date], int],
        *,
        first: int = FIRST_DAY,
        end: int = LAST_DAY + 1,
        also: Sequence[int] = (),
    ) -> Iterator[Stretch]:
        """What the days amount to: a new stretch begins where an exception does, and after it.

        `also`: other days that are like no other.
        """
        turns = {first, end, *also, *(day + 1 for day in also), *self._turns}
        ordered = sorted(turn for turn in turns if first <= turn <= end)
        for turn, following in pairwise(ordered):
            days = range(turn, min(following, turn + DAYS_A_WEEK))
            amounts = [amount(date.fromordinal(day)) for day in days]
            yield turn, amounts + [0] * (DAYS_A_WEEK - len(amounts))

    @cached_property
    def _turns(self) -> frozenset[int]:
        ranges = [
            *((holiday.date, holiday.date) for holiday in self.holidays),
            *((added.date, added.date) for added in self.added_days),
            *((closure.first, closure.last) for closure in self.closures),
            *((special.first, special.last) for special in self.special_hours),
        ]
        firsts = (first.toordinal() for first, _last in ranges)
        return frozenset((*firsts, *(last.toordinal() + 1 for _first, last in ranges)))

    def _span(self, day: date, window: Window) -> Span:
        closes = window.closes
        last = self.ends(day) if closes == MIDNIGHT else instant_of(day, closes, self.zone)
        return instant_of(day, window.opens, self.zone), last

    def _plan(self, day: date) -> tuple[Windows, tuple[Reason, ...]]:
        known = self._plans.get(day)
        if known is None:
            if len(self._plans) >= MOST_KNOWN_DAYS:
                self._plans.clear()
            known = self._plans[day] = self._work_out(day)
        return known

    @cached_property
    def _plans(self) -> dict[date, tuple[Windows, tuple[Reason, ...]]]:
        return {}

    def _work_out(self, day: date) -> tuple[Windows, tuple[Reason, ...]]:
        added = self._added_by_date.get(day)
        off = tuple(self._reasons_off(day))
        if added is not None:
            kind = ReasonKind.ADDED_DAY if off else ReasonKind.SPECIAL_HOURS
            return self._windows_of(added), (Reason(kind, added.name),)
        if off:
            return (), off
        special = self._special_hours_on(day)
        windows = (special.hours if special else self.hours)[day.weekday()]
        told = (Reason(ReasonKind.SPECIAL_HOURS, special.name),) if special else ()
        return windows, (told if windows else (*told, Reason(ReasonKind.NO_HOURS)))

    def _reasons_off(self, day: date) -> Iterator[Reason]:
        if day.isoweekday() in self.weekend:
            yield Reason(ReasonKind.WEEKEND)
        for holiday in self._holidays_by_date.get(day, ()):
            yield Reason(ReasonKind.HOLIDAY, holiday.name)
        for closure in self._closures_on(day):
            yield Reason(ReasonKind.CLOSURE, closure.name)

    def _special_hours_on(self, day: date) -> SpecialHours | None:
        for special in self.special_hours:
            if special.first <= day <= special.last:
                return special
        return None

    def _windows_of(self, added: AddedDay) -> Windows:
        return added.windows or self.hours[added.date.weekday()]

    @cached_property
    def _added_by_date(self) -> dict[date, AddedDay]:
        return {added.date: added for added in self.added_days}

    @cached_property
    def _holidays_by_date(self) -> dict[date, list[Holiday]]:
        found: dict[date, list[Holiday]] = {}
        for holiday in self.holidays:
            found.setdefault(holiday.date, []).append(holiday)
        return found

    def _closures_on(self, day: date) -> Iterator[Closure]:
        for closure in (*self._closed_days.get(day, ()), *self._long_closures):
            if closure.first <= day <= closure.last:
                yield closure

    @cached_property
    def _closed_days(self) -> dict[date, list[Closure]]:
        """Closures of one day, of which there may be thousands."""
        found: dict[date, list[Closure]] = {}
        for closure in self.closures:
            if closure.first == closure.last:
                found.setdefault(closure.first, []).append(closure)
        return found

    @cached_property
    def _long_closures(self) -> tuple[Closure, ...]:
        return tuple(closure for closure in self.closures if closure.first != closure.last)


def _check_calendar(calendar: WorkCalendar) -> None:
    try:
        ZoneInfo(calendar.timezone)
    except (KeyError, ValueError, OSError) as error:
        raise InvalidCalendar(CalendarProblem.TIMEZONE) from error
    if not calendar.weekend <= set(range(1, 8)):
        raise InvalidCalendar(CalendarProblem.WEEKDAY)
    _check_week(calendar.hours)
    working = [calendar.hours[weekday - 1] for weekday in set(range(1, 8)) - calendar.weekend]
    if not any(working):
        raise InvalidCalendar(CalendarProblem.NO_WORKING_HOURS)
    for special in calendar.special_hours:
        _check_week(special.hours)
    ranges = sorted((special.first, special.last) for special in calendar.special_hours)
    if any(one[1] >= other[0] for one, other in pairwise(ranges)):
        raise InvalidCalendar(CalendarProblem.RANGES_OVERLAP)
    _check_added_days(calendar)


def _check_added_days(calendar: WorkCalendar) -> None:
    dates = [added.date for added in calendar.added_days]
    if len(set(dates)) < len(dates):
        raise InvalidCalendar(CalendarProblem.ADDED_DAY_TWICE)
    for added in calendar.added_days:
        _check_windows(added.windows)
        if not added.windows and not calendar.hours[added.date.weekday()]:
            raise InvalidCalendar(CalendarProblem.ADDED_DAY_WITHOUT_HOURS)
        if calendar.is_closed(added.date):
            raise InvalidCalendar(CalendarProblem.ADDED_DAY_CLOSED)


def _check_week(hours: Week) -> None:
    if len(hours) != 7:
        raise InvalidCalendar(CalendarProblem.WEEKDAY)
    for windows in hours:
        _check_windows(windows)


def _check_windows(windows: Windows) -> None:
    """In order, each after the one before; only the last may end with the day."""
    for one, other in pairwise(windows):
        if one.closes == MIDNIGHT or other.opens < one.closes:
            raise InvalidCalendar(CalendarProblem.WINDOWS_OVERLAP)


def _check_range(first: date, last: date) -> None:
    if last < first:
        raise InvalidCalendar(CalendarProblem.RANGE)
