"""How numbers, dates and people are written here and now, as the association's policy has it.

A scope (a request, a mail) asks once, and only when something depends on it. Outside of a scope, and
where nobody said anything: Western digits, the Hijri date first, «مستفيد».
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from foundation.naming import Word, renamed

_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Writing:
    arabic_digits: bool = False
    gregorian_first: bool = False
    word: Word | None = None


DEFAULT = Writing()
Source = Callable[[], tuple[str, Callable[[], Writing]]]
"""Where we are, and how it is written there: a scope that enters another association asks anew."""

_sources: list[Source] = []
_scope: ContextVar[dict[str, Writing] | None] = ContextVar("writing", default=None)
_fixed: ContextVar[Writing | None] = ContextVar("fixed_writing", default=None)


def register(source: Source) -> None:
    """Call it from AppConfig.ready; the last one counts."""
    _sources[:] = [source]


@contextmanager
def scope() -> Iterator[None]:
    """Within it the policy in force says how things are written."""
    token = _scope.set({})
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def written_as(wanted: Writing) -> Iterator[None]:
    """Within it `wanted` counts: for a document that says itself how it is written."""
    token = _fixed.set(wanted)
    try:
        yield
    finally:
        _fixed.reset(token)


def current() -> Writing:
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    known = _scope.get()
    if known is None or not _sources:
        return DEFAULT
    place, ask = _sources[0]()
    if place not in known:
        known[place] = DEFAULT  # whoever is asked may write something too
        known[place] = ask()
    return known[place]


def numeral(text: str, language: str | None = None) -> str:
    """Digits of a number or date, for people to read: in Arabic as the policy has it.

    Codes, identity numbers and telephone numbers are typed again by people: Western always.
    """
    if not _in_arabic(language) or not current().arabic_digits:
        return text
    return in_arabic_digits(text)


def amount_of_money(amount: Decimal) -> str:
    """Such as “1,500”; halalas only where there are any."""
    return numeral(f"{amount:,.2f}".removesuffix(".00"))


def in_arabic_digits(text: str) -> str:
    """«١٢» for “12”, whatever is in force."""
    return text.translate(_ARABIC_DIGITS)


def named(text: str) -> str:
    """One of our sentences, with the association's word for those it serves."""
    return renamed(text, current().word) if "مستفيد" in text else text


def _in_arabic(language: str | None) -> bool:
    return (language or get_language() or "ar").startswith("ar")
