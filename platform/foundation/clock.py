"""The only place that reads the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)
_written: ContextVar[datetime | None] = ContextVar("written", default=None)


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


@contextmanager
def looking_back_at(moment: datetime) -> Iterator[None]:
    """As `standing_at`, for what is only now written down: the audit log goes on telling when it was."""
    token = _written.set(written_at())
    try:
        with standing_at(moment):
            yield
    finally:
        _written.reset(token)


def written_at() -> datetime:
    """Now, also where somebody looks back."""
    return _written.get() or now()
