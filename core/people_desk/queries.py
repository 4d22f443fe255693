"""People and cases that somebody may see: by what was typed, by category, by what runs out."""

import uuid
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from core.actors import Actor
from core.beneficiaries.distinct import distinct_pairs
from core.beneficiaries.expiring import people_with_expiring
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.opening import files_open_to
from core.beneficiaries.queries import households_of, search_beneficiaries, signs_of
from core.beneficiaries.scoring import PROPOSED, Reason, compare, total
from core.cases.models import Case
from core.service_requests.queries import requests_visible_to, search_condition

SHOWN: Final = 20
SHARED: Final = ("mobile_index", "email_index", "iban_index", "name_search")
MOST_GROUPS: Final = 60
MOST_IN_GROUP: Final = 5


@dataclass(frozen=True, slots=True)
class PeopleFilters:
    """Empty means any."""

    search: str = ""
    category: str = ""
    expiring: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that may be one person's."""

    one: Beneficiary
    other: Beneficiary
    score: int
    reasons: tuple[Reason, ...]


def people_visible_to(actor: Actor) -> QuerySet[Beneficiary]:
    """Of files that are in use; the caller orders them."""
    return files_open_to(actor).filter(merged_into=None)


def people_list(actor: Actor, filters: PeopleFilters | None = None) -> QuerySet[Beneficiary]:
    filters = filters or PeopleFilters()
    people = people_visible_to(actor)
    if filters.search.strip():
        people = people & search_beneficiaries(filters.search).order_by()
    if filters.category:
        people = people.filter(categories__contains=[filters.category])
    if filters.expiring:
        concerned = Q(pk__in=[])
        for ids in people_with_expiring():
            concerned |= Q(pk__in=ids)
        people = people.filter(concerned)
    return people.order_by("name_search", "pk")


def found_people(actor: Actor, typed: str) -> QuerySet[Beneficiary]:
    return people_list(actor, PeopleFilters(search=typed))


def found_cases(actor: Actor, typed: str) -> QuerySet[Case]:
    """Open or ended, the newest first."""
    found = requests_visible_to(actor).filter(search_condition(typed, actor))
    return found.order_by("-received_at", "-pk")


def file_for(actor: Actor, person_id: uuid.UUID) -> Beneficiary:
    """Raises Beneficiary.DoesNotExist for what is not there and for what the actor may not see."""
    return files_open_to(actor).get(pk=person_id)


def possible_pairs() -> list[Pair]:
    """Files that share a number or a name, the likeliest first; without those that were told apart."""
    grouped = [_groups(column) for column in SHARED]
    ids = {pk for groups in grouped for group in groups for pk in group}
    people = Beneficiary.objects.in_bulk(ids)
    told_apart = distinct_pairs(list(people))
    households = households_of(list(people))
    pairs: dict[frozenset[uuid.UUID], Pair] = {}
    for group in (group for groups in grouped for group in groups):
        for place, one_id in enumerate(group):
            for other_id in group[place + 1 :]:
                key = frozenset((one_id, other_id))
                if key in pairs or key in told_apart:
                    continue
                one, other = people[one_id], people[other_id]
                reasons = compare(signs_of(one, households), signs_of(other, households))
                pairs[key] = Pair(one, other, total(reasons), reasons)
    likely = [pair for pair in pairs.values() if pair.score >= PROPOSED]
    return sorted(likely, key=lambda pair: (-pair.score, pair.one.name_search, str(pair.one.pk)))


def _groups(column: str) -> list[list[uuid.UUID]]:
    """Ids of those who share a value; the smallest groups, since a large one is a common name."""
    people = Beneficiary.objects.filter(merged_into=None, **{f"{column}__isnull": False})
    shared = (
        people.order_by()
        .values(column)
        .annotate(files=Count("pk"))
        .filter(files__gt=1, files__lte=MOST_IN_GROUP)
        .order_by("files", column)[:MOST_GROUPS]
    )
    values = [row[column] for row in shared]
    if not values:
        return []
    rows = people.filter(**{f"{column}__in": values}).order_by("created_at", "pk")
    groups: dict[object, list[uuid.UUID]] = {}
    for value, pk in rows.values_list(column, "pk"):
        groups.setdefault(bytes(value) if isinstance(value, memoryview) else value, []).append(pk)
    return [group for group in groups.values() if len(group) > 1]
