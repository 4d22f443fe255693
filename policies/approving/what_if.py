"""What if: a draft's deadlines run over past cases, beside what happened under the rules of then.

The same starts, the same stops, the calendar of the association. Nothing is written.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from core.cases.history import CaseHistory, ClockFacts, histories
from core.cases.models import Case
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.counting import counts_hours
from core.deadlines.engine.due import Due, due
from core.deadlines.engine.progress import working_days_between
from core.deadlines.engine.terms import Term
from core.deadlines.enums import ClockState
from core.rules import DeadlineRule, Milestone, StartEvent
from foundation import clock

MOST_CASES = 5_000
DAYS_OF_MONTH = 30.5


class Cases(StrEnum):
    """Which cases are asked."""

    ALL = "all"
    CLOSED = "closed"
    OPEN = "open"


class Outcome(StrEnum):
    KEPT = "kept"
    LATE = "late"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Answer:
    """One promise of one case, under one set of rules. `slack`: working days left, negative when late."""

    case_id: UUID
    reference: str
    outcome: Outcome
    due_date: date | None
    reached_on: date | None
    slack: int | None


@dataclass(slots=True)
class Figures:
    answers: list[Answer] = field(default_factory=list)

    def of(self, outcome: Outcome) -> list[Answer]:
        return [answer for answer in self.answers if answer.outcome == outcome]

    @property
    def kept(self) -> int:
        return len(self.of(Outcome.KEPT))

    @property
    def late(self) -> int:
        return len(self.of(Outcome.LATE))

    @property
    def waiting(self) -> int:
        return len(self.of(Outcome.WAITING))

    @property
    def late_percent(self) -> int | None:
        """Of those that are decided; None where there is none."""
        known = self.kept + self.late
        return round(100 * self.late / known) if known else None

    @property
    def median_slack(self) -> float | None:
        slacks = [answer.slack for answer in self.answers if answer.slack is not None]
        return median(slacks) if slacks else None


@dataclass(slots=True)
class Row:
    """One milestone counted from one start, as it was and as it would have been."""

    milestone: Milestone
    start: StartEvent
    before: Figures = field(default_factory=Figures)
    after: Figures = field(default_factory=Figures)
    terms: list[Term] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.milestone.value}-{self.start.value}"

    @property
    def more_late(self) -> int:
        return self.after.late - self.before.late


@dataclass(frozen=True, slots=True)
class WhatIf:
    since: datetime
    cases: int
    is_cut: bool
    rows: list[Row]

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)


def what_if(
    rules: Iterable[DeadlineRule], *, months: int = 12, cases: Cases = Cases.ALL
) -> WhatIf:
    """Of the newest cases, at most MOST_CASES. As many queries for one case as for all."""
    now = clock.now()
    since = now - timedelta(days=round(months * DAYS_OF_MONTH))
    found = histories(_asked(since, cases)[: MOST_CASES + 1]).cases
    is_cut, found = len(found) > MOST_CASES, found[:MOST_CASES]
    rows: dict[tuple[Milestone, StartEvent], Row] = {}
    for case in found:
        for clock_facts in case.clocks:
            if clock_facts.state != ClockState.CANCELLED and clock_facts.due_at is not None:
                row = _row(rows, clock_facts.milestone, clock_facts.start)
                row.before.answers.append(_happened(case, clock_facts, now))
    engine = _Engine(calendar_in_force(timezone.localdate(since)))
    for rule in rules:
        if rule.term.maximum is None:
            continue
        row = _row(rows, rule.milestone, rule.start)
        row.terms.append(rule.term)
        row.after.answers += engine.answers(rule, found, now)
    for row in rows.values():
        engine.measure(row.before)
    order = list(Milestone)
    ordered = sorted(rows.values(), key=lambda row: (order.index(row.milestone), row.start))
    return WhatIf(since, len(found), is_cut, ordered)


def _asked(since: datetime, cases: Cases) -> QuerySet[Case]:
    found = Case.objects.filter(received_at__gte=since)
    if cases != Cases.ALL:
        found = found.filter(closed_at__isnull=cases == Cases.OPEN)
    return found.order_by("-received_at", "-pk")


def _row(
    rows: dict[tuple[Milestone, StartEvent], Row], milestone: Milestone, start: StartEvent
) -> Row:
    return rows.setdefault((milestone, start), Row(milestone, start))


def _happened(case: CaseHistory, facts: ClockFacts, now: datetime) -> Answer:
    """As the clock says it."""
    reached_on = timezone.localdate(facts.met_at) if facts.met_at else None
    late = facts.state == ClockState.MISSED or (
        facts.met_at is None and facts.due_at is not None and facts.due_at < now
    )
    kept = facts.state == ClockState.MET
    outcome = Outcome.LATE if late else Outcome.KEPT if kept else Outcome.WAITING
    return Answer(case.id, case.reference, outcome, facts.due_date, reached_on, None)


class _Engine:
    """Works out each distinct count once: most cases of a day that never stopped share theirs."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._dues: dict[tuple[Term, date], Due] = {}
        self._slacks: dict[tuple[date, date], int] = {}

    def answers(
        self, rule: DeadlineRule, cases: Iterable[CaseHistory], now: datetime
    ) -> Iterator[Answer]:
        for case in cases:
            start = case.start_of(rule)
            if start is not None:
                answer = self._answer(rule, case, start, now)
                if answer is not None:
                    yield answer

    def measure(self, figures: Figures) -> None:
        """The slack of what happened, in the same working days."""
        figures.answers = [
            Answer(
                answer.case_id,
                answer.reference,
                answer.outcome,
                answer.due_date,
                answer.reached_on,
                self._slack(answer.reached_on, answer.due_date),
            )
            for answer in figures.answers
        ]

    def _answer(
        self, rule: DeadlineRule, case: CaseHistory, start: datetime, now: datetime
    ) -> Answer | None:
        """None for a case that ended before the promise was due: it was not owed any more."""
        found = self._due(rule.term, start, case)
        reached = case.reached.get(rule.milestone)
        if reached is not None and reached < start:
            return None
        outcome = _outcome(found.due, reached, case.closed_at, now)
        if outcome is None:
            return None
        reached_on = timezone.localdate(reached) if reached else None
        slack = self._slack(reached_on, found.due_date)
        return Answer(case.id, case.reference, outcome, found.due_date, reached_on, slack)

    def _due(self, term: Term, start: datetime, case: CaseHistory) -> Due:
        stops = case.pauses_after(start)
        if stops or (term.maximum is not None and counts_hours(term.maximum)):
            return due(term, start, self._calendar, stops)
        key = (term, self._calendar.date_of(start))
        if key not in self._dues:
            self._dues[key] = due(term, start, self._calendar)
        return self._dues[key]

    def _slack(self, reached: date | None, due_date: date | None) -> int | None:
        if reached is None or due_date is None:
            return None
        key = (reached, due_date)
        if key not in self._slacks:
            self._slacks[key] = working_days_between(reached, due_date, self._calendar)
        return self._slacks[key]


def _outcome(
    due_at: datetime | None,
    reached: datetime | None,
    closed_at: datetime | None,
    now: datetime,
) -> Outcome | None:
    if due_at is None:
        return Outcome.KEPT if reached else None if closed_at else Outcome.WAITING
    if reached is not None:
        return Outcome.KEPT if reached <= due_at else Outcome.LATE
    if due_at < (closed_at or now):
        return Outcome.LATE
    return None if closed_at else Outcome.WAITING


def as_table(found: WhatIf) -> list[dict[str, Any]]:
    """For exports: one row for each promise."""
    return [
        {
            "milestone": row.milestone.value,
            "start": row.start.value,
            **{
                f"{side}_{name}": getattr(figures, name)
                for side, figures in (("before", row.before), ("after", row.after))
                for name in ("kept", "late", "waiting", "late_percent", "median_slack")
            },
        }
        for row in found.rows
    ]
