"""A second program reads the same pages; where the two disagree about a word that counts, it is said.

Both see the same drawing, but find letters, spaces and order each in its own way. Letters of a word
are compared without their order, since the other program turns Arabic words and «لا» about.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2

from policies.reading.pdf.glyphs import LOST
from policies.reading.pdf.pages import PageLine
from policies.reading.pdf.paragraphs import TextLine
from policies.reading.text import ARABIC_LETTER, fold

Doubt = tuple[str, int | None]
"""A reason, and the line of the text that it is about; None: all of them."""

NEGATIONS = frozenset(
    ("لا", "لم", "لن", "غير", "دون", "بدون", "ليس", "ليست", "عدم", "ولا", "ولم", "ولن")
)
MOST_LETTERS_APART, FEWEST_LETTERS_APART = 0.02, 10
_WORD = re.compile(r"\d+|[^\W\d_]+")
_LETTER = re.compile(rf"[{ARABIC_LETTER}]")
# A sign inside a word: a letter or a stroke that the file calls by another name.
_INSIDE = re.compile(
    rf"(?<=[{ARABIC_LETTER}])([^\s{ARABIC_LETTER}\u064b-\u065f\u0670]+)(?=[{ARABIC_LETTER}])"
)
_USUAL = frozenset("/.،,؛:()-–—…")
MOST_USUAL = 4


def doubts(
    texts: Sequence[TextLine],
    pages: Sequence[Sequence[PageLine]],
    document: pypdfium2.PdfDocument,
    aside: Sequence[str],
    *,
    squeezed: bool,
) -> list[Doubt]:
    found: list[Doubt] = []
    if squeezed or _has_unnamed(" ".join(line.text for line in texts)):
        found.append(("letters_unnamed", None))
    for number, lines in enumerate(pages):
        ours = " ".join(line.text for line in lines)
        theirs = document[number].get_textpage().get_text_bounded()
        apart = _apart(ours, theirs, aside[number])
        if apart is None:
            found += [("witnesses_disagree", place) for place, _ in _of_page(texts, number)]
            continue
        for place, line in _of_page(texts, number):
            if apart & set(_telling(line.text)):
                found.append(("witnesses_disagree", place))
    return sorted(set(found), key=lambda doubt: (doubt[1] or 0, doubt[0]))


def _has_unnamed(text: str) -> bool:
    inside = Counter(_INSIDE.findall(text))
    return LOST in text or any(
        not set(sign) <= _USUAL or (count > MOST_USUAL and count > text.count(sign) / 2)
        for sign, count in inside.items()
    )


def _of_page(texts: Sequence[TextLine], number: int) -> Iterator[tuple[int, TextLine]]:
    for place, line in enumerate(texts, start=1):
        if line.pages[0] <= number <= line.pages[1]:
            yield place, line


def _apart(ours: str, theirs: str, aside: str) -> set[str] | None:
    """The telling words that one of them has more often; None where so much differs that nothing
    of the page is sure."""
    here, there = _letters(ours), _letters(theirs) - _letters(aside)
    if abs(here - there) > max(FEWEST_LETTERS_APART, MOST_LETTERS_APART * here):
        return None
    said, heard = Counter(_telling(ours)), Counter(_telling(theirs)) - Counter(_telling(aside))
    if any(count > _like(word, ours) for word, count in heard.items()):
        return None
    return {word for word, count in said.items() if count > _like(word, theirs)}


def _like(word: str, text: str) -> int:
    """How often a word stands in a text, its letters in whatever order."""
    wanted = sorted(word)
    if word.isdigit():
        return sum(other == word for other in _telling(text))
    return sum(sorted(other) == wanted for other in _WORD.findall(fold(text)))


def _letters(text: str) -> int:
    """Arabic ones: Latin letters are what some producers call the strokes that stretch a word."""
    return len(_LETTER.findall(fold(text)))


def _telling(text: str) -> Iterator[str]:
    for word in _WORD.findall(fold(text)):
        if word.isdigit():
            yield str(int(word))
        elif word in NEGATIONS:
            yield word
