"""What a line says as a heading: its title, the part it names, and what follows its colon."""

from dataclasses import dataclass

from policies.reading.layout import LETTERHEAD, TRAILING
from policies.reading.markers import Marker
from policies.reading.part_names import section_of, table_section
from policies.reading.parts import HEAD, Section
from policies.reading.text import Line, Passage


@dataclass(frozen=True)
class Heading:
    key: str
    title: Passage
    tail: Passage | None = None
    marker: Marker | None = None


def title_of(line: Line, start: int, *, ends_open: bool) -> tuple[int, Passage | None]:
    """Where the title ends, and what follows its colon on the same line."""
    colon = line.text.find(":", start)
    if colon > 0 and line.text[colon + 1 :].strip(" -–—_.\t"):
        if len(line.text[start:colon].split()) <= 9:
            lead = len(line.text) - len(line.text[colon + 1 :].lstrip())
            return colon, Passage.of(line, lead)
    elif ends_open and colon > 0:
        return colon, None
    return start + len(TRAILING.sub("", line.text[start:])), None


def section_in_any_order(folded: str) -> str | None:
    key = section_of(folded)
    if key:
        return key
    words = folded.replace(":", " ").split()
    if len(words) > 12:
        return None
    for turned in (words[::-1], *(words[i:] + words[:i] for i in range(1, len(words)))):
        if key := section_of(" ".join(turned)):
            return key
    return None


def has_words(line: Line) -> bool:
    """No page number and no field of a page's head."""
    return not LETTERHEAD.fullmatch(line.folded.strip())


def table_of_its_own(cells: list[Passage], section: Section, *, in_labels: bool) -> str | None:
    """A row of titles under another table, or under no heading, begins a part."""
    follows_rows = any(piece.cells for piece in section.pieces[-1:])
    if not (follows_rows or in_labels or section.key == HEAD):
        return None
    key = table_section([cell.folded for cell in cells]) if len(cells) > 2 else None
    return key if key != section.key else None


def is_labelled(cells: list[Passage], section: Section) -> bool:
    """Two cells, a name and what it is: outside a table, or under numbered rows of more cells."""
    last = section.pieces[-1].cells if section.pieces else []
    if len(cells) != 2 or len(last) <= 2:
        return len(cells) == 2
    return last[0].text.strip(" .-–()").isdigit() and section_of(cells[0].folded) is not None
