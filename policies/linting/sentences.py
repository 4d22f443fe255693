"""Sentences of a document: lines that a page broke are joined, lines that hold several are divided."""

import re
from collections.abc import Iterable, Iterator, Sequence

from policies.reading.text import Line, Passage

_LIST_MARK = re.compile(r"^(?:[-–—•●▪◦*·]\s*|\(?\d{1,3}\s*[-.)–:]\s*)+(?!\d)")
_STOPPED = re.compile(r"[.:؛؟!|]\s*$|[:؛]-?\s*$")
_STOP = re.compile(r"(?<!\d)[.؛؟!](?=\s|$)|؛")
_HEADING = re.compile(
    r"^#|^(?:ال)?(?:ماده|باب|فصل|فقره|بند|قسم)\s|^\w{3,12}\s?[:\-–/]\s|^\(?\w{1,3}[).]\s"
)
LONGEST_SENTENCE = 2000
# A shorter line was ended by its author, not by the edge of the page.
_FULL_LINE = 28

_NEGATION = re.compile(
    r"(?:^|\s)[وف]?(?:لا|لن|لم|ليس|ليست|دون|بدون|بلا|عدم|غير|[يت]منع|منع|[يت]حظر|حظر|تجنب|[يت]متنع|الا)"
    r"(?:\s[^\s،,]+){0,3}\s*$"
)


def list_mark(line: Line) -> str:
    """The bullet or number in front of a list item; empty for running text."""
    match = _LIST_MARK.match(line.folded)
    return match.group() if match else ""


def is_item(line: Line) -> bool:
    return bool(list_mark(line))


def sentences_of(lines: Iterable[Line]) -> Iterator[Passage]:
    for passage in _paragraphs(lines):
        start = 0
        for stop in _STOP.finditer(passage.folded):
            yield from _bounded(passage, start, stop.start())
            start = stop.end()
        yield from _bounded(passage, start, len(passage))


def _bounded(passage: Passage, start: int, end: int) -> Iterator[Passage]:
    """Rules look back from each match: words without end would take them the square of it."""
    for piece in range(start, end, LONGEST_SENTENCE):
        yield passage.slice(piece, min(piece + LONGEST_SENTENCE, end))


def _paragraphs(lines: Iterable[Line]) -> Iterator[Passage]:
    held: list[Line] = []
    for line in lines:
        if held and not _continues(held[-1], line):
            yield _joined(held)
            held = []
        held.append(line)
    yield _joined(held)


def _joined(lines: Sequence[Line]) -> Passage:
    return Passage([(line, 0, len(line.text)) for line in lines])


def _continues(before: Line, line: Line) -> bool:
    return (
        line.number == before.number + 1
        and len(before.text) >= _FULL_LINE
        and not _STOPPED.search(before.folded)
        and not is_item(line)
        and not _HEADING.search(line.folded)
        and "\t" not in line.text
        and "\t" not in before.text
    )


def is_negated(sentence: Passage, at: int) -> bool:
    """Whether what begins at `at` is forbidden, or said not to be."""
    return bool(_NEGATION.search(sentence.folded[:at]))
