"""The inbox, and one request with what its page needs."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from core.actors import Actor
from core.beneficiaries.queries import search_condition
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.cases.queries import cases_visible_to
from foundation import clock
from foundation.arabic import searchable

DUE_SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """Empty means any. `assignee`: a user's id, or "none" for what nobody has."""

    search: str = ""
    status: str = ""
    channel: str = ""
    assignee: str = ""
    late: bool = False
    paused: bool = False
    ended: bool = False


def inbox(actor: Actor, filters: InboxFilters | None = None) -> QuerySet[Case]:
    """What the actor may see, open or ended, by what is due first; without a due date last."""
    filters = filters or InboxFilters()
    cases = requests_visible_to(actor).filter(closed_at__isnull=not filters.ended)
    if filters.search.strip():
        cases = cases.filter(_search(filters.search))
    if filters.status:
        cases = cases.filter(status=filters.status)
    if filters.channel:
        cases = cases.filter(channel_key=filters.channel)
    if filters.assignee:
        nobody = filters.assignee == "none"
        cases = cases.filter(Q(assignee=None) if nobody else Q(assignee_id=filters.assignee))
    if filters.late:
        cases = cases.filter(due_at__lt=clock.now())
    if filters.paused:
        cases = cases.filter(clock_paused=True)
    return cases.order_by(F("due_at").asc(nulls_last=True), "pk")


def requests_visible_to(actor: Actor) -> QuerySet[Case]:
    """With the people that every list names; the caller orders them."""
    requests = cases_visible_to(actor).filter(kind=CaseKind.REQUEST)
    return requests.select_related("beneficiary", "assignee", "registered_by")


def request_for(actor: Actor, case_id: UUID) -> Case:
    """Raises Case.DoesNotExist for what is not there and for what the actor may not see."""
    return requests_visible_to(actor).get(pk=case_id)


def _search(typed: str) -> Q:
    """By reference number, subject, or the person."""
    words = searchable(typed)
    return (
        Q(reference__icontains=words)
        | Q(subject_search__contains=words)
        | Q(register_number=words)
        | search_condition(typed, "beneficiary__")
    )
