"""How to complain, and what follows from a damage, exactly as the policy has it."""

from dataclasses import dataclass

from core.rules import GoverningRules
from core.service_requests.portal.promises import Promise, promises_of


@dataclass(frozen=True, slots=True)
class Complaining:
    """`said`: the policy has a part on complaints, not only a time for the reply."""

    said: bool
    handler: str | None
    ways: tuple[str, ...]
    anonymous: bool | None
    amicable_first: bool | None
    appeal: str | None
    outside_authority: str | None
    promises: list[Promise]


def complaining_under(rules: GoverningRules) -> Complaining | None:
    """None where the policy says nothing of complaints."""
    part, promises = rules.complaints, promises_of(rules, complaints=True)
    if part is None:
        if not promises:
            return None
        return Complaining(False, None, (), None, None, None, None, promises)
    return Complaining(
        said=True,
        handler=part.handler,
        ways=part.channels,
        anonymous=part.anonymous,
        amicable_first=part.amicable_first,
        appeal=part.appeal,
        outside_authority=part.outside_authority,
        promises=promises,
    )
