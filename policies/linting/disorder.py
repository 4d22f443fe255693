"""Evidence that the words of a text stand in the order they are drawn, not the order they are read."""

import re
from collections.abc import Iterable

from policies.reading.text import ARABIC_LETTER, Line

_A = f"[{ARABIC_LETTER}]"
_EVIDENCE = {
    "mark at the end": re.compile(rf"^{_A}.*[^\s:.\-] (?:[•●▪]|-)$"),
    "stop at the start": re.compile(rf"^(?:-\s?:|:|\.|،|- :)\s?(?:\d+\s)?\s*{_A}"),
    "words run together": re.compile(rf"{_A}ة{_A}{{2,}}|(?<!{_A})ة{_A}{{2,}}"),
    "number run into a word": re.compile(r"\d(?!هـ)[ء-ي]{4,}"),
}


def disordered_lines(lines: Iterable[Line]) -> list[Line]:
    """Lines out of order; empty unless there are several kinds of evidence, not one slip repeated."""
    lines = list(lines)
    kinds = [
        [line for line in lines if pattern.search(line.text)] for pattern in _EVIDENCE.values()
    ]
    found = [line for kind in kinds for line in kind]
    if sum(map(bool, kinds)) < 2 or len(found) < 4:
        return []
    return sorted(set(found), key=lambda line: line.number)
