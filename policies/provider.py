"""Gives `core` the rules that govern a case."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from uuid import UUID

from core.rules import GoverningRules, NoPolicyInForce
from policies import queries
from policies.compilation import compile_content
from policies.integrity import PolicyTampered, checked_content
from policies.models import PolicyVersion
from policies.workflow import GOVERNING
from tenants.schemas import current_schema

__all__ = ["PolicyProvider", "PolicyTampered", "governing_rules"]

_REMEMBERED = 256


class PolicyProvider:
    """Versions that came into force never change, so their compiled rules may be remembered.

    The association's schema is part of the key, and each answer starts from its database: nothing
    remembered can reach another association.
    """

    def __init__(self) -> None:
        self._compiled: OrderedDict[tuple[str, UUID, str], GoverningRules] = OrderedDict()
        self._lock = Lock()

    def in_force(self, at: datetime) -> GoverningRules:
        version = queries.version_governing(at)
        if version is None:
            raise NoPolicyInForce
        return self._rules(version)

    def pinned(self, version_id: UUID) -> GoverningRules:
        """Raises PolicyVersion.DoesNotExist for a version that never came into force."""
        version = PolicyVersion.objects.defer(*queries.HEAVY).get(
            pk=version_id, state__in=GOVERNING
        )
        return self._rules(version)

    def _rules(self, version: PolicyVersion) -> GoverningRules:
        key = (current_schema(), version.pk, version.digest)
        with self._lock:
            if key in self._compiled:
                self._compiled.move_to_end(key)
                return self._compiled[key]
        rules = governing_rules(version)
        with self._lock:
            self._compiled[key] = rules
            while len(self._compiled) > _REMEMBERED:
                self._compiled.popitem(last=False)
        return rules


def governing_rules(version: PolicyVersion) -> GoverningRules:
    return compile_content(checked_content(version), version)
