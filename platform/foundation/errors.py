"""Failures that we expect, and can explain to the person who met them.

Anything else is a bug: let it rise, so that Sentry records it.
"""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Subclass beside the code that raises it; `message` may name details as %(name)s."""

    code: ClassVar[str]
    message: ClassVar[str | Promise]

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(code_of(self), details)

    def __str__(self) -> str:
        """In the language of whoever reads it, so it is put together late."""
        return str(self.message) % self.details if self.details else str(self.message)


def code_of(error: DomainError) -> str:
    return type(error).code


class NotAllowed(DomainError):
    code = "not_allowed"
    message = _("You may not do this.")


class WrongState(DomainError):
    code = "wrong_state"
    message = _("This step is not possible now (%(status)s).")


class Invalid(DomainError):
    """Input that cannot be accepted; pages show it beside the form, the API answers 400."""

    code = "invalid"
    message = _("This value cannot be accepted.")


def status_of(error: DomainError) -> int:
    """With which a page is shown again that says what was wrong."""
    if isinstance(error, NotAllowed):
        return 403
    return 409 if isinstance(error, WrongState) else 400
