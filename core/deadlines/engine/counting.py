"""Counting the days, and the time, of a clock: what due dates, explanations and progress share."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from core.deadlines.engine.calendar import ONE_DAY, Span, WorkCalendar
from core.deadlines.engine.pauses import Halts
from core.deadlines.engine.terms import Amount, Unit
from foundation.dates import add_hijri_months, add_months

LONGEST_SEARCH_DAYS = 20 * 366
HOURS = frozenset({Unit.HOUR, Unit.WORKING_HOUR})
_LONGEST = {Unit.MONTH: 20 * 12, Unit.HIJRI_MONTH: 20 * 12}


class NoWorkingTime(ValueError):
    """Nothing would come due within twenty years."""

    def __init__(self) -> None:
        super().__init__("no working time within twenty years")


def counts_hours(amount: Amount) -> bool:
    return amount.unit in HOURS


def days_to_count(amount: Amount, event_day: date) -> int:
    """Calendar days for all but working days; of months, those up to their plain target."""
    if amount.value > _LONGEST.get(amount.unit, LONGEST_SEARCH_DAYS):
        raise NoWorkingTime
    match amount.unit:
        case Unit.WORKING_DAY | Unit.DAY:
            return amount.value
        case Unit.WEEK:
            return amount.value * 7
        case Unit.MONTH:
            return (add_months(event_day, amount.value) - event_day).days
        case Unit.HIJRI_MONTH:
            return (add_hijri_months(event_day, amount.value) - event_day).days
        case _:
            raise ValueError(f"{amount.unit} is not counted in days")


def close_of(unit: Unit, day: date, calendar: WorkCalendar) -> datetime | None:
    """The instant that decides whether the day counts; None where it cannot."""
    return calendar.closes(day) if unit is Unit.WORKING_DAY else calendar.ends(day)


def days_after(event_day: date) -> Iterator[date]:
    """Each day after the event's, as far as we search."""
    for distance in range(1, LONGEST_SEARCH_DAYS + 1):
        yield event_day + distance * ONE_DAY


def days_from(first: date) -> Iterator[date]:
    yield first
    yield from days_after(first)


def nth_day(
    number: int, unit: Unit, event_day: date, calendar: WorkCalendar, halts: Halts
) -> date | None:
    """The day on which the count reaches `number`; None while an open pause keeps it from that."""
    for day in days_after(event_day):
        close = close_of(unit, day, calendar)
        if close is None:
            continue
        if halts.open_since is not None and close >= halts.open_since:
            return None
        if not halts.at(close):
            number -= 1
        if number == 0:
            return day
    raise NoWorkingTime


def rolled(day: date, calendar: WorkCalendar, halts: Halts) -> date | None:
    """The day itself if worked, else the next working day that no pause covers at its end."""
    if calendar.is_working_day(day):
        return day
    for later in days_after(day):
        if halts.open_since is not None and calendar.ends(later) >= halts.open_since:
            return None
        if calendar.is_working_day(later) and not halts.at(calendar.ends(later)):
            return later
    raise NoWorkingTime


def spans_of(unit: Unit, day: date, calendar: WorkCalendar) -> Iterator[Span]:
    """The time of that day that the unit can count."""
    if unit in (Unit.WORKING_DAY, Unit.WORKING_HOUR):
        yield from calendar.spans_on(day)
    else:
        yield calendar.starts(day), calendar.ends(day)


def running_spans(
    unit: Unit, start: datetime, calendar: WorkCalendar, halts: Halts
) -> Iterator[tuple[date, Span]]:
    """From `start` on, each stretch of time that counts; ends at an open pause."""
    start = start.astimezone(UTC)
    first_day = calendar.date_of(start)
    for day in days_from(first_day):
        if halts.open_since is not None and calendar.starts(day) >= halts.open_since:
            return
        for opens, closes in spans_of(unit, day, calendar):
            if closes > start:
                for span in halts.running((max(opens, start), closes)):
                    yield day, span
    raise NoWorkingTime


def after_time(
    length: timedelta, unit: Unit, start: datetime, calendar: WorkCalendar, halts: Halts
) -> datetime | None:
    """The instant at which `length` has been counted; None while an open pause prevents it."""
    left = length
    for _day, (first, last) in running_spans(unit, start, calendar, halts):
        if last - first >= left:
            return first + left
        left -= last - first
    return None


def length_of(amount: Amount) -> timedelta:
    if amount.value > LONGEST_SEARCH_DAYS * 24:
        raise NoWorkingTime
    return timedelta(hours=amount.value)
