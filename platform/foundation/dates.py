"""Dates in both calendars, Gregorian and Umm al-Qura, as people write them and as we show them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from hijridate import Gregorian, Hijri

from foundation import writing
from foundation.arabic import searchable
from foundation.errors import Invalid

# The range of the Umm al-Qura tables: 1343-01-01 to 1500-12-30.
EARLIEST = date(1924, 8, 1)
LATEST = date(2077, 11, 16)

HIJRI_MONTHS_AR = (
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
    "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
)  # fmt: skip
HIJRI_MONTHS_EN = (
    "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula", "Jumada al-Akhirah",
    "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qidah", "Dhu al-Hijjah",
)  # fmt: skip
GREGORIAN_MONTHS_AR = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
GREGORIAN_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS_AR = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Calendar(StrEnum):
    HIJRI = "hijri"
    GREGORIAN = "gregorian"


class InvalidDate(Invalid):
    code = "invalid_date"
    message = _("This is not a date.")


class DateNotUnderstood(InvalidDate):
    code = "date_not_understood"
    message = _(
        "This cannot be read as a date. Write day, month and a year of four digits: "
        "01/09/1445, 2024-03-11 or 1 Ramadan 1445."
    )


class DateDoesNotExist(InvalidDate):
    code = "date_does_not_exist"
    message = _("There is no day %(day)s in month %(month)s of the year %(year)s.")


class HijriDateDoesNotExist(DateDoesNotExist):
    code = "hijri_date_does_not_exist"
    message = _(
        "There is no day %(day)s in month %(month)s of the year %(year)s AH "
        "in the Umm al-Qura calendar."
    )


class DateOutOfRange(InvalidDate):
    code = "date_out_of_range"
    message = _("Dates from 1343 to 1500 AH (1924 to 2077) can be used.")


@dataclass(frozen=True, slots=True, order=True)
class HijriDate:
    """A date that exists in Umm al-Qura; anything else raises a kind of InvalidDate."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        try:
            Hijri(self.year, self.month, self.day)
        except OverflowError as error:
            raise DateOutOfRange from error
        except ValueError as error:
            raise HijriDateDoesNotExist(day=self.day, month=self.month, year=self.year) from error

    @classmethod
    def of(cls, gregorian: date) -> "HijriDate":
        """Raises DateOutOfRange."""
        check_range(gregorian)
        return cls(*Gregorian.fromdate(gregorian).to_hijri().datetuple())

    def gregorian(self) -> date:
        return date(*Hijri(self.year, self.month, self.day).to_gregorian().datetuple())

    def isoformat(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class TypedDate:
    """What was typed, as a Gregorian date, and the calendar it was typed in."""

    date: date
    calendar: Calendar


def check_range(gregorian: date) -> None:
    """Raises DateOutOfRange where the Hijri calendar is not known."""
    if not EARLIEST <= gregorian <= LATEST:
        raise DateOutOfRange


def hijri_month_length(year: int, month: int) -> int:
    HijriDate(year, month, 1)
    return int(Hijri(year, month, 1).month_length())


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = _later_month(start.year, start.month, months)
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def add_hijri_months(start: date, months: int) -> date:
    """The same Hijri day of a later Hijri month, or that month's last day."""
    hijri = HijriDate.of(start)
    year, month = _later_month(hijri.year, hijri.month, months)
    day = min(hijri.day, hijri_month_length(year, month))
    return HijriDate(year, month, day).gregorian()


def months_after(start: TypedDate, months: int) -> date:
    """In the calendar that the first day was typed in: the first of Rajab, of Shaban, of Ramadan."""
    if start.calendar == Calendar.HIJRI:
        return add_hijri_months(start.date, months)
    return add_months(start.date, months)


def days_apart(hijri: HijriDate, gregorian: date) -> int:
    """0 where both are one day; positive where the Gregorian date is later."""
    return (gregorian - hijri.gregorian()).days


def hijri_words(gregorian: date, language: str | None = None) -> str:
    """«1 رمضان 1445هـ» or "1 Ramadan 1445 AH"."""
    hijri = HijriDate.of(gregorian)
    if _arabic(language):
        words = f"{hijri.day} {HIJRI_MONTHS_AR[hijri.month - 1]} {hijri.year}هـ"
        return writing.numeral(words, language)
    return f"{hijri.day} {HIJRI_MONTHS_EN[hijri.month - 1]} {hijri.year} AH"


def gregorian_words(gregorian: date, language: str | None = None) -> str:
    """«11 مارس 2024م» or "11 March 2024"."""
    if _arabic(language):
        month = GREGORIAN_MONTHS_AR[gregorian.month - 1]
        return writing.numeral(f"{gregorian.day} {month} {gregorian.year}م", language)
    return f"{gregorian.day} {GREGORIAN_MONTHS_EN[gregorian.month - 1]} {gregorian.year}"


def weekday_words(gregorian: date, language: str | None = None) -> str:
    return (WEEKDAYS_AR if _arabic(language) else WEEKDAYS_EN)[gregorian.weekday()]


def both_calendars(
    gregorian: date, language: str | None = None, *, first: Calendar | None = None
) -> str:
    """«1 رمضان 1445هـ (11 مارس 2024م)»; outside the Hijri tables the Gregorian date alone.

    `first`: as the policy has it, unless told.
    """
    if first is None:
        first = Calendar.GREGORIAN if writing.current().gregorian_first else Calendar.HIJRI
    plain = gregorian_words(gregorian, language)
    if not EARLIEST <= gregorian <= LATEST:
        return plain
    hijri = hijri_words(gregorian, language)
    return f"{hijri} ({plain})" if first == Calendar.HIJRI else f"{plain} ({hijri})"


def parse_date(typed: str) -> date:
    """The Gregorian date of what was typed in either calendar; raises a kind of InvalidDate."""
    return read_date(typed).date


def read_date(typed: str) -> TypedDate:
    """Day before month, never the American order; the year tells the calendar unless words do."""
    text, named = _take_month_name(_NOT_A_WORD.sub("", searchable(typed)))
    parts = re.findall("[0-9]+", text)
    told = {_CALENDAR_WORDS[word] for word in _words(text) if word in _CALENDAR_WORDS}
    if named is not None:
        told.add(named[0])
        parts = [*parts[:1], str(named[1]), *parts[1:]]
    year, month, day = _in_order(parts)
    if len(told) > 1:
        raise DateNotUnderstood
    kind = told.pop() if told else _calendar_of(year)
    return TypedDate(_existing(kind, year, month, day), kind)


def _existing(kind: Calendar, year: int, month: int, day: int) -> date:
    if kind == Calendar.HIJRI:
        return HijriDate(year, month, day).gregorian()
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise DateDoesNotExist(day=day, month=month, year=year) from error
    check_range(found)
    return found


def _calendar_of(year: int) -> Calendar:
    """The years of both calendars lie far apart within the range."""
    return Calendar.HIJRI if year < 1700 else Calendar.GREGORIAN


def _in_order(parts: list[str]) -> tuple[int, int, int]:
    """Year, month, day, of three numbers whose first or last is a year of four digits."""
    widths = [len(part) for part in parts]
    if len(parts) != 3 or sorted(widths)[1] > 2 or max(widths) != 4 or widths[1] == 4:
        raise DateNotUnderstood
    first, month, last = map(int, parts)
    return (first, month, last) if widths[0] == 4 else (last, month, first)


def _take_month_name(text: str) -> tuple[str, tuple[Calendar, int] | None]:
    """The text without its month's name, which month it is; every other word must be known."""
    found = _MONTH_NAME.search(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}" if found else text
    if _OTHER_SIGNS.search(rest) or not set(_words(rest)) <= _KNOWN_WORDS:
        raise DateNotUnderstood
    return rest, _MONTHS[found.group()] if found else None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _arabic(language: str | None) -> bool:
    return (language or get_language() or "ar").startswith("ar")


def _later_month(year: int, month: int, months: int) -> tuple[int, int]:
    years, zero_based = divmod(month - 1 + months, 12)
    return year + years, zero_based + 1


def _month_table() -> dict[str, tuple[Calendar, int]]:
    """Every spelling of a month, as `searchable` writes it."""
    spellings: list[tuple[Calendar, tuple[str, ...]]] = [
        (Calendar.HIJRI, HIJRI_MONTHS_AR),
        (Calendar.HIJRI, HIJRI_MONTHS_EN),
        (Calendar.HIJRI, _OTHER_HIJRI),
        (Calendar.GREGORIAN, GREGORIAN_MONTHS_AR),
        (Calendar.GREGORIAN, GREGORIAN_MONTHS_EN),
        (Calendar.GREGORIAN, _OTHER_GREGORIAN),
    ]
    return {
        searchable(name): (kind, number)
        for kind, months in spellings
        for number, names in enumerate(months, start=1)
        for name in names.split("|")
    }


_OTHER_HIJRI = (
    "المحرم|محرم الحرام",
    "صفر الخير",
    "ربيع اول|ربيع الاول|rabi al-awal|rabi i",
    "ربيع الثاني|ربيع ثاني|ربيع اخر|rabi al-akhir|rabi ii",
    "جمادى الاول|جماد الاول|جماد الاولى|جمادى اولى|jumada al-awwal|jumada i",
    "جمادى الثانية|جمادى الثاني|جمادى الاخر|جماد الثاني|جماد الاخر|جماد الاخرة"
    "|jumada al-thani|jumada al-thaniyah|jumada ii",
    "رجب الفرد",
    "شعبان|shaaban",
    "رمضان المبارك|ramadhan",
    "شوال|shawal",
    "ذي القعدة|ذوالقعدة|ذيالقعدة|القعدة|dhu al-qadah|dhul qadah|dhul qidah|dhul-qidah",
    "ذي الحجة|ذوالحجة|ذيالحجة|الحجة|dhul hijjah|dhul-hijjah|dhu al-hijja",
)
_OTHER_GREGORIAN = (
    "jan|كانون الثاني", "feb|شباط", "mar|آذار", "apr|نيسان|إبريل", "may|أيار|ماي",
    "jun|حزيران|يونيه", "jul|تموز|يوليه", "aug|آب|اغسطس", "sep|sept|أيلول",
    "oct|تشرين الأول", "nov|تشرين الثاني", "dec|كانون الأول",
)  # fmt: skip
_MONTHS = _month_table()
_MONTH_NAME = re.compile(
    r"(?<![^\W\d_])(?:"
    + "|".join(re.escape(name) for name in sorted(_MONTHS, key=len, reverse=True))
    + r")(?![^\W\d_])"
)
_CALENDAR_WORDS = {
    "ه": Calendar.HIJRI, "هجري": Calendar.HIJRI, "هجريا": Calendar.HIJRI,
    "ah": Calendar.HIJRI, "h": Calendar.HIJRI,
    "م": Calendar.GREGORIAN, "ميلادي": Calendar.GREGORIAN, "ميلاديا": Calendar.GREGORIAN,
    "ad": Calendar.GREGORIAN, "ce": Calendar.GREGORIAN, "g": Calendar.GREGORIAN,
}  # fmt: skip
_FILLING_WORDS = "يوم في بتاريخ تاريخ الموافق من شهر عام سنه لعام لسنه of the st nd rd th on"
_KNOWN_WORDS = (
    set(_CALENDAR_WORDS)
    | set(_FILLING_WORDS.split())
    | {searchable(name) for name in WEEKDAYS_AR + WEEKDAYS_EN}
)
# What may stand between the parts of a date: spaces, slashes, dashes, dots, commas.
_OTHER_SIGNS = re.compile(r"[^\w\s/\\\-–—−.,،:()]|_")
_NOT_A_WORD = re.compile("['’‘ʿʾ`]")
