"""Hijri and Gregorian dates as written in a line, and whether they name the same day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from foundation.dates import HijriDate, HijriDateDoesNotExist, InvalidDate
from policies.reading.text import Line

Era = Literal["hijri", "gregorian"]

HIJRI_MONTHS = {
    "محرم": 1, "صفر": 2, "ربيع الاول": 3, "ربيع الاخر": 4, "ربيع الثاني": 4, "جمادي الاولي": 5,
    "جمادي الاول": 5, "جمادي الاخره": 6, "جمادي الاخر": 6, "جمادي الثانيه": 6, "رجب": 7,
    "شعبان": 8, "رمضان": 9, "شوال": 10, "ذو القعده": 11, "ذي القعده": 11, "ذو الحجه": 12,
    "ذي الحجه": 12,
}  # fmt: skip
GREGORIAN_MONTHS = {
    "يناير": 1, "فبراير": 2, "مارس": 3, "ابريل": 4, "مايو": 5, "يونيو": 6, "يوليو": 7,
    "اغسطس": 8, "سبتمبر": 9, "اكتوبر": 10, "نوفمبر": 11, "ديسمبر": 12,
}  # fmt: skip
WEEKDAYS = {
    "الاثنين": 0, "الثلاثاء": 1, "الاربعاء": 2, "الخميس": 3, "الجمعه": 4, "السبت": 5, "الاحد": 6,
}  # fmt: skip

_MONTH = "|".join(sorted({*HIJRI_MONTHS, *GREGORIAN_MONTHS}, key=len, reverse=True))
_DATE = re.compile(
    r"(?<![\d/\-.])(?:"
    r"(?P<d1>\d{1,2})\s?[/\-.]\s?(?P<m1>\d{1,2})\s?[/\-.]\s?(?P<y1>\d{4})"
    r"|(?P<y2>\d{4})\s?[/\-.]\s?(?P<m2>\d{1,2})\s?[/\-.]\s?(?P<d2>\d{1,2})"
    rf"|(?P<d3>\d{{1,2}})\s?(?:من )?(?:شهر )?(?P<m3>{_MONTH})[،,]?\s"
    r"(?:(?:من )?(?:ال)?(?:عام|سنه) |لعام |لسنه )?(?P<y3>\d{4})"
    r")(?![\d/])"
)
_BETWEEN = re.compile(r"[\sهمـ\-–()،,.]*(?:ال)?موافق[\sل:]*[()]?")


@dataclass(frozen=True)
class WrittenDate:
    line: Line
    start: int
    end: int
    era: Era
    year: int
    month: int
    day: int

    @property
    def iso(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    @property
    def words(self) -> str:
        return self.line.words(self.start, self.end)

    @property
    def gregorian(self) -> date | None:
        """The day meant; None where no calendar has it."""
        if self.era == "hijri":
            return hijri_to_gregorian(self.iso)
        return gregorian(self.iso)


def hijri_to_gregorian(iso: str) -> date | None:
    try:
        return HijriDate(*map(int, iso.split("-"))).gregorian()
    except InvalidDate:
        return None


def is_missing_from_calendar(iso: str) -> bool:
    """Whether the Umm al-Qura calendar covers the year and still has no such day."""
    try:
        HijriDate(*map(int, iso.split("-")))
    except InvalidDate as error:
        return isinstance(error, HijriDateDoesNotExist)
    return False


def gregorian(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def dates_in(line: Line) -> Iterator[WrittenDate]:
    for match in _DATE.finditer(line.folded):
        parts = match.groupdict()
        form = next(number for number in "123" if parts[f"y{number}"])
        year, day = int(parts[f"y{form}"]), int(parts[f"d{form}"])
        name = parts[f"m{form}"]
        month = int(name) if name.isdigit() else HIJRI_MONTHS.get(name) or GREGORIAN_MONTHS[name]
        if 1343 <= year <= 1500:
            yield WrittenDate(line, match.start(), match.end(), "hijri", year, month, day)
        elif 1900 <= year <= 2100:
            if month > 12 >= day:
                month, day = day, month
            yield WrittenDate(line, match.start(), match.end(), "gregorian", year, month, day)


def pairs_in(line: Line) -> Iterator[tuple[WrittenDate, WrittenDate]]:
    """Hijri and Gregorian dates that the line says are the same day."""
    dates = list(dates_in(line))
    for first, second in pairwise(dates):
        between = line.folded[first.end : second.start]
        if first.era != second.era and _BETWEEN.fullmatch(between):
            yield (first, second) if first.era == "hijri" else (second, first)
