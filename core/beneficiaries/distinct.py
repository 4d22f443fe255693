"""«Not the same person»: pairs that somebody looked at and that are not proposed, unless taken back.

Kept as a setting of each of the two files, so that either finds the other without a search.
"""

import uuid
from dataclasses import dataclass

from django.db import transaction
from pydantic import BaseModel, ConfigDict

from core.actors import Actor
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.rules import check_can_merge
from core.configuration.models import Setting
from core.configuration.sections import Section
from foundation import audit

PREFIX = "distinct:"


class Others(BaseModel):
    model_config = ConfigDict(frozen=True)

    others: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Apart:
    """Two files that somebody told apart."""

    one: Beneficiary
    other: Beneficiary


def others_than(person: Beneficiary) -> frozenset[uuid.UUID]:
    return frozenset(_section(person.pk).read().others)


def distinct_pairs(people: list[uuid.UUID]) -> set[frozenset[uuid.UUID]]:
    """Among many people at once."""
    rows = Setting.objects.filter(key__in=[f"{PREFIX}{pk}" for pk in people], owner=None)
    return {
        frozenset((uuid.UUID(row.key.removeprefix(PREFIX)), other))
        for row in rows.order_by("key")
        for other in Others.model_validate(row.value).others
    }


def pairs_apart() -> list[Apart]:
    """Of files in use, the pair that was told apart last first."""
    rows = Setting.objects.filter(key__startswith=PREFIX, owner=None).order_by(
        "-changed_at", "key"
    )
    pairs: dict[frozenset[uuid.UUID], None] = {}
    for row in rows:
        one = uuid.UUID(row.key.removeprefix(PREFIX))
        for other in reversed(Others.model_validate(row.value).others):
            pairs.setdefault(frozenset((one, other)))
    files = Beneficiary.objects.filter(merged_into=None)
    people = files.only("name", "name_search", "identity_number", "mobile").in_bulk(
        {pk for pair in pairs for pk in pair}
    )
    return [
        Apart(*sorted((people[pk] for pk in pair), key=lambda each: (each.name_search, each.pk)))
        for pair in pairs
        if all(pk in people for pk in pair)
    ]


@transaction.atomic
def record_distinct(one_id: uuid.UUID, other_id: uuid.UUID, *, actor: Actor) -> None:
    """A second time changes nothing."""
    for person, other in _both_ways(one_id, other_id, actor):
        section = _section(person.pk)
        known = section.read().others
        if other.pk not in known:
            section.write(Others(others=(*known, other.pk)), actor=actor)
            details = {"other": str(other.pk)}
            audit.record("beneficiary.distinct", person, actor=actor, details=details)


@transaction.atomic
def forget_distinct(one_id: uuid.UUID, other_id: uuid.UUID, *, actor: Actor) -> None:
    """They may be one person again. A second time changes nothing."""
    for person, other in _both_ways(one_id, other_id, actor):
        section = _section(person.pk)
        known = section.read().others
        if other.pk in known:
            left = tuple(pk for pk in known if pk != other.pk)
            section.write(Others(others=left), actor=actor)
            details = {"other": str(other.pk)}
            audit.record("beneficiary.not_distinct", person, actor=actor, details=details)


def _both_ways(
    one_id: uuid.UUID, other_id: uuid.UUID, actor: Actor
) -> tuple[tuple[Beneficiary, Beneficiary], ...]:
    """Locked, each with the other."""
    check_can_merge(actor)
    ids = (one_id, other_id)
    rows = Beneficiary.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    people = list(rows)
    if len(people) != 2:
        raise Beneficiary.DoesNotExist
    one, other = people
    return (one, other), (other, one)


def _section(person_id: uuid.UUID) -> Section[Others]:
    return Section(f"{PREFIX}{person_id}", Others)
