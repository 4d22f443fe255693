"""When a promise falls due, and before when it must not be fulfilled (see docs/DEADLINES.md)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.counting import (
    HOURS,
    MICROSECOND,
    after_time,
    days_of,
    days_to_count,
    length_of,
    nth_day,
    rolled,
)
from core.deadlines.engine.pauses import NEVER, Halts, Pause
from core.deadlines.engine.tally import NoWorkingTime
from core.deadlines.engine.terms import Amount, Term, Unit


class Due(NamedTuple):
    """`due`: the last instant that is on time, `due_date` its day. None: no such bound, or paused.

    Instants carry the offset of the association. The close at 24:00 is 00:00 of the next day.
    """

    due: datetime | None
    due_date: date | None
    earliest: datetime | None
    earliest_date: date | None


def due(term: Term, start: datetime, calendar: WorkCalendar, pauses: Iterable[Pause] = ()) -> Due:
    """Always from the whole history of pauses, never from a date worked out before.

    A pause that opened after the due instant no longer moves it.
    """
    halts = Halts(pauses) if pauses else NEVER
    latest = earliest = None
    try:
        if term.maximum is not None:
            rolls = term.rolls_to_working_day
            latest = latest_of(term.maximum, start, calendar, halts, rolls=rolls)
        if term.minimum is not None:
            earliest = earliest_of(term.minimum, start, calendar, halts)
        return Due(
            calendar.local(latest[0]) if latest else None,
            latest[1] if latest else None,
            calendar.local(earliest[0]) if earliest else None,
            earliest[1] if earliest else None,
        )
    except OverflowError as error:
        raise NoWorkingTime from error


Found = tuple[datetime, date] | None
"""An instant in UTC, and the day it belongs to."""


def latest_of(
    amount: Amount, start: datetime, calendar: WorkCalendar, halts: Halts, *, rolls: bool
) -> Found:
    if amount.unit in HOURS:
        instant = after_time(length_of(amount), amount.unit, start, calendar, halts)
        # An instant at midnight ends the day before.
        return (instant, calendar.date_of(instant - MICROSECOND)) if instant else None
    counted = days_of(amount.unit, calendar)
    day = _counted_to(amount, start, calendar, halts)
    if day is not None and rolls and amount.unit is not Unit.WORKING_DAY:
        day = rolled(day, calendar, halts)
    close = counted.close(day) if day is not None else None
    return None if day is None or close is None else (close, date.fromordinal(day))


def earliest_of(amount: Amount, start: datetime, calendar: WorkCalendar, halts: Halts) -> Found:
    if amount.unit in HOURS:
        instant = after_time(length_of(amount), amount.unit, start, calendar, halts)
        return (instant, calendar.date_of(instant)) if instant else None
    found = _counted_to(amount, start, calendar, halts)
    if found is None:
        return None
    day = date.fromordinal(found)
    return calendar.starts(day), day


def _counted_to(
    amount: Amount, start: datetime, calendar: WorkCalendar, halts: Halts
) -> int | None:
    event_day = calendar.date_of(start)
    number = days_to_count(amount, event_day)
    return nth_day(number, days_of(amount.unit, calendar), event_day.toordinal(), halts)
