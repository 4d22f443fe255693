"""Counting the days, and the time, of a clock: what due dates, explanations and progress share."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from core.deadlines.engine.calendar import Span, WorkCalendar
from core.deadlines.engine.pauses import Halts
from core.deadlines.engine.table import DayCount
from core.deadlines.engine.tally import LAST_DAY, NoWorkingTime
from core.deadlines.engine.terms import Amount, Unit
from foundation.dates import add_hijri_months, add_months

HOURS = frozenset({Unit.HOUR, Unit.WORKING_HOUR})
MICROSECOND = timedelta.resolution
_DAYS = {Unit.WORKING_DAY: 1, Unit.DAY: 1, Unit.WEEK: 7}
_WORKING_DAYS = frozenset({Unit.WORKING_DAY})


def counts_hours(amount: Amount) -> bool:
    return amount.unit in HOURS


def days_to_count(amount: Amount, event_day: date) -> int:
    """Calendar days for all but working days; of months, those up to their plain target."""
    if amount.value > LAST_DAY:
        raise NoWorkingTime
    days = _DAYS.get(amount.unit)
    if days is not None:
        return amount.value * days
    if amount.unit is Unit.HIJRI_MONTH:
        return (add_hijri_months(event_day, amount.value) - event_day).days
    if amount.unit is not Unit.MONTH:
        raise ValueError(f"{amount.unit} is not counted in days")
    if amount.value > 12 * (date.max.year - event_day.year):
        raise NoWorkingTime
    return (add_months(event_day, amount.value) - event_day).days


def days_of(unit: Unit, calendar: WorkCalendar) -> DayCount:
    table = calendar.table
    return table.working_days if unit in _WORKING_DAYS else table.every_day


def spans_of(unit: Unit, day: date, calendar: WorkCalendar) -> Iterator[Span]:
    """The time of that day that the unit can count."""
    if unit in (Unit.WORKING_DAY, Unit.WORKING_HOUR):
        yield from calendar.spans_on(day)
    else:
        yield calendar.starts(day), calendar.ends(day)


def nth_day(number: int, counted: DayCount, event_day: int, halts: Halts) -> int | None:
    """The day on which the count reaches `number`; None while an open pause keeps it from that."""
    begun = counted.through(event_day)
    number += begun
    for start, end in halts.spans:
        closed = counted.closed_before(start)
        if closed >= number:
            break
        if end is None:
            return None
        number += max(0, counted.closed_before(end) - max(closed, begun))
    return counted.day_of(number)


def days_counted(until: datetime, counted: DayCount, event_day: int, halts: Halts) -> int:
    """How many days after the event's have closed, by `until` or with it, while the clock ran."""
    until = until.astimezone(UTC) + MICROSECOND
    begun = counted.through(event_day)
    number = max(0, counted.closed_before(until) - begun)
    for start, end in halts.spans:
        if start >= until:
            break
        again = counted.closed_before(until if end is None else min(end, until))
        number -= max(0, again - max(counted.closed_before(start), begun))
    return number


def rolled(day: int, calendar: WorkCalendar, halts: Halts) -> int | None:
    """The day itself if worked, else the next working day that no pause covers at its end."""
    working, every = calendar.table.working_days, calendar.table.every_day
    if working.close(day) is not None:
        return day
    later = working.day_of(working.through(day) + 1)
    for start, end in halts.spans:
        close = every.close(later)
        if close < start:
            break
        if end is None:
            return None
        if close < end:
            resumed = every.closed_before(end) + 1
            later = working.day_of(working.through(resumed - 1) + 1)
    return later


def after_time(
    length: timedelta, unit: Unit, start: datetime, calendar: WorkCalendar, halts: Halts
) -> datetime | None:
    """The instant at which `length` has been counted; None while an open pause prevents it."""
    start = start.astimezone(UTC)
    if unit is Unit.WORKING_HOUR:
        return _after_working_time(length, start, calendar, halts)
    reached = start + length
    for halt, end in halts.spans:
        if halt >= reached:
            break
        if end is None:
            return None
        reached += max(timedelta(), end - max(halt, start))
    return reached


def _after_working_time(
    length: timedelta, start: datetime, calendar: WorkCalendar, halts: Halts
) -> datetime | None:
    worked = calendar.table.working_time(start)
    begun = worked.at(start)
    number = begun + length // MICROSECOND
    for halt, end in halts.spans:
        if end is not None and end <= start:
            continue
        stopped = worked.at(halt) if halt > start else begun
        if stopped >= number:
            break
        if end is None:
            return None
        number += worked.at(end) - stopped
    return worked.instant_of(number)


def time_counted(
    until: datetime, unit: Unit, start: datetime, calendar: WorkCalendar, halts: Halts
) -> timedelta:
    """How much time that counts has passed by `until`."""
    start, until = start.astimezone(UTC), until.astimezone(UTC)
    if until <= start:
        return timedelta()
    passed = _time_between(start, until, unit, start, calendar)
    for halt, end in halts.spans:
        first, last = max(halt, start), until if end is None else min(end, until)
        if first < last:
            passed -= _time_between(first, last, unit, start, calendar)
    return passed


def _time_between(
    first: datetime, last: datetime, unit: Unit, start: datetime, calendar: WorkCalendar
) -> timedelta:
    if unit is Unit.HOUR:
        return last - first
    worked = calendar.table.working_time(start)
    return (worked.at(last) - worked.at(first)) * MICROSECOND


def length_of(amount: Amount) -> timedelta:
    if amount.value > LAST_DAY * 24:
        raise NoWorkingTime
    return timedelta(hours=amount.value)
