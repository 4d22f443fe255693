"""When a field of a form is asked: what earlier answers must be.

The browser decides the same (static/request_types/form.js); what it hides the server leaves out.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import BaseModel, ConfigDict, Field

from core.request_types.enums import FieldKind
from foundation.arabic import clean_typed, strip_marks

MOST_COMPARISONS = 3
# So many digits are told apart by a program that calculates with floating point, too.
WHOLE_DIGITS, DECIMALS = 12, 3
_NUMBER = re.compile(rf"[+-]?[0-9]{{1,{WHOLE_DIGITS}}}(\.[0-9]{{1,{DECIMALS}}})?")
_THOUSANDS = re.compile("[,٬\\s]")


class Operator(models.TextChoices):
    EQUALS = "equals", pgettext_lazy("condition", "is")
    NOT = "not", pgettext_lazy("condition", "is not")
    IN = "in", pgettext_lazy("condition", "is one of")
    GREATER = "greater", pgettext_lazy("condition", "is more than")
    LESS = "less", pgettext_lazy("condition", "is less than")
    ANSWERED = "answered", pgettext_lazy("condition", "was answered")


class Join(models.TextChoices):
    ALL = "all", _("All of these")
    ANY = "any", _("At least one of these")


class Compared(StrEnum):
    """How answers of a kind are compared."""

    WORDS = "words"
    NUMBERS = "numbers"
    NOT_AT_ALL = "not_at_all"


NUMERIC = frozenset({FieldKind.NUMBER, FieldKind.MONEY})
SINGLE = frozenset({FieldKind.TEXT, FieldKind.CHOICE, FieldKind.YES_NO})
OPERATORS: dict[FieldKind, frozenset[Operator]] = {
    kind: frozenset(Operator)
    if kind in NUMERIC
    else frozenset({Operator.EQUALS, Operator.NOT, Operator.IN, Operator.ANSWERED})
    if kind in SINGLE | {FieldKind.CHOICES}
    else frozenset({Operator.ANSWERED})
    for kind in FieldKind
}


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Comparison(Part):
    field: str = Field(min_length=1, max_length=40)
    operator: Operator
    values: tuple[str, ...] = Field(default=(), max_length=20)


class Condition(Part):
    join: Join = Join.ALL
    comparisons: tuple[Comparison, ...] = Field(min_length=1, max_length=MOST_COMPARISONS)


def holds(
    condition: Condition, answers: Mapping[str, Any], kinds: Mapping[str, FieldKind]
) -> bool:
    """`answers` as stored, of the fields that are asked; nothing holds of what was not answered."""
    results = (_compare(each, answers, kinds) for each in condition.comparisons)
    return all(results) if condition.join == Join.ALL else any(results)


def _compare(
    comparison: Comparison, answers: Mapping[str, Any], kinds: Mapping[str, FieldKind]
) -> bool:
    kind, answer = kinds.get(comparison.field), answers.get(comparison.field)
    if kind is None or answer is None or answer in ("", [], {}):
        return False
    if comparison.operator == Operator.ANSWERED:
        return True
    if comparison.operator not in OPERATORS[kind]:
        return False
    if kind in NUMERIC:
        return _compare_numbers(Decimal(answer), comparison)
    given = set(words_of(answer))
    found = bool(given & {plain(value) for value in comparison.values})
    return not found if comparison.operator == Operator.NOT else found


def _compare_numbers(given: Decimal, comparison: Comparison) -> bool:
    wanted = [number for value in comparison.values if (number := read_number(value)) is not None]
    if not wanted:
        return False
    match comparison.operator:
        case Operator.GREATER:
            return given > wanted[0]
        case Operator.LESS:
            return given < wanted[0]
        case Operator.NOT:
            return given not in wanted
        case _:
            return given in wanted


def words_of(answer: Any) -> list[str]:
    if isinstance(answer, bool):
        return ["yes" if answer else "no"]
    return [plain(str(each)) for each in (answer if isinstance(answer, list) else [answer])]


def plain(text: str) -> str:
    return " ".join(strip_marks(text).split())


def read_number(typed: str) -> Decimal | None:
    """As people write it: Arabic digits, ٫ or a point, with or without separators of thousands."""
    text = _THOUSANDS.sub("", clean_typed(typed)).replace("٫", ".").replace("−", "-")
    return Decimal(text) if _NUMBER.fullmatch(text) else None
