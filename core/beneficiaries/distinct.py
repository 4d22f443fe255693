"""«Not the same person»: pairs that somebody looked at and that are not proposed again.

Kept as a setting of each of the two files, so that either finds the other without a search.
"""

import uuid

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


@transaction.atomic
def record_distinct(one_id: uuid.UUID, other_id: uuid.UUID, *, actor: Actor) -> None:
    """A second time changes nothing."""
    check_can_merge(actor)
    ids = sorted((one_id, other_id))
    people = list(Beneficiary.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    if len(people) != 2:
        raise Beneficiary.DoesNotExist
    for person, other in (people, people[::-1]):
        section = _section(person.pk)
        known = section.read().others
        if other.pk not in known:
            section.write(Others(others=(*known, other.pk)), actor=actor)
            details = {"other": str(other.pk)}
            audit.record("beneficiary.distinct", person, actor=actor, details=details)


def _section(person_id: uuid.UUID) -> Section[Others]:
    return Section(f"{PREFIX}{person_id}", Others)
