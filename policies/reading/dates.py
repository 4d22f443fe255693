"""Dates in both calendars as policies write them, checked against Umm al-Qura."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from foundation.dates import HijriDate, InvalidDate
from policies.reading.grammar import (
    GREGORIAN_MONTH,
    GREGORIAN_MONTH_WORDS,
    HIJRI_MONTH,
    HIJRI_MONTH_WORDS,
    ORDINAL_WORD,
    ordinal_of,
)
from policies.reading.text import ARABIC_LETTER

Calendar = Literal["hijri", "gregorian"]

_MONTH = rf"(?P<month>{HIJRI_MONTH}|{GREGORIAN_MONTH})(?![{ARABIC_LETTER}])"
_DAY = rf"(?P<day>\d{{1,2}}|{ORDINAL_WORD})"
_NUMERIC = re.compile(
    r"(?<![\d/])(?P<first>\d{1,4})\s*(?P<mark>[/\-.])\s*(?P<second>\d{1,2})\s*(?P=mark)\s*(?P<third>\d{1,4})(?![\d/])"
)
_NAMED = re.compile(
    rf"(?<!\d){_DAY}\s*[-/]?\s*(?:من\s+)?(?:شهر\s+)?{_MONTH}\s*[-/،,]?\s*"
    r"(?:من\s+)?(?:(?:ل|ال|لل)?(?:عام|سنه)\s+)?(?P<year>\d{4})(?!\d)"
)
_BACKWARDS = re.compile(rf"(?<!\d)(?P<year>\d{{4}})\s*{_MONTH}\s*(?P<day>\d{{1,2}})(?!\d)")
# «12/3/45هـ»: the letter after the year tells which century was left out.
CALENDAR_MARK = re.compile(rf"\s*(?P<calendar>[هم])(?:ـ|\.)?(?![{ARABIC_LETTER}])")
CENTURIES = {"ه": 1400, "م": 2000}
HIJRI_YEARS = range(1343, 1501)
GREGORIAN_YEARS = range(1924, 2078)


@dataclass(frozen=True)
class FoundDate:
    """`exists` is False for a day that its calendar does not have."""

    calendar: Calendar
    year: int
    month: int
    day: int
    start: int
    end: int
    century_assumed: bool = False

    @property
    def iso(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    @property
    def gregorian(self) -> date | None:
        try:
            if self.calendar == "hijri":
                return HijriDate(self.year, self.month, self.day).gregorian()
            return date(self.year, self.month, self.day)
        except (InvalidDate, ValueError):
            return None

    @property
    def exists(self) -> bool:
        return self.gregorian is not None


def find_dates(folded: str) -> list[FoundDate]:
    """In the order of the text; a year tells its calendar."""
    found = [*_numeric(folded), *_named(folded)]
    return sorted(found, key=lambda each: each.start)


def hijri_of(gregorian: date) -> str | None:
    try:
        return HijriDate.of(gregorian).isoformat()
    except InvalidDate:
        return None


def _calendar(year: int) -> Calendar | None:
    if year in HIJRI_YEARS:
        return "hijri"
    return "gregorian" if year in GREGORIAN_YEARS else None


def _numeric(folded: str) -> list[FoundDate]:
    found = []
    for match in _NUMERIC.finditer(folded):
        first, second, third = (int(match[name]) for name in ("first", "second", "third"))
        year, month, day = (first, second, third) if first > 31 else (third, second, first)
        mark = CALENDAR_MARK.match(folded, match.end())
        assumed = year < 100 and mark is not None
        if assumed and mark:
            year += CENTURIES[mark["calendar"]]
        calendar = _calendar(year)
        if month > 12 >= day:
            month, day = day, month
        if calendar and 1 <= month <= 12 and 1 <= day <= 31:
            found.append(FoundDate(calendar, year, month, day, *match.span(), assumed))
    return found


def _named(folded: str) -> list[FoundDate]:
    found: list[FoundDate] = []
    for match in (*_NAMED.finditer(folded), *_BACKWARDS.finditer(folded)):
        year = int(match["year"])
        word = " ".join(match["month"].split())
        calendar = _calendar(year)
        months = HIJRI_MONTH_WORDS if calendar == "hijri" else GREGORIAN_MONTH_WORDS
        day = int(match["day"]) if match["day"].isdigit() else ordinal_of(match["day"])
        if calendar and word in months and day and 1 <= day <= 31:
            found.append(FoundDate(calendar, year, months[word], day, *match.span()))
    return found
