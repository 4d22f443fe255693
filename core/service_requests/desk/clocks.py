"""The clocks of a request as cards: how much is left, the clause, and why this date."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.cases.models import Case
from core.deadlines.engine.progress import Progress
from core.deadlines.engine.terms import Amount, Unit
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock
from core.deadlines.phrases import MILESTONES, starts_of
from core.deadlines.queries import (
    OWED,
    DayLine,
    clocks_of,
    explain_clock,
    progress_of,
    term_of,
)
from core.rules import Milestone, StartEvent
from core.service_requests.desk.access import for_case_workers, found
from core.service_requests.desk.clauses import ClauseRef, Clauses
from core.service_requests.desk.due import Due, time_left
from foundation import clock as time
from foundation.arabic import Noun, counted


@dataclass(frozen=True, slots=True)
class ClockCard:
    clock: Clock
    what: str | Promise
    starts: str | Promise
    term: str
    due: Due
    clause: ClauseRef
    progress: Progress | None
    passed: str
    is_owed: bool

    @property
    def days(self) -> list[DayLine]:
        return explain_clock(self.clock)


def cards_of(case: Case, clauses: Clauses) -> list[ClockCard]:
    """What is still owed first, by its date."""
    clocks = sorted(case.clocks.all(), key=lambda clock: (clock.started_at, clock.rule_key))
    cards = [card_of(clock, clauses) for clock in clocks]
    return sorted(cards, key=_owed_first)


def card_of(clock: Clock, clauses: Clauses) -> ClockCard:
    progress = progress_of(clock)
    is_owed = clock.state in OWED and clock.met_at is None
    return ClockCard(
        clock=clock,
        what=MILESTONES[Milestone(clock.milestone)],
        starts=starts_of(Milestone(clock.milestone), StartEvent(clock.start_event)),
        term=_term(clock),
        due=_due(clock, progress),
        clause=clauses.ref(clock.clause_address, clock.clause_text),
        progress=progress if is_owed else None,
        passed=_passed(clock, progress) if is_owed else "",
        is_owed=is_owed,
    )


@for_case_workers
@require_safe
def why_this_date(request: HttpRequest, case_id: UUID, clock_id: UUID) -> HttpResponse:
    case = found(request, case_id)
    try:
        clock = clocks_of(case.pk).get(pk=clock_id)
    except Clock.DoesNotExist as error:
        raise Http404 from error
    card = card_of(clock, Clauses(case.policy_version))
    return render(request, "desk/why_this_date.html", {"case": case, "card": card})


def _due(clock: Clock, progress: Progress | None) -> Due:
    if clock.met_at is not None:
        late = clock.state == ClockState.MISSED
        return Due(_("Done late"), "late", "alert") if late else Due(_("Done"), "ok", "done")
    if clock.state == ClockState.CANCELLED:
        return Due(_("No longer owed"), "neutral", "close")
    if clock.state == ClockState.PAUSED:
        return Due(_("Paused"), "neutral", "pause")
    if progress is None or progress.working_days_left is None or clock.due_date is None:
        return Due(_("No last day"), "neutral", "clock")
    today = clock.due_date == time.today()
    return time_left(progress.working_days_left, late=progress.late, today=today)


def _term(clock: Clock) -> str:
    """«at least 1 week, at most 15 working days»"""
    term = term_of(clock)
    parts = []
    if term.minimum is not None:
        parts.append(_("at least %(time)s") % {"time": _amount(term.minimum)})
    if term.maximum is not None:
        parts.append(_("at most %(time)s") % {"time": _amount(term.maximum)})
    return _(", ").join(parts)


def _amount(amount: Amount) -> str:
    return counted(amount.value, amount.unit.value, oblique=True)


def _passed(clock: Clock, progress: Progress | None) -> str:
    maximum = term_of(clock).maximum
    if progress is None or maximum is None:
        return ""
    total = counted(round(progress.total), _noun(maximum.unit), oblique=True)
    return _("%(counted)s of %(total)s passed") % {
        "counted": f"{progress.counted:g}",
        "total": total,
    }


def _noun(unit: Unit) -> Noun:
    """Days are counted one by one for weeks and months too."""
    by_itself = {Unit.WORKING_DAY, Unit.WORKING_HOUR, Unit.HOUR}
    return Noun(unit.value) if unit in by_itself else Noun.DAY


def _owed_first(card: ClockCard) -> tuple[bool, bool, datetime]:
    due = card.clock.due_at
    return not card.is_owed, due is None, due or card.clock.started_at


def next_dates(case: Case) -> list[dict[str, Any]]:
    """For the receipt: what the association owes by when."""
    clocks = clocks_of(case.pk).filter(state__in=OWED, met_at=None, due_date__isnull=False)
    return [
        {"what": MILESTONES[Milestone(clock.milestone)], "due": clock.due_date}
        for clock in clocks.order_by("due_at", "pk")
    ]
