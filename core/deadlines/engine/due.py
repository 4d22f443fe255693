"""When a promise falls due, and before when it must not be fulfilled (see docs/DEADLINES.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.counting import (
    after_time,
    close_of,
    counts_hours,
    days_to_count,
    length_of,
    nth_day,
    rolled,
)
from core.deadlines.engine.pauses import Halts, Pause
from core.deadlines.engine.terms import Amount, Term


@dataclass(frozen=True, slots=True)
class Due:
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
    halts = Halts(pauses)
    latest = earliest = None
    if term.maximum is not None:
        rolls = term.rolls_to_working_day
        latest = latest_of(term.maximum, start, calendar, halts, rolls=rolls)
    if term.minimum is not None:
        earliest = earliest_of(term.minimum, start, calendar, halts)
    return Due(
        due=calendar.local(latest[0]) if latest else None,
        due_date=latest[1] if latest else None,
        earliest=calendar.local(earliest[0]) if earliest else None,
        earliest_date=earliest[1] if earliest else None,
    )


Found = tuple[datetime, date] | None
"""An instant in UTC, and the day it belongs to."""


def latest_of(
    amount: Amount, start: datetime, calendar: WorkCalendar, halts: Halts, *, rolls: bool
) -> Found:
    if counts_hours(amount):
        instant = after_time(length_of(amount), amount.unit, start, calendar, halts)
        # An instant at midnight ends the day before.
        return (instant, calendar.date_of(instant - timedelta.resolution)) if instant else None
    day = counted_to(amount, calendar.date_of(start), calendar, halts)
    if day is not None and rolls:
        day = rolled(day, calendar, halts)
    close = close_of(amount.unit, day, calendar) if day is not None else None
    return None if day is None or close is None else (close, day)


def earliest_of(amount: Amount, start: datetime, calendar: WorkCalendar, halts: Halts) -> Found:
    if counts_hours(amount):
        instant = after_time(length_of(amount), amount.unit, start, calendar, halts)
        return (instant, calendar.date_of(instant)) if instant else None
    day = counted_to(amount, calendar.date_of(start), calendar, halts)
    return None if day is None else (calendar.starts(day), day)


def counted_to(
    amount: Amount, event_day: date, calendar: WorkCalendar, halts: Halts
) -> date | None:
    number = days_to_count(amount, event_day)
    return nth_day(number, amount.unit, event_day, calendar, halts)
