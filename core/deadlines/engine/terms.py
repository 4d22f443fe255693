"""The words a deadline is made of (see docs/DEADLINES.md)."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    HIJRI_MONTH = "hijri_month"
    WORKING_HOUR = "working_hour"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Amount:
    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.value < 1:
            raise ValueError("a deadline is at least one unit long")


@dataclass(frozen=True, slots=True)
class Term:
    """What a rule promises: not before `minimum`, not after `maximum`; at least one of them."""

    minimum: Amount | None = None
    maximum: Amount | None = None
    rolls_to_working_day: bool = True

    def __post_init__(self) -> None:
        if self.minimum is None and self.maximum is None:
            raise ValueError("a term needs a minimum or a maximum")
