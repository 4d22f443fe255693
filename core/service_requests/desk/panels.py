"""What other rooms of the house show on the page of a case: they register a panel at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest

from core.cases.models import Case

Context = Callable[[HttpRequest, Case], Mapping[str, Any] | None]


class Place(StrEnum):
    MAIN = "main"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Panel:
    """`template` sees what `context` returns as `panel`, and `case`; None leaves it out."""

    name: str
    template: str
    order: int
    context: Context
    place: Place = Place.MAIN


@dataclass(frozen=True, slots=True)
class Shown:
    template: str
    context: Mapping[str, Any]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Call it from AppConfig.ready; the same name again replaces the panel."""
    _panels[panel.name] = panel


def shown(request: HttpRequest, case: Case) -> dict[str, list[Shown]]:
    """By place, in order."""
    found: dict[str, list[Shown]] = {place.value: [] for place in Place}
    for panel in sorted(_panels.values(), key=lambda panel: (panel.order, panel.name)):
        context = panel.context(request, case)
        if context is not None:
            found[panel.place].append(Shown(panel.template, context))
    return found
