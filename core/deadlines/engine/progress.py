"""How far a clock is: what has been counted, the working days left, the moments to warn at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.counting import (
    after_time,
    counts_hours,
    days_counted,
    days_of,
    days_to_count,
    length_of,
    nth_day,
    spans_of,
    time_counted,
)
from core.deadlines.engine.due import latest_of
from core.deadlines.engine.pauses import Halts, Pause
from core.deadlines.engine.tally import NoWorkingTime
from core.deadlines.engine.terms import Amount, Term

PERCENTS = (50, 75, 90)
ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Progress:
    """`counted` of `total` days, or hours for terms in hours.

    `working_days_left` after today up to the due day: 0 on that day, negative on later ones.
    None while an open pause leaves no due day.
    """

    counted: float
    total: float
    working_days_left: int | None
    late: bool
    paused: bool

    @property
    def share(self) -> float:
        return self.counted / self.total


@dataclass(frozen=True, slots=True)
class Moment:
    percent: int
    at: datetime


def progress(
    term: Term,
    start: datetime,
    now: datetime,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
) -> Progress:
    """Of the maximum, as known at `now`; a day counts once it has closed."""
    amount = _maximum(term)
    halts = Halts(pauses)
    found = latest_of(amount, start, calendar, halts, rolls=term.rolls_to_working_day)
    counted: float
    total: float
    if counts_hours(amount):
        total = length_of(amount) / ONE_HOUR
        counted = time_counted(now, amount.unit, start, calendar, halts) / ONE_HOUR
    else:
        total = days_to_count(amount, calendar.date_of(start))
        event_day = calendar.date_of(start).toordinal()
        counted = days_counted(now, days_of(amount.unit, calendar), event_day, halts)
    late = found is not None and now > found[0]
    today = calendar.date_of(now)
    return Progress(
        counted=min(counted, total),
        total=total,
        working_days_left=working_days_between(today, found[1], calendar) if found else None,
        late=late,
        paused=halts.at(now),
    )


def working_days_between(first: date, last: date, calendar: WorkCalendar) -> int:
    """Working days after `first` up to `last`; negative where `last` comes first."""
    if last < first:
        return -working_days_between(last, first, calendar)
    working = calendar.table.working_days
    return working.through(last.toordinal()) - working.through(first.toordinal())


def moments(
    term: Term,
    start: datetime,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    *,
    percents: Iterable[int] = PERCENTS,
) -> tuple[Moment, ...]:
    """When those parts of the counted time are over, each while the association works.

    Empty while an open pause leaves no due instant. A moment outside working time waits for
    the next opening, unless that would be after due: then it is the last opening before due.
    """
    amount = _maximum(term)
    halts = Halts(pauses)
    found = latest_of(amount, start, calendar, halts, rolls=term.rolls_to_working_day)
    if found is None:
        return ()
    warned: list[Moment] = []
    before = start.astimezone(UTC)
    for percent in sorted(percents):
        passed = _passed(percent, amount, start, calendar, halts)
        at = max(before, _while_open(passed, start, found[0], calendar, halts))
        warned.append(Moment(percent, calendar.local(at)))
        before = at
    return tuple(warned)


def _maximum(term: Term) -> Amount:
    if term.maximum is None:
        raise ValueError("only a maximum has progress")
    return term.maximum


def _passed(
    percent: int, amount: Amount, start: datetime, calendar: WorkCalendar, halts: Halts
) -> datetime:
    """The instant at which that part of the counted time is over, at work or not."""
    if counts_hours(amount):
        part = length_of(amount) * percent / 100
        instant = after_time(part, amount.unit, start, calendar, halts)
    else:
        instant = _within_day(percent, amount, start, calendar, halts)
    if instant is None:
        raise ValueError("a part is at most the whole")
    return instant


def _within_day(
    percent: int, amount: Amount, start: datetime, calendar: WorkCalendar, halts: Halts
) -> datetime | None:
    """Each counted day is one unit, spread evenly over its time."""
    event_day = calendar.date_of(start)
    whole, hundredths = divmod(days_to_count(amount, event_day) * percent, 100)
    if hundredths == 0:
        whole, hundredths = whole - 1, 100
    counted = days_of(amount.unit, calendar)
    found = nth_day(whole + 1, counted, event_day.toordinal(), halts)
    if found is None:
        return None
    day = date.fromordinal(found)
    spans = list(spans_of(amount.unit, day, calendar))
    left = sum((last - first for first, last in spans), timedelta()) * hundredths / 100
    following = iter(spans)
    first, last = next(following)
    while last - first < left:
        left -= last - first
        first, last = next(following)
    return first + left


def _while_open(
    passed: datetime, start: datetime, due: datetime, calendar: WorkCalendar, halts: Halts
) -> datetime:
    """At work, and where that can be, not in a pause."""
    at: datetime | None = passed
    while at is not None and at < due:
        resumed = halts.resumes(at)
        at = _next_open(resumed, calendar) if resumed is not None else None
        if at is not None and at < due and not halts.at(at):
            return at
    return _last_opening(start, due, calendar) or min(passed, due)


def _next_open(instant: datetime, calendar: WorkCalendar) -> datetime | None:
    """The instant itself while the association works, else the next opening."""
    working = calendar.table.working_days
    day = calendar.date_of(instant)
    while True:
        for opens, closes in calendar.spans_on(day):
            if instant < closes and opens < closes:
                return max(opens, instant)
        try:
            day = date.fromordinal(working.day_of(working.through(day.toordinal()) + 1))
        except NoWorkingTime:
            return None


def _last_opening(start: datetime, due: datetime, calendar: WorkCalendar) -> datetime | None:
    working = calendar.table.working_days
    day = calendar.date_of(due)
    while calendar.ends(day) > start:
        for opens, _closes in reversed(list(calendar.spans_on(day))):
            if start <= opens < due:
                return opens
        number = working.through(day.toordinal() - 1)
        if number < 1:
            return None
        day = date.fromordinal(working.day_of(number))
    return None
