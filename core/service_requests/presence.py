"""Who has a request open now, so that two people do not do the same work unawares.

It stands in the cache of the association and is forgotten soon after the last sign of life.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.cache import cache

from foundation import clock
from tenants.people.models import User

BEAT_SECONDS: Final = 20
GONE_AFTER: Final = timedelta(seconds=50)


@dataclass(frozen=True, slots=True)
class Present:
    """`since`: when they opened it."""

    name: str
    since: datetime


def note(case_id: UUID, person: User) -> list[Present]:
    """`person` has it open; returns who else has, those who came first on top."""
    now = clock.now()
    key = f"case-open:{case_id}"
    kept = _alive(cache.get(key) or {}, now)
    _name, since, _seen = kept.get(str(person.pk), ("", now, now))
    kept[str(person.pk)] = (person.display_name, since, now)
    cache.set(key, kept, timeout=int(GONE_AFTER.total_seconds()))
    others = [
        Present(name, came) for pk, (name, came, _at) in kept.items() if pk != str(person.pk)
    ]
    return sorted(others, key=lambda other: (other.since, other.name))


def _alive(
    kept: dict[str, tuple[str, datetime, datetime]], now: datetime
) -> dict[str, tuple[str, datetime, datetime]]:
    return {pk: each for pk, each in kept.items() if now - each[2] <= GONE_AFTER}
