"""Joins what the page's edge cut: a line goes on below where its next word did not fit any more."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from policies.reading.grammar import GREGORIAN_MONTH, HIJRI_MONTH, UNITS, either
from policies.reading.layout import UNFINISHED
from policies.reading.markers import strip_markers
from policies.reading.part_names import section_of
from policies.reading.pdf.glyphs import SOFT_HYPHEN
from policies.reading.pdf.pages import PageLine
from policies.reading.text import ARABIC_LETTER, fold, read_line

SENTENCE_END = re.compile(r"[.؟!؛]\s*[»\")]?\s*$")
LEADS_ON = re.compile(r":\s*$")
# A number that stands first because the line was cut there, not because it numbers the line.
COUNTS = re.compile(
    r"^\s*(?:\d{1,4}\s*/\s*\d|\(?\d{1,3}\)?\s*(?:%|[هم]\b|"
    rf"(?:{either(word for words in UNITS.values() for word in words)}|سنه|سنوات|عام"
    rf"|{HIJRI_MONTH}|{GREGORIAN_MONTH})(?![{ARABIC_LETTER}])))"
)
SAME_SIZE = 0.1
SAME_PITCH = 1.15
LOOSE = 1.75  # heights of a letter: lines so far apart may each be a paragraph
GAP = 1.5
ALIKE = 0.12  # of the page's width: how far the left margin may differ from the right one
CUT = re.compile(r"[/،,\-–]\s*$")
# Who signs stands on a line of its own, however full the line above it is.
SIGNS = re.compile(
    r"^(?:نائب |نائبه )?(?:رئيس|رئيسه|الرئيس|الامين العام|امين المجلس|امين السر|المدير التنفيذي)"
    r"(?: مجلس الاداره| المجلس| الجمعيه| مجلس الامناء)?\s*(?:[/:\-–].*)?$"
)
CENTRED = 1.5  # heights of a letter
SPACE = 0.25  # of a letter's height


Edges = dict[tuple[int, int], tuple[float, float]]
"""Left and right edge, by page and column."""


@dataclass(frozen=True)
class TextLine:
    """A line of the text, and on which pages it begins and ends."""

    text: str
    pages: tuple[int, int]


@dataclass(frozen=True)
class Setting:
    """How the document is set: both edges of each column, and from which pitch on a paragraph ends."""

    edges: Edges
    break_from: float
    is_spaced: bool


def paragraphs(lines: list[PageLine], widths: list[float]) -> list[TextLine]:
    notes = [line for line in lines if line.is_note]
    body = [line for line in lines if not line.is_note]
    setting = _setting(body, widths)
    found: list[TextLine] = []
    before: PageLine | None = None
    for line in body:
        if before and _goes_on(before, line, setting):
            last = found.pop()
            pages = (last.pages[0], line.page)
            found.append(TextLine(_joined(last.text, line.text), pages))
        else:
            pitch = _pitch(before, line) if before else None
            if pitch is not None and pitch > GAP * setting.break_from:
                found.append(_alone(line, ""))
            found.append(_alone(line))
        before = before if line.edge else line
    return [*found, *(_alone(note) for note in notes)]


def _alone(line: PageLine, text: str | None = None) -> TextLine:
    return TextLine(line.text if text is None else text, (line.page, line.page))


def _joined(first: str, second: str) -> str:
    if first.endswith(SOFT_HYPHEN):
        return first[:-1] + second
    return f"{first} {second}"


def _setting(lines: list[PageLine], widths: list[float]) -> Setting:
    edges = _edges(lines, widths)
    pitches: list[float] = []
    wraps: list[float] = []
    breaks: list[float] = []
    for before, line in pairwise(lines):
        pitch = _pitch(before, line)
        if pitch is None:
            continue
        pitches.append(pitch)
        (wraps if _did_not_fit(before, line, edges) else breaks).append(pitch)
    usual = min(wraps) if wraps else sorted(pitches)[len(pitches) // 5] if pitches else 1.5
    between = median(breaks) if breaks else usual
    if between > SAME_PITCH * usual:
        return Setting(edges, (usual + between) / 2, True)
    return Setting(edges, 1.6 * usual, False)


def _edges(lines: list[PageLine], widths: list[float]) -> Edges:
    """Of each column; where no line fills it, the margins are taken to be alike."""
    found: Edges = {}
    columns = {(round(widths[line.page]), line.column) for line in lines}
    for width, column in columns:
        of_column = [
            line
            for line in lines
            if line.column == column and round(widths[line.page]) == width and not line.edge
        ]
        if not of_column:
            continue
        left = min(line.x0 for line in of_column)
        right = max(line.x1 for line in of_column)
        is_alone = not any(other != column for _, other in columns)
        if is_alone and left > width - right + ALIKE * width:
            left = width - right
        found[width, column] = (left, right)
    return {
        (page, column): edge
        for page, width in enumerate(widths)
        for (wide, column), edge in found.items()
        if wide == round(width)
    }


def _pitch(before: PageLine, line: PageLine) -> float | None:
    """From baseline to baseline, in heights of a letter; None from one column or page to the next."""
    if before.page != line.page or before.column != line.column or before.y <= line.y:
        return None
    if before.is_split or line.is_split:
        return None
    return (before.y - line.y) / max(before.size, line.size)


def _did_not_fit(before: PageLine, line: PageLine, edges: Edges) -> bool:
    free = _free(before, edges)
    return free is not None and free < line.lead + SPACE * line.size


def _free(line: PageLine, edges: Edges) -> float | None:
    """How much of its column a line leaves empty where it ends; of a line in the middle, both sides."""
    if (line.page, line.column) not in edges:
        return None
    left, right = edges[line.page, line.column]
    before, after = right - line.x1, line.x0 - left
    if after <= CENTRED * line.size < before:  # set from the left, as Arabic seldom is
        return before
    if abs(before - after) < CENTRED * line.size < min(before, after):
        return before + after
    return after


def _goes_on(before: PageLine, line: PageLine, setting: Setting) -> bool:
    if before.is_split or line.is_split or before.edge or line.edge:
        return False
    if abs(before.size - line.size) > SAME_SIZE * before.size:
        return False
    if before.text.endswith(SOFT_HYPHEN):
        return True
    free = _free(before, setting.edges) or 0
    if LEADS_ON.search(before.text) and free > SPACE * before.size:
        return False
    if SIGNS.match(fold(line.text)) or (before.is_bold and not line.is_bold):
        return False
    if not _did_not_fit(before, line, setting.edges):
        return False
    unfinished = CUT.search(before.text) or UNFINISHED.search(fold(before.text))
    if not unfinished and (_is_marked(line.text) or _is_heading(line.text)):
        return False
    pitch = _pitch(before, line)
    if pitch is not None and pitch > setting.break_from:
        return False
    apart = pitch is not None and setting.is_spaced
    may_end = SENTENCE_END.search(before.text) or (pitch or 0) > LOOSE
    if may_end and not apart and not unfinished:
        return free < SPACE * before.size
    return True


def _is_heading(text: str) -> bool:
    return not SENTENCE_END.search(text) and section_of(fold(text).rstrip(" :")) is not None


def _is_marked(text: str) -> bool:
    line = read_line(1, text)
    if COUNTS.match(line.folded):
        return False
    return bool(strip_markers(line)[0])
