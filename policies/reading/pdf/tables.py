"""Ruled tables of a page: each row becomes one line, its cells from right to left, as in Word files."""

from dataclasses import dataclass

from pdfplumber.page import Page

from policies.reading.pdf.glyphs import Glyph

MOST_RULES = 3_000
Box = tuple[float, float, float, float]
Table = list[list[Box]]


@dataclass(frozen=True)
class TableRow:
    """`y` is the middle of the row, counted upwards as the baselines of letters are."""

    cells: tuple[tuple[Glyph, ...], ...]
    y: float
    x0: float
    x1: float


def find(page: Page) -> list[Table]:
    """The boxes of cells, row by row. A box around paragraphs is a frame, not a table."""
    if len(page.edges) > MOST_RULES:
        return []
    tables = [
        [[cell for cell in row.cells if cell is not None] for row in table.rows]
        for table in page.find_tables()
    ]
    return [table for table in tables if any(len(row) > 1 for row in table)]


def take(
    tables: list[Table], glyphs: list[Glyph], height: float
) -> tuple[list[TableRow], list[Glyph]]:
    """The rows of all tables, and the letters that stand outside them."""
    found: list[TableRow] = []
    rest = glyphs
    for boxes in (row for table in tables for row in table if row):
        cells = []
        for box in sorted(boxes, key=lambda box: -box[2]):
            cells.append(tuple(glyph for glyph in rest if _is_in(glyph, box, height)))
            rest = [glyph for glyph in rest if not _is_in(glyph, box, height)]
        if any(glyph.text.strip() for cell in cells for glyph in cell):
            top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
            x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
            found.append(TableRow(tuple(cells), height - (top + bottom) / 2, x0, x1))
    return found, rest


def _is_in(glyph: Glyph, box: Box, height: float) -> bool:
    middle = height - glyph.y - 0.3 * glyph.size
    return box[0] <= glyph.middle <= box[2] and box[1] <= middle <= box[3]
