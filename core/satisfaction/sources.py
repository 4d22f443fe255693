"""Figures that the management reviews, from the rooms that have them: each registers its own at start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from core.actors import Actor
from core.rules import MeasureMethod


@dataclass(frozen=True, slots=True)
class Fact:
    """`tone`: late, soon, ok or nothing. `url`: the list behind the figure, where the actor may open it."""

    label: str | Promise
    value: int | str
    tone: str = ""
    url: str = ""


Source = Callable[[Actor, datetime, datetime], Sequence[Fact]]


@dataclass(frozen=True, slots=True)
class _Registered:
    method: MeasureMethod
    title: str | Promise
    source: Source


@dataclass(frozen=True, slots=True)
class Facts:
    title: str | Promise
    facts: Sequence[Fact]


_sources: dict[str, _Registered] = {}


def register(name: str, method: MeasureMethod, title: str | Promise, source: Source) -> None:
    """Call it from AppConfig.ready; the same name again replaces the source.

    It gets who asks, from when and until when, and tells nothing that they may not see.
    """
    _sources[name] = _Registered(method, title, source)


def facts_for(
    method: MeasureMethod | str, actor: Actor, since: datetime, until: datetime
) -> list[Facts]:
    return [
        Facts(each.title, each.source(actor, since, until))
        for _name, each in sorted(_sources.items())
        if each.method == method
    ]
