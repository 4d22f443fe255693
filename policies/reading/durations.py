"""Lengths of time in words or digits, with the bound that a text puts on them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies.reading.grammar import (
    BLANK,
    CONSTRUCT_DUALS,
    DUALS,
    GREGORIAN_MONTH,
    HIJRI_MONTH,
    LEAD,
    MAX_AFTER,
    MAX_BEFORE,
    MIN_AFTER,
    MIN_BEFORE,
    NUMBER,
    OF_WORK,
    UNITS,
    WITHIN,
    WORKING,
    either,
    number_of,
)
from policies.reading.model import DeadlineKind, DeadlineUnit
from policies.reading.text import ARABIC_LETTER, fold

_EDGE = rf"(?![{ARABIC_LETTER}])"
_SINGULAR = either(
    word for words in UNITS.values() for word in words if word == words[0] or word.endswith("ا")
)
_UNIT = either(word for words in UNITS.values() for word in words)
_DUAL = either(word for words in DUALS.values() for word in words)
_CONSTRUCT = either(word for words in CONSTRUCT_DUALS.values() for word in words)
_WORK = rf"(?P<work>\s+{either(OF_WORK)}{_EDGE})"
_ONE = r"(?:\s+(?:واحد[ها]?|اثنان|اثنين|اثنتين))?"
# «خلال شهر رمضان», «خلال يوم العمل» name a time, not a length
_NO_NAME = rf"(?!\s+(?:{HIJRI_MONTH}|{GREGORIAN_MONTH}|ال[{ARABIC_LETTER}]))"
LENGTH = (
    rf"(?:(?:(?P<number>{NUMBER})|(?P<blank>{BLANK}))\s*(?P<unit>{_UNIT}){_EDGE}{_WORK}?"
    rf"|(?P<construct>{_CONSTRUCT})(?=\s+عمل{_EDGE}){_WORK.replace('<work>', '<work2>')}"
    rf"|(?P<dual>{_DUAL}){_EDGE}{_ONE}{_WORK.replace('<work>', '<work3>')}?"
    rf"|(?P<single>{_SINGULAR}){_EDGE}{_ONE}{_NO_NAME}{_WORK.replace('<work>', '<work4>')}?{_ONE})"
)
# «ألا تتجاوز المدة …», «لا تزيد مدة الرد على …», «لا يتأخر في الرد أكثر من …»
_SPAN = r"(?:(?:ال)?(?:مده|فتره|مهله)(?:ها|ه)?|ذلك)(?:\s+(?!علي\s|عن\s|\d)\S+){0,3}?"
_LONG_MIN = rf"ا?لا\s+[يت]قل\s+{_SPAN}\s+عن"
_LONG_MAX = (
    rf"ا?لا\s+[يت]زيد\s+{_SPAN}\s+(?:علي|عن)|ا?لا\s+[يت]ت(?:جاوز|عدي)\s+{_SPAN}"
    r"|ا?لا\s+[يت]\S+\s+(?:\S+\s+){0,4}?(?:اكثر|ابعد)\s+من"
    r"|ا?لا\s+[يت]تاخر\s+(?:\S+\s+){0,3}?عن"
)
_START = rf"(?<![{ARABIC_LETTER}])(?:و|ف|ب|ول|وب)?"
_BEFORE = (
    rf"(?:(?P<lead>{either((*LEAD, *WITHIN))})\s+)?"
    rf"(?:(?P<min>{either(MIN_BEFORE)}|{_LONG_MIN})|(?P<max>{either(MAX_BEFORE)}|{_LONG_MAX}))\s+"
    rf"|(?P<within>{either(WITHIN)})\s+|(?P<led>{either(LEAD)})\s+"
    rf"|(?P<inside>في)\s+(?=(?:{NUMBER}|{_DUAL})\s)|"
)
# «من ثلاثة إلى خمسة أيام عمل», «بين 5 و10 أيام», «3 - 5 أيام»: the first number of a range
_RANGE = (
    rf"(?:(?P<between>(?:ما\s+)?بين|(?P<from>من))\s+)?(?P<least>{NUMBER})(?:\s*(?:{_UNIT}){_EDGE}(?:\s+عمل)?)?"
    rf"(?:\s+(?:الي|حتي)\s+|\s*(?<=\d)\s*[-–—]\s*(?=\d)|(?P<and>\s+و\s*))(?={NUMBER}\s*(?:{_UNIT}){_EDGE})"
    r"(?(and)(?(from)(?!)|(?(between)|(?!))))"
)
_VARIES = r"(?:[يت]تراوح|تمتد|[يت]قع)\s+(?:مدتها\s+|مدته\s+)?"
_AFTER = (
    rf"\s*[،,]?\s*(?:(?P<min_after>{either(MIN_AFTER)})|(?P<max_after>{either(MAX_AFTER)})){_EDGE}"
)
_QUALIFIED = rf"(?:\s+(?:تقويمي|ميلادي|هجري|متتالي|متواصل|فقط|كامل)[اه]?{_EDGE})?"
_IN_LATIN = r"(?:\s*\([A-Za-z \-]+\))?"
PATTERN = re.compile(
    rf"{_START}(?:{_BEFORE})(?:(?:{_VARIES})?{_RANGE})?{LENGTH}{_QUALIFIED}{_IN_LATIN}(?:{_AFTER})?"
)
EVERY = re.compile(
    rf"(?:كل|مره كل|بشكل دوري كل)\s+{LENGTH}"
    r"|(?:كل\s+(?:عام|سنه|ربع سنه|نصف سنه)(?:\s+\w+)?)"
    rf"|(?<![{ARABIC_LETTER}])(?:سنويا|شهريا|اسبوعيا|يوميا|نصف سنويا?|ربع سنويا?|مره في السنه|مرتين في السنه)"
)
_UNIT_OF: dict[str, DeadlineUnit] = {
    fold(word): unit
    for table in (UNITS, DUALS, CONSTRUCT_DUALS)
    for unit, words in table.items()
    for word in words
}


@dataclass(frozen=True)
class Duration:
    """`kind` is None for a bare length: only a table or a blank makes it a deadline."""

    kind: DeadlineKind | None
    value: int | None
    unit: DeadlineUnit
    start: int
    end: int
    least: int | None = None
    """The lower end of a range."""

    @property
    def bounded(self) -> bool:
        return self.kind is not None


def find_durations(folded: str) -> Iterator[Duration]:
    for match in PATTERN.finditer(folded):
        yield _duration(match)


def length_of(match: re.Match[str]) -> tuple[int | None, DeadlineUnit]:
    word = match["unit"] or match["construct"] or match["dual"] or match["single"]
    unit = _UNIT_OF[" ".join(word.split())]
    if any(match[name] for name in ("work", "work2", "work3", "work4")):
        unit = WORKING.get(unit, unit)
    if match["number"]:
        return number_of(match["number"]), unit
    if match["blank"]:
        return None, unit
    return (1 if match["single"] else 2), unit


def _duration(match: re.Match[str]) -> Duration:
    value, unit = length_of(match)
    kind: DeadlineKind | None = None
    if match["min"] or match["min_after"]:
        kind = "min"
    elif match["max"] or match["max_after"] or match["within"] or match["inside"]:
        kind = "max"
    least = number_of(match["least"]) if match["least"] else None
    if least is not None and (value is None or least >= value):
        least = None
    if least is not None and kind != "min" and (match["between"] or kind):
        kind = "max"
    start = match.start() + len(re.match(r"\s*", match.group()).group())  # type: ignore[union-attr]
    return Duration(kind, value, unit, start, match.end(), least)
