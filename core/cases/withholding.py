"""Which cases are kept from whom, whatever else they may see, as other rooms know: they register it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from core.actors import Actor

Withheld = Callable[[Actor], QuerySet[Any, Any]]

_withheld: dict[str, Withheld] = {}


def register(name: str, withheld: Withheld) -> None:
    """Call it from AppConfig.ready; `withheld` gives ids of cases, to be asked within another query."""
    _withheld[name] = withheld


def withheld_from(actor: Actor) -> list[QuerySet[Any, Any]]:
    return [withheld(actor) for withheld in _withheld.values()]
