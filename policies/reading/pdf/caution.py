"""What a person must look at in a reading that came from a PDF.

Extraction may lose or turn a «لا» and misplace digits, and nothing in the text shows it. So every
negation, number and date is asked for, and every value of a line that two witnesses read unalike.
"""

import re
from collections.abc import Iterable, Sequence

from policies.reading.grammar import NUMBER_WORD, ORDINAL_WORD, UNITS, either
from policies.reading.model import Reading, ReviewReason, Source
from policies.reading.pdf.process import Doubt
from policies.reading.text import ARABIC_LETTER, fold

TO_LOOK_AT, TO_CHECK = 0.75, 0.65  # both are asked; the second was read in two ways
NEGATIONS = ("لا", "لم", "لن", "غير", "دون", "بدون", "ليس", "ليست", "عدم", "إلا", "ألا", "سوى")
ALWAYS = re.compile(
    r"^(?:deadlines\.|license_no|version|approval\.(?:session|board_term|hijri|gregorian|decision))"
)
COUNTS = re.compile(
    rf"\d|(?<![{ARABIC_LETTER}])[وف]?"
    rf"(?:{either(NEGATIONS)}|{NUMBER_WORD}|{ORDINAL_WORD}"
    rf"|{either(word for words in UNITS.values() for word in words)})(?![{ARABIC_LETTER}])"
)


def with_questions(reading: Reading, text: str, doubts: Iterable[Doubt]) -> Reading:
    lines = text.split("\n")
    by_line: dict[int | None, list[str]] = {}
    for doubt in doubts:
        by_line.setdefault(doubt.line, []).append(doubt.reason)
    sources = [_asked(source, lines, by_line) for source in reading.sources]
    reasons = [reason for each in by_line.values() for reason in each]
    review: list[ReviewReason] = [*reading.review_needed, "from_pdf", *reasons]  # type: ignore[list-item]
    if any(source.confidence <= TO_LOOK_AT for source in sources):
        review.append("doubtful_values")
    return reading.model_copy(
        update={"sources": sources, "review_needed": list(dict.fromkeys(review))}
    )


def _asked(source: Source, lines: Sequence[str], by_line: dict[int | None, list[str]]) -> Source:
    confidence = source.confidence
    if ALWAYS.search(source.path) or COUNTS.search(fold(source.words)):
        confidence = min(confidence, TO_LOOK_AT)
    if None in by_line or any(number in by_line for number in _lines_of(source, lines)):
        confidence = min(confidence, TO_CHECK)
    return source.model_copy(update={"confidence": confidence})


def _lines_of(source: Source, lines: Sequence[str]) -> Iterable[int]:
    """A value may run on over the lines below the one that it begins in."""
    left = len(source.words)
    number = source.line
    while number <= len(lines) and left > 0:
        yield number
        left -= len(lines[number - 1]) + 1
        number += 1
