"""Who stands above, below and beside whom in the organisation: whose matters are also one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from foundation.arabic import searchable
from tenants.people.models import User


@dataclass(frozen=True, slots=True)
class _Place:
    manager_id: UUID | None
    unit: str


def close_to(user: User) -> frozenset[UUID]:
    """In whose matters this person has a conflict because of the organisation, by one query.

    Themself, everybody above them, who reports to them, and everybody of the same unit, however
    its name is spelt; those too whose account is switched off.
    """
    places = _places()
    own = places.get(user.pk, _Place(None, ""))
    beside = (
        other
        for other, place in places.items()
        if place.manager_id == user.pk or (own.unit and place.unit == own.unit)
    )
    return frozenset({user.pk, *_above(user.pk, places), *beside})


def stands_above(above: UUID, below: UUID) -> bool:
    """Whether `above` is a manager of `below`, or a manager of one of those."""
    return above in _above(below, _places())


def _places() -> dict[UUID, _Place]:
    rows = User.objects.order_by("pk").values_list("pk", "manager_id", "unit")
    return {pk: _Place(manager_id, searchable(unit)) for pk, manager_id, unit in rows}


def _above(user_id: UUID, places: Mapping[UUID, _Place]) -> set[UUID]:
    """Ends even where two report to each other."""
    above: set[UUID] = set()
    place = places.get(user_id)
    while place is not None and place.manager_id is not None and place.manager_id not in above:
        above.add(place.manager_id)
        place = places.get(place.manager_id)
    return above
