"""Which body establishes a damage, and in how many steps it is made good."""

import re
from typing import Any

from policies.reading.nouns import noun_phrase
from policies.reading.parts import Outline, Section
from policies.reading.text import ARABIC_LETTER, Passage

BODY = re.compile(
    rf"(?<![{ARABIC_LETTER}])[بل]?(?P<body>(?:ال)?(?:لجنه|مجلس|هيئه|وحده|اداره)\s+(?=\S))"
)
ANY_BODY = ("لجنه", "اللجنه")


def find(outline: Outline) -> tuple[dict[str, Any], dict[str, Passage]] | None:
    """None where the text has no part on compensation."""
    sections = [section for section in outline.of("compensation") if section.pieces]
    if not sections:
        return None
    passages = [passage for section in sections for passage in section.passages]
    named = [found for passage in passages if (found := _body(passage))]
    committees = [found for found in named if found[0].folded.startswith(ANY_BODY)]
    body = next(iter([*committees, *named]), None)
    values = {"body": body[1] if body else None, "steps": sum(map(_steps, sections))}
    return values, {"body": body[0]} if body else {}


def _body(passage: Passage) -> tuple[Passage, str] | None:
    match = BODY.search(passage.folded)
    return noun_phrase(passage, match.start("body")) if match else None


def _steps(section: Section) -> int:
    rows = [piece for piece in section.pieces if piece.kind == "row"]
    return (
        len(section.items)
        or len(rows[1:])
        or len([piece for piece in section.pieces if piece.kind == "paragraph"])
    )
