"""Ask a check whether it would pass, and why not: a disabled button can then say its reason.

A check is a function that raises NotAllowed or WrongState, and returns nothing.
"""

from collections.abc import Callable
from typing import Any

from foundation.errors import DomainError

Check = Callable[..., None]


def reason(check: Check, *args: Any, **kwargs: Any) -> str | None:
    """The sentence that says why not, None where the step is allowed."""
    try:
        check(*args, **kwargs)
    except DomainError as error:
        return str(error)
    return None


def allows(check: Check, *args: Any, **kwargs: Any) -> bool:
    return reason(check, *args, **kwargs) is None
