"""The letters of one page and where they stand, freed from what each producer does to them."""

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

TATWEEL = "\u0640"
SOFT_HYPHEN = "\u00ad"
UNMAPPED = re.compile(r"\(cid:\d+\)")
TURNED_LAM_ALEF = re.compile("([اأإآ])(ل)")
ARABIC = re.compile(r"[\u0621-\u0655\u0670-\u06d3\u0750-\u077f]")  # vowel marks included
LAM_ALEF = re.compile("ل[اأإآ]")
NARROW = 0.27  # of a letter's height, for each letter
BULLET = "•"
LOST = "\ufffd"
NO_WIDTH = 0.02  # of a letter's height
SLANTED = 4
SMALLEST = 0.5


@dataclass(frozen=True, slots=True)
class Glyph:
    """`y` is the baseline, upwards; a glyph without text fills its place (a stretched letter).

    `order` is when it was drawn.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    font: str = ""
    order: int = 0

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """`quarter`: by how many right angles the page was turned back. `aside`: words set at another
    angle, such as a watermark. `unmapped`: letters whose font does not say which they are.
    `squeezed`: a narrow sign is said to be several letters, which some producers do when one letter
    of them is drawn alone."""

    glyphs: list[Glyph]
    quarter: int
    aside: str
    unmapped: int
    squeezed: bool


def of_page(chars: Iterable[dict[str, Any]], width: float, height: float) -> PageGlyphs:
    by_quarter: dict[int, list[dict[str, Any]]] = {}
    for char in chars:
        if _is_on_page(char, width, height):
            by_quarter.setdefault(_quarter(char), []).append(char)
    straight = {quarter: each for quarter, each in by_quarter.items() if quarter != SLANTED}
    usual = max(straight, key=lambda quarter: len(straight[quarter]), default=0)
    aside = [
        char["text"] for quarter, each in by_quarter.items() if quarter != usual for char in each
    ]
    glyphs = _drawn_once(
        [_glyph(char, usual, order) for order, char in enumerate(straight.get(usual, []))]
    )
    unmapped = sum(glyph.text in {"", LOST} for glyph in glyphs)
    return PageGlyphs(glyphs, usual, "".join(aside), unmapped, any(map(_is_squeezed, glyphs)))


def _is_squeezed(glyph: Glyph) -> bool:
    said = "".join(char for char in glyph.text if not unicodedata.combining(char))
    if len(said) < 2 or LAM_ALEF.fullmatch(said) or not ARABIC.search(said):
        return False
    return glyph.x1 - glyph.x0 < NARROW * len(said) * glyph.size


def _is_on_page(char: dict[str, Any], width: float, height: float) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(0 <= x <= width and 0 <= y <= height and char["size"] > SMALLEST)


def _quarter(char: dict[str, Any]) -> int:
    a, b = char["matrix"][:2]
    turns = math.degrees(math.atan2(b, a)) / 90
    return round(turns) % 4 if abs(turns - round(turns)) < 0.1 else SLANTED


def _glyph(char: dict[str, Any], quarter: int, order: int) -> Glyph:
    x, y = char["matrix"][4:6]
    x0, x1, y0, y1 = char["x0"], char["x1"], char["y0"], char["y1"]
    left, right, base = {
        0: (x0, x1, y),
        1: (y0, y1, -x),
        2: (-x1, -x0, -y),
        3: (-y1, -y0, x),
    }[quarter]
    font = str(char["fontname"])
    bold = "bold" in font.lower()
    size = char["size"] if quarter % 2 == 0 else x1 - x0
    text = letters(char["text"])
    size = max(size, SMALLEST)
    if right - left < NO_WIDTH * size and text != LOST and not ARABIC.search(text):
        text = ""  # a vowel mark at most, whatever name it was given
    return Glyph(text, left, right, base, size, bold, font, order)


def letters(text: str) -> str:
    """What one drawn sign stands for: one form for every letter, its lam-alef the right way round."""
    if not text.strip("\x00\ufffd"):
        return LOST
    if UNMAPPED.search(text):
        return ""
    composed = unicodedata.normalize("NFKC", text)
    if any(unicodedata.combining(char) for char in composed):
        composed = composed.replace(
            " ", ""
        )  # a mark that stood alone was given a space to stand on
    composed = "".join(map(_letter, composed))
    return TURNED_LAM_ALEF.sub(r"\2\1", composed) if len(composed) == 2 else composed


def _letter(char: str) -> str:
    if char == SOFT_HYPHEN:
        return char
    if "\uf000" <= char <= "\uf0ff":
        return BULLET  # the signs of Word's lists have no letters
    if char.isspace():
        return " "
    hidden = char == TATWEEL or unicodedata.category(char) in {"Cc", "Cf", "Co", "Cn", "Cs"}
    return "" if hidden else char


Names = dict[tuple[str, int], str]
"""Letters by font and width."""


def names_of_lost(glyphs: list[Glyph]) -> Names:
    """Letters with vowel marks as some producers store them: the mark says both, its letter nothing,
    nor does that letter wherever it stands alone. One such place tells the letter's name."""
    names: Names = {}
    for place, glyph in enumerate(glyphs):
        base, marks = _base_and_marks(glyph)
        if base and marks:
            for beside in (*glyphs[max(place - 1, 0) : place], *glyphs[place + 1 : place + 2]):
                if beside.text == LOST and beside.font == glyph.font:
                    names[_shape(beside)] = base
    return names


def mended(glyphs: list[Glyph], names: Names) -> list[Glyph]:
    """With the names of letters that other places told, and vowel marks on their letters."""
    return _with_marks([_named(glyphs, place, names) for place in range(len(glyphs))])


def _named(glyphs: list[Glyph], place: int, names: Names) -> Glyph:
    glyph = glyphs[place]
    base, marks = _base_and_marks(glyph)
    if base and marks:
        return replace(glyph, text=marks)
    if glyph.text != LOST:
        return glyph
    beside = (*glyphs[max(place - 1, 0) : place], *glyphs[place + 1 : place + 2])
    has_mark = any(unicodedata.combining(char) for other in beside for char in other.text)
    is_mark = has_mark and glyph.x1 - glyph.x0 < NO_WIDTH * glyph.size
    return replace(glyph, text="" if is_mark else names.get(_shape(glyph), LOST))


def _base_and_marks(glyph: Glyph) -> tuple[str, str]:
    """Of a sign without a width, which can be a mark alone."""
    if glyph.x1 - glyph.x0 >= NO_WIDTH * glyph.size:
        return "", ""
    marks = "".join(char for char in glyph.text if unicodedata.combining(char))
    return glyph.text.removesuffix(marks), marks


def _shape(glyph: Glyph) -> tuple[str, int]:
    """A letter without a name is known again by its font and its width."""
    return glyph.font, round(1000 * (glyph.x1 - glyph.x0) / glyph.size)


def _drawn_once(glyphs: list[Glyph]) -> list[Glyph]:
    """Some producers draw a letter twice, a hair apart, to make it bold."""
    seen: set[tuple[str, float, int, int]] = set()
    kept = []
    for glyph in glyphs:
        step = glyph.size * 0.1
        x, y = round(glyph.x0 / step), round(glyph.y / step)
        near = ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if glyph.text.strip() and any((glyph.text, glyph.size, *place) in seen for place in near):
            continue
        seen.add((glyph.text, glyph.size, x, y))
        kept.append(glyph)
    return kept


def _with_marks(glyphs: list[Glyph]) -> list[Glyph]:
    """Vowel marks are drawn for themselves: each goes to the letter that it stands over.

    Where it was drawn says little (the letter's shape moves it), when it was drawn says more: right
    before its letter where the line is drawn from the left, right after it where from the right.
    """
    if not any(map(_is_mark, glyphs)):
        return glyphs
    added: dict[int, str] = {}
    bases = [index for index, glyph in enumerate(glyphs) if not _is_mark(glyph)]
    for index, mark in enumerate(glyphs):
        if _is_mark(mark):
            place = bisect_left(bases, index)
            beside = bases[max(place - 1, 0) : place + 1]
            near = [each for each in beside if _is_near(mark, glyphs[each])]
            if near:
                base = _base(mark, near, glyphs)
                added[base] = added.get(base, "") + mark.text
    return [
        replace(glyphs[index], text=glyphs[index].text + added.get(index, "")) for index in bases
    ]


def _base(mark: Glyph, near: list[int], glyphs: list[Glyph]) -> int:
    if len(near) == 1:
        return near[0]
    before, after = near
    return after if glyphs[before].middle < glyphs[after].middle else before


def _is_mark(glyph: Glyph) -> bool:
    return bool(glyph.text) and all(unicodedata.combining(char) for char in glyph.text)


def _is_near(mark: Glyph, base: Glyph) -> bool:
    beside = max(base.x0 - mark.middle, mark.middle - base.x1, 0.0)
    return beside < base.size and abs(mark.y - base.y) < base.size and bool(base.text.strip())
