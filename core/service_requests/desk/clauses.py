"""Clauses of the policy beside what they govern, with a link where they are published."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from core import rules as governing
from core.deadlines import statutory
from foundation import clock


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """`url` is empty where the clause stands in a law, or in a version that is not the published one."""

    address: str
    text: str
    url: str


class Clauses:
    """Of the version that a case was received under."""

    def __init__(self, policy_version: UUID) -> None:
        self._published = _published_page(policy_version)
        rules = governing.pinned(policy_version)
        self._texts = {step.clause.address: step.clause.text for step in rules.steps}

    def ref(self, address: str, text: str = "") -> ClauseRef:
        is_published = self._published and address and address not in statutory.ADDRESSES
        url = f"{self._published}#c{address}" if is_published else ""
        return ClauseRef(address, text or self._texts.get(address, ""), url)


def _published_page(policy_version: UUID) -> str:
    """Only what is in force is published; a link into another version would cite the wrong words."""
    try:
        in_force = governing.in_force(clock.now())
        return reverse("publishing:policy") if in_force.version_id == policy_version else ""
    except (governing.NoPolicyInForce, NoReverseMatch):
        return ""
