"""The parts of a policy document and the pieces under each heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from policies.reading.markers import Marker
from policies.reading.part_names import LEADS, section_of, sentence_sections
from policies.reading.text import Line, Passage

HEAD = "head"
OTHER = "other"
AND_THE = re.compile(r"\s+و(?=ال)")
NEEDS_WORDS = {"review"}  # «النشر والمراجعة» over words on publishing alone reviews nothing
PieceKind = Literal["item", "paragraph", "row", "lead"]


@dataclass(eq=False)
class Piece:
    """Something under a heading; `cells` are the spans of a table row. Each is itself alone."""

    kind: PieceKind
    passage: Passage
    marker: Marker | None = None
    cells: list[Passage] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.passage.line


@dataclass
class Section:
    key: str
    title: Passage
    line: int
    pieces: list[Piece] = field(default_factory=list)

    @property
    def items(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind == "item"]

    @property
    def passages(self) -> list[Passage]:
        return [piece.passage for piece in self.pieces]


@dataclass
class Outline:
    sections: list[Section]
    letterheads: list[Line]
    toc: list[Line]

    def of(self, key: str) -> list[Section]:
        return [section for section in self.sections if section.key == key]

    @property
    def present(self) -> set[str]:
        """The parts that have a heading or a sentence of their own."""
        found = {section.key for section in self.sections} - {HEAD, OTHER}
        for section in self.sections:
            for part in AND_THE.split(section.title.folded)[1:]:  # «النطاق والمسؤوليات»
                key = section_of(part)
                if key and key not in NEEDS_WORDS:
                    found.add(key)
            for passage in section.passages if section.key not in {"tools", "channels"} else []:
                found.update(sentence_sections(passage.folded))
            if any(_leads_to_practices(passage) for passage in section.passages):
                found.add("practices")
        return found

    def pieces(self) -> Iterator[tuple[Section, Piece]]:
        for section in self.sections:
            for piece in section.pieces:
                yield section, piece


def _leads_to_practices(passage: Passage) -> bool:
    """The practices are often the tail of the last goal, without a heading."""
    folded = passage.folded
    return "ممارسات" in folded and bool(re.search(r"طريق|وذلك عن", folded) or LEADS.search(folded))
