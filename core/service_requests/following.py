"""What other rooms do when a request changes its status: they register it at start.

A follower runs in the transaction that changes the case, whose row is locked; it must lock nothing
that others hold while they wait for a case.
"""

from collections.abc import Callable

from core.cases.models import Case

Follower = Callable[[Case, str], None]

_followers: dict[str, Follower] = {}


def register(name: str, follower: Follower) -> None:
    """Call it from AppConfig.ready; the same name again replaces the follower."""
    _followers[name] = follower


def tell(case: Case, before: str) -> None:
    """`before`: the status that the case had until now."""
    for follower in _followers.values():
        follower(case, before)
