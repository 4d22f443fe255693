"""The only place that reads the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    return _standing.get() or timezone.now()


def today() -> date:
    return timezone.localdate(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Inside the block the clock stands at `moment`: for the demo's history and for tests."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
