"""Rows of a table as lines: cells set apart by tabs, so that each column keeps its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

NOTHING = "–"  # holds the place of an empty cell


@dataclass(frozen=True)
class Cell:
    """`goes_on`: the cell above reaches down into this row."""

    lines: list[str]
    goes_on: bool = False
    holds_table: bool = False

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())


def settled(rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    """Cells that reach over rows count in each; a row that only goes on is part of the one above."""
    above: list[Cell] = []
    for row in rows:
        if not row:
            continue
        if above and _only_goes_on(row):
            above = [_joined(upper, lower) for upper, lower in zip_longest(above, row)]
            continue
        if above:
            yield above
        above = [
            replace(above[index], goes_on=False) if cell.goes_on and index < len(above) else cell
            for index, cell in enumerate(row)
        ]
    if above:
        yield above


def row_lines(row: list[Cell]) -> Iterator[str]:
    """A row of one cell is a frame around paragraphs, and so is one with a table inside."""
    filled = [cell for cell in row if cell.text]
    if len(filled) <= 1 or any(cell.holds_table for cell in filled):
        for cell in filled:
            yield from cell.lines
    else:
        yield "\t".join(cell.text or NOTHING for cell in row).rstrip(f"\t{NOTHING}")


def _only_goes_on(row: list[Cell]) -> bool:
    """A group named once beside several rows is one cell among many; a row cut in two, most of them."""
    return 2 * sum(cell.goes_on for cell in row) >= len(row)


def _joined(upper: Cell | None, lower: Cell | None) -> Cell:
    lines = [
        *(upper.lines if upper else []),
        *(lower.lines if lower and not lower.goes_on else []),
    ]
    return Cell(lines, holds_table=bool(lower and lower.holds_table))
