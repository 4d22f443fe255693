"""A deadline as the list of its days: which of them count, and why the others do not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from core.deadlines.engine.calendar import ONE_DAY, WorkCalendar
from core.deadlines.engine.counting import (
    counts_hours,
    days_of,
    days_to_count,
    length_of,
    spans_of,
)
from core.deadlines.engine.due import earliest_of, latest_of
from core.deadlines.engine.pauses import Halts, Pause
from core.deadlines.engine.reasons import Reason, ReasonKind
from core.deadlines.engine.terms import Amount, Term


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """`number`: how many days count so far. `time`: what counts of it, where hours do."""

    date: date
    counted: bool
    number: int | None
    reasons: tuple[Reason, ...]
    time: timedelta | None = None


def explain(
    term: Term,
    start: datetime,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    *,
    until: date | None = None,
) -> list[ExplainedDay]:
    """From the event's day to the due day, or to the earliest day where there is no maximum.

    While an open pause leaves no due day: to `until`, at least to the day on which it began.
    """
    pauses = tuple(pauses)
    halts = Halts(pauses)
    amount = next(bound for bound in (term.maximum, term.minimum) if bound is not None)
    if term.maximum is None:
        found, kind = earliest_of(amount, start, calendar, halts), ReasonKind.EARLIEST
    else:
        rolls = term.rolls_to_working_day
        found = latest_of(amount, start, calendar, halts, rolls=rolls)
        kind = ReasonKind.DUE
    last = found[1] if found else _last_shown(start, calendar, halts, until)
    ends = Reason(kind) if found else None
    return list(_Explanation(amount, start, calendar, halts, pauses, last, ends).days())


def _last_shown(start: datetime, calendar: WorkCalendar, halts: Halts, until: date | None) -> date:
    began = calendar.date_of(halts.open_since or start)
    return max(calendar.date_of(start), began, until or began)


@dataclass(frozen=True, slots=True)
class _Explanation:
    amount: Amount
    start: datetime
    calendar: WorkCalendar
    halts: Halts
    pauses: tuple[Pause, ...]
    last: date
    ends: Reason | None

    def days(self) -> Iterator[ExplainedDay]:
        days = self._by_hours() if counts_hours(self.amount) else self._by_days()
        for day in days:
            if self.ends is not None and day.date == self.last:
                yield replace(day, reasons=(*day.reasons, self.ends))
            else:
                yield day

    def _by_days(self) -> Iterator[ExplainedDay]:
        event_day = self.calendar.date_of(self.start)
        total = days_to_count(self.amount, event_day)
        yield ExplainedDay(event_day, False, None, (Reason(ReasonKind.EVENT_DAY),))
        number = 0
        for day in self._days_from(event_day + ONE_DAY):
            moved = number == total
            counted = not moved and self._counts(day)
            number += counted
            reasons = self._reasons(day)
            if moved and self.ends and day == self.last:
                reasons = (*reasons, Reason(ReasonKind.MOVED_HERE))
            yield ExplainedDay(day, counted, number if counted else None, reasons)

    def _by_hours(self) -> Iterator[ExplainedDay]:
        event_day = self.calendar.date_of(self.start)
        counted = self._time_by_day(length_of(self.amount))
        for day in self._days_from(event_day):
            time = counted.get(day, timedelta())
            event = (Reason(ReasonKind.EVENT_DAY),) if day == event_day else ()
            yield ExplainedDay(day, bool(time), None, (*event, *self._reasons(day)), time)

    def _days_from(self, first: date) -> Iterator[date]:
        for distance in range((self.last - first).days + 1):
            yield first + distance * ONE_DAY

    def _time_by_day(self, left: timedelta) -> dict[date, timedelta]:
        found: dict[date, timedelta] = {}
        start = self.start.astimezone(UTC)
        for day in self._days_from(self.calendar.date_of(self.start)):
            for opens, closes in spans_of(self.amount.unit, day, self.calendar):
                for first, last in self.halts.running((max(opens, start), closes)):
                    taken = min(left, last - first)
                    found[day] = found.get(day, timedelta()) + taken
                    left -= taken
        return found

    def _counts(self, day: date) -> bool:
        close = self._close(day)
        return close is not None and not self.halts.at(close)

    def _close(self, day: date) -> datetime | None:
        return days_of(self.amount.unit, self.calendar).close(day.toordinal())

    def _reasons(self, day: date) -> tuple[Reason, ...]:
        """Days off are told for calendar units too: they say why a due day moves."""
        return (*self.calendar.reasons_for(day), *self._pauses_on(day))

    def _pauses_on(self, day: date) -> Iterator[Reason]:
        """What covers the instant that decides; where hours count, whatever touches the day."""
        close = self._close(day) or self.calendar.ends(day)
        first, last = self.calendar.starts(day), self.calendar.ends(day)
        for pause in self.pauses:
            if counts_hours(self.amount):
                hit = pause.start < last and (pause.end is None or first < pause.end)
            else:
                hit = pause.covers(close)
            if hit and pause.start != pause.end:
                yield Reason(ReasonKind.PAUSED, pause.reason)
