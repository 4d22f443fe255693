"""By when a complaint is answered: its clocks, each with the words it comes from."""

from datetime import date

from core.cases.models import Case
from core.complaints.portal import phrases
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock
from core.deadlines.queries import clocks_of
from core.rules import Milestone, StartEvent
from core.service_requests.portal.promises import DatedPromise, published_page


def promises_for(case: Case) -> list[DatedPromise]:
    """Those still owed, the first to come first."""
    if not case.is_open:
        return []
    clocks = [
        clock
        for clock in clocks_of(case.pk)
        if clock.state != ClockState.CANCELLED
        and clock.met_at is None
        and clock.milestone in phrases.PROMISES
    ]
    page = published_page(case.policy_version) if clocks else ""
    return sorted((_dated(clock, page) for clock in clocks), key=_by_date)


def _dated(clock: Clock, page: str) -> DatedPromise:
    milestone = Milestone(clock.milestone)
    since = phrases.SINCE.get(milestone) or phrases.SINCE_EVENT[StartEvent(clock.start_event)]
    url = f"{page}#c{clock.clause_address}" if page and clock.clause_address else ""
    return DatedPromise(clock, phrases.PROMISES[milestone], since, url)


def _by_date(promise: DatedPromise) -> tuple[bool, date]:
    due = promise.due_date
    return due is None, due or date.max
