"""The inbox, and one request with what its page needs."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from core.actors import Actor
from core.beneficiaries.queries import search_beneficiaries
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.cases.queries import cases_visible_to
from core.cases.reception import PREFIXES
from foundation import clock
from foundation.arabic import clean_typed, searchable
from foundation.word_search import HasWords, prefix_query

DUE_SOON = timedelta(days=3)
YEARS_BACK = 5
LONGEST_REGISTER_NUMBER = 40


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
        cases = cases.filter(search_condition(filters.search))
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


def search_condition(typed: str) -> Q:
    """By reference number, subject, register number, or the person; each part by an index of its own."""
    people = search_beneficiaries(typed).order_by()
    found = [Case.objects.filter(beneficiary__in=people.values("pk"))]
    if words := prefix_query(typed):
        found.append(Case.objects.filter(HasWords("subject_search", words)))
    found.append(Case.objects.filter(register_number=searchable(typed)[:LONGEST_REGISTER_NUMBER]))
    if (reference := _reference(typed)) is not None:
        found.append(Case.objects.filter(reference))
    first, *others = (cases.order_by().values("pk") for cases in found)
    return Q(pk__in=first.union(*others))


def _reference(typed: str) -> Q | None:
    """REQ-2026-0417, its beginning, 2026-0417, or 417 of this year or one of the last."""
    number = clean_typed(typed).upper().replace(" ", "")
    if re.fullmatch(r"[A-Z]{3}(-[0-9]*){0,2}", number):
        return Q(reference__startswith=number)
    parted = re.fullmatch(r"(?:([0-9]{4})-)?([0-9]{1,7})", number)
    if parted is None:
        return None
    year = clock.today().year
    years = [parted[1]] if parted[1] else [str(year - back) for back in range(YEARS_BACK)]
    return Q(
        reference__in=[
            f"{prefix}-{year}-{int(parted[2]):04}"
            for prefix in PREFIXES.values()
            for year in years
        ]
    )
