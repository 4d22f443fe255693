"""What stands before the words of a line: bullets, numbers, letters, ordinals, article headings."""

import re
from dataclasses import dataclass

from policies.reading.grammar import ADVERB_WORD, ADVERB_WORDS, LETTERS, ORDINAL_WORD, ordinal_of
from policies.reading.text import ARABIC_LETTER, Line

_BULLET = (
    r"[-–—−•●▪■◦·∙‣❖➢➤►▶✓✔*\u2190-\u2bff\ue000-\uf8ff\U0001f300-\U0001faff](?=\s|[^\s\d-])"
    r"|[-–—•]\s*(?=\d{1,2}(?:\s*[-–.)]|\s+\D))"
)
_DIGITS = r"\(?(?P<number>\d{1,2}(?:[.\-]\d{1,2}){0,2})\s*(?P<after>[-–—.)\]/:ـ]+)(?!\d)"
# «4-1 …», «5.2 …»: a number of two levels needs no mark after it.
_LEVELS = (
    rf"(?P<levels>\d{{1,2}}[.\-/]\d{{1,2}}(?:[.\-/]\d{{1,2}})?)\s+(?=[{ARABIC_LETTER}])"
    r"(?!(?:يوم|ايام|شهر|اشهر|ساعه|ساعات|اسبوع|اسابيع|سنه|سنوات|عام|ه(?![ء-ي])|م(?![ء-ي])))"
)
_BARE = rf"(?P<bare>\d{{1,2}})\s+(?=[{ARABIC_LETTER}])(?!(?:يوم|ايام|شهر|اشهر|ساعه|ساعات|اسبوع))"
_LETTER = r"\(?(?P<letter>[ابجدهوزحطي])\s*(?:[-–—.)\]/](?!\d))+"
_ROMAN = r"\(?(?P<roman>[IVX]{1,5}|[ivx]{1,5})\s*[.)\-–:/](?=\s|\S)"
_LATIN = r"\(?(?P<latin>[a-hA-H])\s*[.)](?=\s)"
# «س: كيف أتواصل مع الجمعية؟» over «ج: …»
_QUESTION = r"(?:س|السؤال|سؤال)\s*\(?(?P<question>\d{1,2})?\)?\s*[:\-–/)]+"
_ANSWER = r"(?:ج|الجواب|جواب|الاجابه)\s*\(?\d{0,2}\)?\s*:"
_ADVERB = rf"(?P<adverb>{ADVERB_WORD})(?![{ARABIC_LETTER}])\s*[-–—.،:)/]*"
ARTICLE = (
    r"(?P<article>(?:ال)?(?:ماده|بند|فصل|قسم|باب|محور|فقره|مبحث|مطلب))\s*"
    rf"(?P<which>[(\[]?\s*\d{{1,3}}\s*[)\]]?|{ORDINAL_WORD}(?![{ARABIC_LETTER}]))(?!\s+من\s)\s*[-–—:./]*"
)
_KINDS = (
    ("hash", r"#{1,6}\s+|\*\*(?=\S)"),
    ("article", ARTICLE),
    ("question", _QUESTION),
    ("answer", _ANSWER),
    ("adverb", _ADVERB),
    ("roman", _ROMAN),
    ("latin", _LATIN),
    ("digit", _DIGITS),
    ("levels", _LEVELS),
    ("letter", _LETTER),
    ("bullet", _BULLET),
    ("bare", _BARE),
)
_PATTERNS = tuple((kind, re.compile(rf"\s*(?:{pattern})\s*")) for kind, pattern in _KINDS)
# Junk that marks leave at either end once lines were cut: «. 2», «:».
_STRAY = re.compile(r"\s*[.:،,؛]+\s*(?:\d{1,2}\s+(?=\D))?[-–:]?\s*")
INLINE = re.compile(
    rf"(?<![\d/.{ARABIC_LETTER}])(?:(?P<number>\d{{1,2}})\s*[-–.)](?!\d)|"
    rf"(?P<letter>[ابجدهوزحطي])\s*[)]|[(](?P<closed>\d{{1,2}}|[ابجدهوزحطي])[)])\s*"
)

ROMAN = {"I": 1, "V": 5, "X": 10}
NUMBERS = {"article", "adverb", "digit", "levels", "letter", "bare", "roman", "latin", "question"}
LIST_NUMBER_KINDS = NUMBERS - {"levels"}


@dataclass(frozen=True)
class Marker:
    """`style` tells lists apart: «1-» and «1.» number different levels of one document.

    `sign` is the bullet itself.
    """

    kind: str
    style: str
    number: int | None = None
    sign: str = ""


def strip_markers(line: Line) -> tuple[list[Marker], int]:
    """The marks before a line's words, outermost first, and the index where the words begin."""
    found: list[Marker] = []
    position = 0
    while len(found) < 4:
        while stray := _STRAY.match(line.folded, position):
            position = stray.end()
        for kind, pattern in _PATTERNS:
            match = pattern.match(line.folded, position)
            if match and match.end() > position and not _repeats(kind, found):
                found.append(_marker(kind, match))
                position = match.end()
                break
        else:
            return found, position
    return found, position


def _repeats(kind: str, found: list[Marker]) -> bool:
    """One number is enough: what follows «1-» and looks like a number belongs to the words."""
    return kind in NUMBERS and any(marker.kind in NUMBERS for marker in found)


def _marker(kind: str, match: re.Match[str]) -> Marker:
    if kind == "article":
        return Marker(kind, "article", article_number(match["which"]))
    if kind == "adverb":
        return Marker(kind, "adverb", ADVERB_WORDS.get(" ".join(match["adverb"].split())))
    if kind == "digit":
        parts = re.split(r"[.\-]", match["number"])
        style = f"digit{match['after'].strip()[:1]}{len(parts)}"
        return Marker(kind, style, int(parts[-1]))
    if kind == "levels":
        parts = re.split(r"[.\-/]", match["levels"])
        return Marker("digit", f"levels{len(parts)}", int(parts[-1]))
    if kind == "letter":
        return Marker(kind, "letter", LETTERS[match["letter"]])
    if kind == "roman":
        return Marker(kind, "roman", _roman(match["roman"]))
    if kind == "latin":
        return Marker(kind, "latin", ord(match["latin"].lower()) - ord("a") + 1)
    if kind == "question":
        return Marker(kind, "question", int(match["question"]) if match["question"] else None)
    if kind == "bare":
        return Marker(kind, "bare", int(match["bare"]))
    return Marker(kind, kind, sign=match.group().strip())


def article_number(text: str) -> int | None:
    """Of «(3)» or «الثالثة»."""
    digits = re.search(r"\d+", text)
    return int(digits.group()) if digits else ordinal_of(text)


def _roman(letters: str) -> int:
    values = [ROMAN[letter] for letter in letters.upper()]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def inner(markers: list[Marker]) -> Marker | None:
    """The mark that numbers the words: «- 1 -» is an item number, not a bullet."""
    numbered = [marker for marker in markers if marker.kind in LIST_NUMBER_KINDS]
    return next(reversed(numbered or markers), None)


def numbered(markers: list[Marker]) -> Marker | None:
    return next((marker for marker in markers if marker.kind in LIST_NUMBER_KINDS), None)
