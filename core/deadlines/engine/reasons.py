"""Why a day counts or not: a kind that pages put into words, and the name that goes with it."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Name:
    """Words that an association wrote, in one language or both."""

    ar: str
    en: str = ""

    def text(self, language: str) -> str:
        """Falls back to the language that was written."""
        return (self.ar or self.en) if language.startswith("ar") else (self.en or self.ar)


class ReasonKind(StrEnum):
    EVENT_DAY = "event_day"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    NO_HOURS = "no_hours"
    ADDED_DAY = "added_day"
    SPECIAL_HOURS = "special_hours"
    PAUSED = "paused"
    MOVED_HERE = "moved_here"
    DUE = "due"
    EARLIEST = "earliest"


@dataclass(frozen=True, slots=True)
class Reason:
    kind: ReasonKind
    name: Name | None = None
