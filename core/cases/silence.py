"""While the past of a case is written down, nobody is told of it: no messages and no notices."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def nobody_told() -> Iterator[None]:
    """For what happened long ago, and whoever it concerns has known since then."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def is_silent() -> bool:
    return _silent.get()
