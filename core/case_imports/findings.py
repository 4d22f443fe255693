"""What is wrong with a row, or worth a look, beside its cell and in both languages."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, override

from core.case_imports.columns import Column


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`column` is None for what concerns the whole row. Stored as it was said, once in each language."""

    column: Column | None
    level: Level
    ar: str
    en: str

    @property
    def text(self) -> str:
        return self.ar if (get_language() or "ar").startswith("ar") else self.en

    @property
    def is_error(self) -> bool:
        return self.level == Level.ERROR

    def dump(self) -> list[str]:
        return [self.column or "", self.level, self.ar, self.en]

    @classmethod
    def load(cls, stored: list[Any]) -> "Finding":
        column, level, ar, en = stored
        return cls(Column(column) if column else None, Level(level), ar, en)


def found(column: Column | None, say: Callable[[], object], level: Level = Level.ERROR) -> Finding:
    """`say` is called once in each language, so it translates late."""
    spoken = {}
    for language in ("ar", "en"):
        with override(language):
            spoken[language] = str(say())
    return Finding(column, level, spoken["ar"], spoken["en"])


def words_of(error: Exception) -> Callable[[], str]:
    """Of a DomainError or of a form's ValidationError."""
    if isinstance(error, ValidationError):
        return lambda: " ".join(error.messages)
    return lambda: str(error)
