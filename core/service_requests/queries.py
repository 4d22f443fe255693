"""One request with what its page needs, and the search; core.service_requests.inbox lists them."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from core.actors import Actor
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.opening import files_open_to
from core.beneficiaries.queries import search_beneficiaries
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.cases.queries import cases_visible_to
from core.cases.reception import PREFIXES
from core.service_requests.as_written import as_written, is_kept_from_files
from foundation import clock
from foundation.arabic import clean_typed, searchable
from foundation.word_search import HasWords, OneOf, prefix_query

DUE_SOON = timedelta(days=3)
YEARS_BACK = 5
# As a constant, which the partial index on register numbers is recognised by; a parameter hides it.
NUMBERED = "cases_case.register_number <> ''"
FEW = 5000  # people and cases together that are looked up one by one
LONGEST_REGISTER_NUMBER = 40


def requests_visible_to(actor: Actor) -> QuerySet[Case]:
    """With the people that every list names; the caller orders them."""
    requests = cases_visible_to(actor, kind=CaseKind.REQUEST)
    requests = requests.select_related("beneficiary", "assignee", "registered_by")
    return as_written(requests, actor) if is_kept_from_files(actor) else requests


def request_for(actor: Actor, case_id: UUID) -> Case:
    """Raises Case.DoesNotExist for what is not there and for what the actor may not see."""
    return requests_visible_to(actor).get(pk=case_id)


def search_condition(typed: str, actor: Actor) -> Q:
    """By reference number, subject, register number, or the person; by nothing of a file that is closed.

    What few are found by is looked up in the indexes, whatever the list is ordered by. What many are
    found by is met soon in any order: a list reads its own order and looks at each case and person.
    """
    people = search_beneficiaries(typed).order_by().values("pk")
    words = prefix_query(typed)
    by_words = Q(HasWords("subject_search", words)) if words else Q(pk__in=[])
    cases = Case.objects.filter(by_words).order_by().values("pk")
    if is_kept_from_files(actor):
        people = people.filter(pk__in=files_open_to(actor).values("pk"))
    elif words and _are_many(people, cases):
        by_name = Q(HasWords("beneficiary__name_search", words), beneficiary__merged_into=None)
        return Q(_met_soon(by_words | by_name | _numbered(typed)))
    return Q(OneOf("beneficiary", people)) | Q(OneOf("pk", cases)) | _numbered(typed)


def _are_many(people: QuerySet[Beneficiary, Any], cases: QuerySet[Case, Any]) -> bool:
    """Counts no further than it must."""
    return people[: FEW + 1].union(cases[: FEW + 1], all=True).count() > FEW


def _met_soon(condition: Q) -> models.Case:
    """In a CASE, of which the planner expects half of all rows: what it knows of words is often less."""
    return models.Case(
        models.When(condition, then=models.Value(True)),
        default=models.Value(False),
        output_field=BooleanField(),
    )


def _numbered(typed: str) -> Q:
    number = searchable(typed)[:LONGEST_REGISTER_NUMBER]
    found = Q(register_number=number) & Q(RawSQL(NUMBERED, (), output_field=BooleanField()))  # noqa: S611 (a constant)
    reference = reference_condition(typed)
    return found if reference is None else found | reference


def reference_condition(typed: str) -> Q | None:
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
