"""Who must take no part in the decision on a request, as other rooms know: they register it at start."""

from collections.abc import Callable

from core.actors import Actor
from core.cases.models import Case

Check = Callable[[Actor, Case], None]

_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Call it from AppConfig.ready; `check` raises a kind of NotAllowed."""
    _checks[name] = check


def check_not_excluded(actor: Actor, case: Case) -> None:
    for check in _checks.values():
        check(actor, case)
