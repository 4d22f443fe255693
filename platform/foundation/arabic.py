"""Arabic text: digits and marks as people type them, words to search by, counted nouns."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import get_language

from foundation.writing import named, numeral

_WESTERN = "0123456789"
_ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
_FOLDED_DIGITS = str.maketrans(_ARABIC_INDIC + _PERSIAN, _WESTERN * 2)

_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_HARAKAT = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
)
_TATWEEL = "\u0640"
# Letters that people write one for the other; the last two come from Persian keyboards.
_ALIKE = str.maketrans("أإآٱىةؤئکی", "اااايهويكي")

_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"


def fold_digits(text: str) -> str:
    """Arabic-Indic and Persian digits become 0-9."""
    return text.translate(_FOLDED_DIGITS)


def strip_marks(text: str) -> str:
    """Without the invisible characters that steer direction, often copied along."""
    return _INVISIBLE.sub("", text)


def strip_harakat(text: str) -> str:
    """Without vowel marks and without the stroke that stretches words."""
    return _HARAKAT.sub("", text).replace(_TATWEEL, "")


def clean_typed(text: str) -> str:
    """A number, code or date as typed, ready to validate."""
    return fold_digits(strip_marks(unicodedata.normalize("NFKC", text))).strip()


def searchable(text: str) -> str:
    """The form to search and sort by, never shown: spellings that people mix up are one."""
    folded = strip_harakat(clean_typed(text)).translate(_ALIKE)
    return " ".join(folded.casefold().split())


# One name written in several ways: عبد الله and عبدالله, أبو بكر and أبوبكر, الغامدي and غامدي, علاء and
# علا. One after the other, on a text with a space at either end; foundation.word_search does the same in
# the database, and its indexes hold what comes out: a change here needs new indexes there.
WORD_FOLDS = (
    ("-", " "),
    ("ء", ""),
    (" الله ", "الله "),
    (" الدين ", "الدين "),
    (" عبد ", " عبد"),
    (" ابو ", " ابو"),
    (" ام ", " ام"),
    (" ال", " "),
)
LINEAGE = frozenset({"بن", "ابن", "بنت"})


def search_words(text: str) -> list[str]:
    """The words to find `text` by, in its order, without «son of» and «daughter of»."""
    folded = f" {searchable(text)} "
    for written, kept in WORD_FOLDS:
        folded = folded.replace(written, kept)
    return [word for word in folded.split() if word not in LINEAGE]


def listed(texts: Iterable[str]) -> str:
    """One after the other, with the comma of the language in force."""
    return ("، " if (get_language() or "ar").startswith("ar") else ", ").join(texts)


def isolate(text: str) -> str:
    """For plain text (messages, CSV): `text` keeps its own direction whatever stands around it."""
    return f"{_FIRST_STRONG_ISOLATE}{strip_marks(text)}{_POP_ISOLATE}"


class Noun(StrEnum):
    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    HIJRI_MONTH = "hijri_month"
    HOUR = "hour"
    WORKING_HOUR = "working_hour"
    MINUTE = "minute"
    CASE = "case"
    REQUEST = "request"
    COMPLAINT = "complaint"
    DOCUMENT = "document"
    BENEFICIARY = "beneficiary"


@dataclass(frozen=True, slots=True)
class _Forms:
    one: str
    two: str
    two_oblique: str
    few: str
    many: str
    """After 11 to 99: accusative."""
    hundred: str
    english: tuple[str, str]


_FORMS = {
    Noun.DAY: _Forms("يوم واحد", "يومان", "يومين", "أيام", "يومًا", "يوم", ("day", "days")),
    Noun.WORKING_DAY: _Forms(
        "يوم عمل واحد",
        "يوما عمل",
        "يومي عمل",
        "أيام عمل",
        "يوم عمل",
        "يوم عمل",
        ("working day", "working days"),
    ),
    Noun.WEEK: _Forms(
        "أسبوع واحد", "أسبوعان", "أسبوعين", "أسابيع", "أسبوعًا", "أسبوع", ("week", "weeks")
    ),
    Noun.MONTH: _Forms("شهر واحد", "شهران", "شهرين", "أشهر", "شهرًا", "شهر", ("month", "months")),
    Noun.HIJRI_MONTH: _Forms(
        "شهر هجري واحد",
        "شهران هجريان",
        "شهرين هجريين",
        "أشهر هجرية",
        "شهرًا هجريًا",
        "شهر هجري",
        ("Hijri month", "Hijri months"),
    ),
    Noun.HOUR: _Forms(
        "ساعة واحدة", "ساعتان", "ساعتين", "ساعات", "ساعة", "ساعة", ("hour", "hours")
    ),
    Noun.WORKING_HOUR: _Forms(
        "ساعة عمل واحدة",
        "ساعتا عمل",
        "ساعتي عمل",
        "ساعات عمل",
        "ساعة عمل",
        "ساعة عمل",
        ("working hour", "working hours"),
    ),
    Noun.MINUTE: _Forms(
        "دقيقة واحدة", "دقيقتان", "دقيقتين", "دقائق", "دقيقة", "دقيقة", ("minute", "minutes")
    ),
    Noun.CASE: _Forms(
        "معاملة واحدة", "معاملتان", "معاملتين", "معاملات", "معاملة", "معاملة", ("case", "cases")
    ),
    Noun.REQUEST: _Forms(
        "طلب واحد", "طلبان", "طلبين", "طلبات", "طلبًا", "طلب", ("request", "requests")
    ),
    Noun.COMPLAINT: _Forms(
        "شكوى واحدة", "شكويان", "شكويين", "شكاوى", "شكوى", "شكوى", ("complaint", "complaints")
    ),
    Noun.DOCUMENT: _Forms(
        "مستند واحد", "مستندان", "مستندين", "مستندات", "مستندًا", "مستند", ("document", "documents")
    ),
    Noun.BENEFICIARY: _Forms(
        "مستفيد واحد",
        "مستفيدان",
        "مستفيدين",
        "مستفيدين",
        "مستفيدًا",
        "مستفيد",
        ("beneficiary", "beneficiaries"),
    ),
}


def counted(
    number: int, noun: Noun | str, *, oblique: bool = False, language: str | None = None
) -> str:
    """«يومان», «3 أيام», «11 يومًا», «100 يوم», or "3 days".

    `oblique`: after a preposition, as in «خلال يومين».
    """
    if number < 0:
        raise ValueError("nothing counts less than zero; say how late instead")
    forms = _FORMS[Noun(noun)]
    if not (language or get_language() or "ar").startswith("ar"):
        return f"{number} {forms.english[number != 1]}"
    if number == 1:
        return named(forms.one)
    if number == 2:
        return named(forms.two_oblique if oblique else forms.two)
    return f"{numeral(str(number), 'ar')} {named(_after(number % 100, forms))}"


def _after(rest: int, forms: _Forms) -> str:
    """The noun's form after the last two digits of a number above two, or zero."""
    if 3 <= rest <= 10:
        return forms.few
    return forms.many if rest >= 11 else forms.hundred
