"""The lines of one page in reading order: tables in their place, the right column before the left."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from policies.reading.pdf.glyphs import Glyph
from policies.reading.pdf.lines import (
    Row,
    aligned,
    is_raised,
    read,
    rows,
    segments,
    tokens,
)
from policies.reading.pdf.tables import TableRow

FEWEST_LINES = 5  # on each side of a gutter
FULL = 0.6
GUTTER = 1.2  # times the height of letters
CELLS_APART = "\t"


@dataclass
class PageLine:
    """`drawn` is one row of signs for each cell; `x0` … `size` say where it stands.

    `lead` is the width of its first word. `column` counts from the right.
    """

    page: int
    drawn: list[list[str]]
    x0: float
    x1: float
    y: float
    size: float
    lead: float = 0.0
    column: int = 0
    is_bold: bool = False
    is_note: bool = False
    in_table: bool = False
    edge: bool = False
    text: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def is_split(self) -> bool:
        return self.in_table or CELLS_APART in self.text

    def settle(self, *, mirrored: bool) -> None:
        cells = [read(drawn, mirrored=mirrored) for drawn in self.drawn]
        self.text = CELLS_APART.join(cells).strip(" ")


def page_lines(
    number: int, glyphs: Sequence[Glyph], table_rows: Sequence[TableRow]
) -> list[PageLine]:
    parts = [part for row in aligned([segments(row) for row in rows(glyphs)]) for part in row]
    lines: list[PageLine] = []
    for band, gutter in _bands(parts):
        if gutter is None:
            lines += _lines(number, band, 0)
            continue
        right = [part for part in band if part.x0 >= gutter]
        left = [part for part in band if part.x0 < gutter]
        lines += _lines(number, right, 0)
        lines += _lines(number, left, 1)
    for table_row in table_rows:
        line = _table_line(number, table_row)
        later = (
            place
            for place, other in enumerate(lines)
            if other.y < line.y and (other.column == 0 or other.x1 <= line.x1)
        )
        lines.insert(next(later, len(lines)), line)
    return lines


def _lines(number: int, parts: Sequence[Row], column: int) -> list[PageLine]:
    """Parts that stand far from each other on one baseline are cells of one line."""
    by_baseline: dict[float, list[Row]] = {}
    for part in parts:
        by_baseline.setdefault(part.y, []).append(part)
    found = []
    for y, together in sorted(by_baseline.items(), reverse=True):
        ordered = sorted(together, key=lambda part: -part.x1)
        first, size = ordered[0], median(part.size for part in ordered)
        line = PageLine(
            number,
            [tokens(part) for part in ordered],
            min(part.x0 for part in ordered),
            max(part.x1 for part in ordered),
            y,
            size,
            lead=_first_word(first),
            column=column,
            is_bold=all(part.is_bold for part in ordered),
            is_note=is_raised(first.glyphs[-1], first),
        )
        if any(line.drawn):
            found.append(line)
    return found


def _first_word(row: Row) -> float:
    """From the right end to the first space."""
    start = row.glyphs[-1].x1
    end = start
    for glyph in reversed(row.glyphs):
        if glyph.text == " " or end - glyph.x1 > 0.18 * row.size:
            break
        end = glyph.x0
    return start - end


def _table_line(number: int, table_row: TableRow) -> PageLine:
    cells = []
    sizes = [glyph.size for cell in table_row.cells for glyph in cell]
    for cell in table_row.cells:
        drawn: list[str] = []
        for row in reversed(rows(cell)):  # lines of a cell are joined; the last stands leftmost
            drawn += [*([" "] if drawn else []), *tokens(row)]
        cells.append(drawn)
    return PageLine(
        number, cells, table_row.x0, table_row.x1, table_row.y, median(sizes), in_table=True
    )


def _bands(parts: list[Row]) -> list[tuple[list[Row], float | None]]:
    """The page from top to bottom, cut where it goes from one column to two and back."""
    found = _two_columns(parts)
    if found is None:
        return [(parts, None)]
    top, bottom, gutter = found
    above = [part for part in parts if part.y > top]
    inside = [part for part in parts if bottom <= part.y <= top]
    below = [part for part in parts if part.y < bottom]
    return [(above, None), (inside, gutter), *(_bands(below) if below else [])]


def _two_columns(parts: list[Row]) -> tuple[float, float, float] | None:
    """Top, foot and gutter of the longest stretch that nothing crosses and prose fills on both sides."""
    if len(parts) < 2 * FEWEST_LINES:
        return None
    left, right = min(part.x0 for part in parts), max(part.x1 for part in parts)
    size = median(part.size for part in parts)
    best: tuple[int, float, float, float] | None = None
    ordered = sorted(parts, key=lambda part: -part.y)
    gutter = left + 0.25 * (right - left)
    while gutter < left + 0.75 * (right - left):
        for stretch in _uncrossed(ordered, gutter, GUTTER * size / 2):
            if (best is None or len(stretch) > best[0]) and _is_prose(stretch, gutter):
                best = (len(stretch), stretch[0].y, stretch[-1].y, gutter)
        gutter += 0.4 * size
    return best[1:] if best else None


def _uncrossed(ordered: list[Row], gutter: float, margin: float) -> list[list[Row]]:
    stretches: list[list[Row]] = [[]]
    for part in ordered:
        if part.x0 < gutter + margin and part.x1 > gutter - margin:
            stretches.append([])
        else:
            stretches[-1].append(part)
    return [stretch for stretch in stretches if len(stretch) >= 2 * FEWEST_LINES]


def _is_prose(stretch: list[Row], gutter: float) -> bool:
    for side in (
        [part for part in stretch if part.x0 >= gutter],
        [part for part in stretch if part.x1 <= gutter],
    ):
        if len(side) < FEWEST_LINES:
            return False
        widths = [part.x1 - part.x0 for part in side]
        words = [sum(map(str.isspace, tokens(part))) + 1 for part in side]
        if median(widths) < FULL * max(widths) or median(words) < 3:
            return False
    return True
