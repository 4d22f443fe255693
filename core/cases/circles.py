"""Kinds of cases that only their own circle opens, whatever else somebody may see.

The room that such a kind belongs to registers it at start; a kind without a circle goes by permissions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from core.actors import Actor
from core.cases.enums import CaseKind
from core.cases.models import Case


@dataclass(frozen=True, slots=True)
class Circle:
    """`visible`: ids of the cases that an actor may open, to be asked within another query.

    `works`: whether the actor may also act on a case that is visible to them.
    """

    visible: Callable[[Actor], QuerySet[Any, Any]]
    works: Callable[[Actor, Case], bool]


_circles: dict[CaseKind, Circle] = {}
_INSIDE: Final = "_inside_circle"


def register(kind: CaseKind, circle: Circle) -> None:
    """Call it from AppConfig.ready; the same kind again replaces its circle."""
    _circles[kind] = circle


def has_circle(kind: CaseKind) -> bool:
    return kind in _circles


def circle_of(case: Case) -> Circle | None:
    return _circles.get(CaseKind(case.kind))


def outside_circles(field: str = "kind") -> Q:
    """Cases that go by permissions; `field` leads to the kind of the case."""
    return ~Q(**{f"{field}__in": list(_circles)}) if _circles else Q()


def in_circles_of(actor: Actor, field: str = "pk") -> Q:
    """Cases that a circle opens to the actor; `field` leads to the id of the case."""
    opened = Q()
    for circle in _circles.values():
        opened |= Q(**{f"{field}__in": circle.visible(actor)})
    return opened if _circles else Q(**{f"{field}__in": []})


def open_reference(kind: str, reference: str) -> str:
    """For lists that name cases of all kinds to whoever reads them: empty for those of circles."""
    return "" if CaseKind(kind) in _circles else reference


def remember(circle: Circle, actor: Actor, case: Case) -> None:
    """For a page that asks again and again: the answer of now stays with this instance, which nobody may
    change after that."""
    case.__dict__[_INSIDE] = {actor.pk: is_in_circle(circle, actor, case)}


def is_in_circle(circle: Circle, actor: Actor, case: Case) -> bool:
    remembered: bool | None = case.__dict__.get(_INSIDE, {}).get(actor.pk)
    if remembered is not None:
        return remembered
    return Case.objects.filter(pk=case.pk, pk__in=circle.visible(actor)).exists()
