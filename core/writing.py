"""The words of the policy: its digits, the calendar that comes first, what it calls people."""

from collections.abc import Callable
from typing import Protocol

from django.db import DatabaseError

from core.rules import CalendarFirst, Digits, in_force
from foundation import clock
from foundation.errors import DomainError
from foundation.naming import Word
from foundation.writing import DEFAULT, Writing
from tenants.schemas import Kind, current


class Words(Protocol):
    """What a policy says of how things are written: its document, and its rules."""

    @property
    def beneficiary_word(self) -> str | None: ...
    @property
    def digits(self) -> Digits | None: ...
    @property
    def calendar_first(self) -> CalendarFirst | None: ...


def here() -> tuple[str, Callable[[], Writing]]:
    """For foundation.writing: where we are, and who knows how things are written there."""
    tenant = current()
    if tenant.tenant_type != Kind.ASSOCIATION:
        return tenant.schema_name, lambda: DEFAULT
    return tenant.schema_name, writing_in_force


def writing_in_force() -> Writing:
    try:
        rules = in_force(clock.now())
    except (DomainError, DatabaseError):  # a page about what is broken is still written
        return DEFAULT
    return writing_of(rules)


def writing_of(said: Words) -> Writing:
    word = said.beneficiary_word
    return Writing(
        arabic_digits=said.digits == Digits.ARABIC,
        gregorian_first=said.calendar_first == CalendarFirst.GREGORIAN,
        word=Word.of(word) if word else None,
    )
