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
from core.deadlines.engine.table import DayCount
from core.deadlines.engine.tally import NoWorkingTime
from core.deadlines.engine.terms import Amount, Term


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
    latest = latest_day = earliest = earliest_day = None
    try:
        if term.maximum is not None:
            rolls = term.rolls_to_working_day
            found = latest_of(term.maximum, start, calendar, halts, rolls=rolls)
            if found is not None:
                latest, latest_day = found[0].astimezone(calendar.zone), found[1]
        if term.minimum is not None:
            found = earliest_of(term.minimum, start, calendar, halts)
            if found is not None:
                earliest, earliest_day = found[0].astimezone(calendar.zone), found[1]
    except OverflowError as error:
        raise NoWorkingTime from error
    return Due(latest, latest_day, earliest, earliest_day)


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
    day = _counted_to(amount, start, calendar, counted, halts)
    if day is not None and rolls and counted is not calendar.table.working_days:
        day = rolled(day, calendar, halts)
    close = counted.close(day) if day is not None else None
    return None if day is None or close is None else (close, date.fromordinal(day))


def earliest_of(amount: Amount, start: datetime, calendar: WorkCalendar, halts: Halts) -> Found:
    if amount.unit in HOURS:
        instant = after_time(length_of(amount), amount.unit, start, calendar, halts)
        return (instant, calendar.date_of(instant)) if instant else None
    counted = days_of(amount.unit, calendar)
    found = _counted_to(amount, start, calendar, counted, halts)
    if found is None:
        return None
    day = date.fromordinal(found)
    return calendar.starts(day), day


def _counted_to(
    amount: Amount, start: datetime, calendar: WorkCalendar, counted: DayCount, halts: Halts
) -> int | None:
    event_day = calendar.date_of(start)
    number = days_to_count(amount, event_day)
    return nth_day(number, counted, event_day.toordinal(), halts)
