"""Which cases are kept from whom, whatever else they may see, as other rooms know: they register it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases.models import Case
from foundation.errors import Invalid
from tenants.people.models import User

Withheld = Callable[[Actor], QuerySet[Any, Any]]

_withheld: dict[str, Withheld] = {}


def register(name: str, withheld: Withheld) -> None:
    """Call it from AppConfig.ready; `withheld` gives ids of cases, to be asked within another query."""
    _withheld[name] = withheld


class TakesNoPart(Invalid):
    code = "takes_no_part"
    message = _("%(name)s takes no part in this request. Please choose somebody else.")


def withheld_from(actor: Actor) -> list[QuerySet[Any, Any]]:
    return [withheld(actor) for withheld in _withheld.values()]


def is_withheld(actor: Actor, case: Case) -> bool:
    kept = Case.objects.filter(pk=case.pk)
    return any(kept.filter(pk__in=ids).exists() for ids in withheld_from(actor))


def check_takes_part(user: User, case: Case) -> None:
    """Before somebody is given what they could not even open."""
    if is_withheld(user, case):
        raise TakesNoPart(name=user.display_name)
