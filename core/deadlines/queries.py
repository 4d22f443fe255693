"""Reading clocks: which comes first, which wait for a check, and why a date is what it is."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language, override

from core.deadlines import term_data
from core.deadlines.engine import calendar_data
from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.explain import ExplainedDay, explain
from core.deadlines.engine.pauses import Pause
from core.deadlines.engine.progress import Progress, progress
from core.deadlines.engine.reasons import Name, Reason
from core.deadlines.engine.terms import Term
from core.deadlines.enums import ClockState, PauseReason
from core.deadlines.models import Clock
from core.deadlines.phrases import REASONS
from core.rules import Milestone
from foundation import clock as time
from foundation import dates

OWED = (ClockState.RUNNING, ClockState.PAUSED, ClockState.MISSED)


@dataclass(frozen=True, slots=True)
class Leading:
    """What the inbox shows: the due date that comes first; `paused` while any clock stands still."""

    due_at: datetime | None
    due_date: date | None
    paused: bool


NOTHING_DUE = Leading(None, None, paused=False)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of «why this date?», in the language of whoever reads it."""

    date: date
    weekday: str
    gregorian: str
    hijri: str
    counted: bool
    number: int | None
    reasons: tuple[str, ...]


def clocks_of(case_id: UUID) -> QuerySet[Clock]:
    """All of them, whatever their state; the pauses come along."""
    return (
        Clock.objects.filter(case_id=case_id)
        .prefetch_related("pauses")
        .order_by("started_at", "rule_key", "pk")
    )


def leading_due(case_id: UUID) -> Leading:
    owed = Clock.objects.filter(case_id=case_id, state__in=OWED, met_at=None)
    rows = list(owed.order_by("due_at", "pk").values_list("due_at", "due_date", "state"))
    paused = any(state == ClockState.PAUSED for _at, _day, state in rows)
    for due_at, due_date, _state in rows:
        if due_at is not None:
            return Leading(due_at, due_date, paused)
    return Leading(None, None, paused)


def earliest_moment(case_id: UUID, milestone: Milestone) -> datetime | None:
    """Before when the policy does not want this to happen."""
    waiting = Clock.objects.filter(
        case_id=case_id,
        milestone=milestone,
        state__in=OWED,
        met_at=None,
        earliest_at__isnull=False,
    )
    return waiting.order_by("-earliest_at", "pk").values_list("earliest_at", flat=True).first()


def explain_clock(clock: Clock) -> list[DayLine]:
    """The days of a clock, each in both calendars, and why those that do not count do not."""
    days = explain(
        term_of(clock),
        clock.started_at,
        calendar_of(clock),
        pauses_of(clock),
        until=time.today(),
    )
    return [_line(day) for day in days]


def progress_of(clock: Clock) -> Progress | None:
    """None for a clock that promises a minimum only."""
    term = term_of(clock)
    if term.maximum is None:
        return None
    return progress(term, clock.started_at, time.now(), calendar_of(clock), pauses_of(clock))


def term_of(clock: Clock) -> Term:
    return term_data.from_data(clock.term)


def calendar_of(clock: Clock) -> WorkCalendar:
    return calendar_data.from_data(clock.calendar)


def pauses_of(clock: Clock) -> tuple[Pause, ...]:
    return tuple(
        Pause(pause.started_at, pause.ended_at, _pause_name(PauseReason(pause.reason)))
        for pause in clock.pauses.all()
    )


def _pause_name(reason: PauseReason) -> Name:
    with override("ar"):
        arabic = str(reason.label)
    with override("en"):
        return Name(ar=arabic, en=str(reason.label))


def _line(day: ExplainedDay) -> DayLine:
    return DayLine(
        date=day.date,
        weekday=dates.weekday_words(day.date),
        gregorian=dates.gregorian_words(day.date),
        hijri=dates.hijri_words(day.date),
        counted=day.counted,
        number=day.number,
        reasons=tuple(_said(reason) for reason in day.reasons),
    )


def _said(reason: Reason) -> str:
    phrase = str(REASONS[reason.kind])
    if reason.name is None:
        return phrase
    return f"{phrase}: {reason.name.text(get_language() or 'ar')}"
