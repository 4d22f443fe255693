"""One request with what its page needs, and the search; core.service_requests.inbox lists them."""

import re
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

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
