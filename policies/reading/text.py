"""Source text as lines that are compared letter by letter, and shown in their own words.

Every character of `Line.text` and `Line.folded` stands at the same index, so a pattern is matched
on the folded text and the match is shown from the source.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

TATWEEL = "\u0640"
HARAKAT = frozenset(
    [*map(chr, range(0x064B, 0x0660)), "\u0670", *map(chr, range(0x06D6, 0x06DD)), "\u0615"]
)
BIDI_MARKS = frozenset(
    "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
DROPPED = HARAKAT | BIDI_MARKS | {TATWEEL}

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
LETTERS = str.maketrans("أإآٱىیةک", "ااااييهك")
ARABIC_LETTER = "\u0621-\u063a\u0641-\u064a"
# Before the words of a page's head that a file keeps apart from its text; the reader knows it again.
PAGE_HEAD = "رأس الصفحة: "

_SPACES = re.compile(r"[^\S\t]+")
_ANY_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """One form for every letter (NFKC), no bidi marks, no tatweel; harakat and spaces stay."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(c for c in composed if c not in BIDI_MARKS and c != TATWEEL)


def normalise(text: str) -> str:
    """What `plain` gives, with ASCII digits, without harakat, and with single spaces."""
    composed = unicodedata.normalize("NFKC", text).translate(DIGITS)
    return _ANY_SPACE.sub(" ", "".join(c for c in composed if c not in DROPPED)).strip()


def fold(text: str) -> str:
    """For comparing only: `normalise`, and one letter each for alef, ya and ta marbuta."""
    return fold_letters(normalise(text)).lower()


def is_page_head(source: str) -> bool:
    return source.startswith(PAGE_HEAD)


def fold_letters(text: str) -> str:
    """The letter folding of `fold` alone; keeps every index."""
    return text.translate(LETTERS).translate(DIGITS)


@dataclass(frozen=True)
class Line:
    """`offsets[i]` is where the character `text[i]` stands in `source`."""

    number: int
    source: str
    text: str
    offsets: tuple[int, ...]
    repaired: bool = False

    @cached_property
    def folded(self) -> str:
        return fold_letters(self.text)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    def words(self, start: int = 0, end: int | None = None) -> str:
        """The source's own words between two indexes of `text`, damage included."""
        end = len(self.text) if end is None else end
        if start >= end:
            return ""
        last = self.offsets[end - 1] + 1
        while last < len(self.source) and self.source[last] in DROPPED:
            last += 1
        return self.source[self.offsets[start] : last]

    def value(self, start: int = 0, end: int | None = None) -> str:
        """The words fit to be shown: repaired where the line was repaired, harakat kept."""
        end = len(self.text) if end is None else end
        shown = self.text[start:end] if self.repaired else plain(self.words(start, end))
        return _ANY_SPACE.sub(" ", shown).strip()

    def part(self, start: int, end: int) -> "Line":
        """Some of its words, as a line of the same number."""
        kept = self.text[start:end].rstrip()
        return Line(
            self.number, self.source, kept, self.offsets[start : start + len(kept)], self.repaired
        )

    def rewritten(self, text: str) -> "Line":
        """The same source line, read as `text`; offsets are spread over the source."""
        length = max(len(self.source) - 1, 0)
        step = length / max(len(text) - 1, 1)
        offsets = tuple(min(length, round(index * step)) for index in range(len(text)))
        return Line(self.number, self.source, text, offsets, repaired=True)


def _kept(letter: str, before: str) -> str:
    if letter == TATWEEL and (before.isdigit() or before == ")"):
        return "-"  # numbers are often set off with a long tatweel for a dash
    if letter in DROPPED:
        return ""
    if letter.isspace() and letter != "\t":
        return "" if before == " " else " "
    return letter


def read_line(number: int, source: str) -> Line:
    letters: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(source):
        for letter in unicodedata.normalize("NFKC", char):
            kept = _kept(letter, letters[-1] if letters else "")
            if kept:
                letters.append(kept)
                offsets.append(offset)
    while letters and letters[-1] in " \t":
        letters.pop()
        offsets.pop()
    lead = next((index for index, letter in enumerate(letters) if letter not in " \t"), 0)
    return Line(number, source, "".join(letters[lead:]), tuple(offsets[lead:]))


class Lines(Sequence[Line]):
    """The lines of a text, blank ones included; `numbered(n)` counts from 1 as editors do."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = tuple(lines)

    @classmethod
    def read(cls, source: str) -> "Lines":
        broken = re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", source)
        return cls(read_line(number, line) for number, line in enumerate(broken, start=1))

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> "Lines": ...
    def __getitem__(self, index: int | slice) -> "Line | Lines":
        return Lines(self._lines[index]) if isinstance(index, slice) else self._lines[index]

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines)

    def numbered(self, number: int) -> Line:
        return self._lines[number - 1]

    @property
    def filled(self) -> list[Line]:
        return [line for line in self._lines if not line.is_blank]


class Passage:
    """Words that run over one or more lines, joined by spaces, each still knowing its line."""

    def __init__(self, parts: Iterable[tuple[Line, int, int]]) -> None:
        given = list(parts)
        self.parts = [(line, start, end) for line, start, end in given if start < end]
        self._line = given[0][0].number if given else 0
        self.text = " ".join(line.text[start:end] for line, start, end in self.parts)
        self.folded = fold_letters(self.text)

    @classmethod
    def of(cls, line: Line, start: int = 0, end: int | None = None) -> "Passage":
        return cls([(line, start, len(line.text) if end is None else end)])

    def __add__(self, other: "Passage") -> "Passage":
        return Passage([*self.parts, *other.parts])

    def __len__(self) -> int:
        return len(self.text)

    @property
    def line(self) -> int:
        """Of its first word, or where words would stand if there were any."""
        return self.parts[0][0].number if self.parts else self._line

    @property
    def repaired(self) -> bool:
        return any(line.repaired for line, _, _ in self.parts)

    def slice(self, start: int, end: int | None = None) -> "Passage":
        end = len(self.text) if end is None else end
        taken = []
        position = 0
        for line, first, last in self.parts:
            length = last - first
            begin, stop = max(start - position, 0), min(end - position, length)
            if begin < stop:
                taken.append((line, first + begin, first + stop))
            position += length + 1
        return Passage(taken)

    @property
    def value(self) -> str:
        return " ".join(part.value(start, end) for part, start, end in self.parts).strip()

    @property
    def words(self) -> str:
        joined = " ".join(part.words(start, end) for part, start, end in self.parts)
        return _ANY_SPACE.sub(" ", joined).strip()
