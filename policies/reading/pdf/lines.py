"""From letters on one baseline to words in the order in which they are read.

Letters stand where they are drawn: the line is read from its right end, and what runs from left to
right inside it (numbers, Latin words) is turned back, by the rules that turned it when it was set.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from policies.reading.pdf.glyphs import LOST, SOFT_HYPHEN, Glyph

SAME_BASELINE = 0.3  # of a letter's height
RAISED = 0.75  # of the line's letters: a smaller sign above or below it is part of the line
WORD_GAP = 0.18
WIDE_GAP = 1.4
WIDE = "   "  # two names side by side
TOUCHING = 0.05
OVERLAP = 0.25  # of the narrower letter
MOSTLY = 3
CELL_GAP = 2.5
CELL_SPACE = 0.6  # between cells that stand under other cells
ALIGNED = 0.3
FAR = 4.0
MIRRORED = str.maketrans("()[]{}«»<>‹›", ")(][}{»«><›‹")
ARABIC = re.compile(r"[\u0621-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]")
DIGIT = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
BRACKET = re.compile(r"[()\[\]{}«»]")
ORDINARY = frozenset(" .,،؛:;!؟/\\-–—()[]{}«»<>\"'…•|_+*=%&@#" + "\u00ad")
# Between two digits these are part of the number; a hyphen is not, once Arabic letters went before.
IN_NUMBER = frozenset("/.,:\u066b\u066c")
IN_BARE_NUMBER = IN_NUMBER | {"-"}
NUMBERED = re.compile(r"\s*[\w\u0640]{1,3}\s?(?P<mark>[()\[\]])")


@dataclass(frozen=True)
class Row:
    """Signs on one baseline, from left to right."""

    glyphs: tuple[Glyph, ...]
    y: float
    size: float

    @property
    def x0(self) -> float:
        return min(glyph.x0 for glyph in self.glyphs)

    @property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def is_bold(self) -> bool:
        return all(glyph.bold for glyph in self.glyphs if glyph.text.strip())


def row_of(glyphs: Sequence[Glyph]) -> Row:
    """Spaces at its ends say nothing; some producers set one at the end of each line."""
    ordered = _from_left_to_right(glyphs)
    while ordered and ordered[0].text == " ":
        ordered.pop(0)
    while ordered and ordered[-1].text == " ":
        ordered.pop()
    kept = ordered or list(glyphs)
    size = median(glyph.size for glyph in kept)
    y = median(glyph.y for glyph in kept)
    return Row(tuple(kept), y, size)


def _from_left_to_right(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """By place; but where two letters lie over each other, the order in which they were drawn."""
    ordered = sorted(glyphs, key=lambda glyph: glyph.middle)
    drawn = sorted(glyphs, key=lambda glyph: glyph.order)
    onward = sum(1 if one.middle < other.middle else -1 for one, other in pairwise(drawn)) >= 0
    for place in range(len(ordered) - 1):
        one, other = ordered[place : place + 2]
        shared = min(one.x1, other.x1) - max(one.x0, other.x0)
        turned = one.order - other.order == (1 if onward else -1)
        if turned and shared > OVERLAP * min(one.x1 - one.x0, other.x1 - other.x0):
            ordered[place : place + 2] = [other, one]
    return ordered


def rows(glyphs: Iterable[Glyph]) -> list[Row]:
    """By baseline, not by box: the letters of a stand-in font have other boxes."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        last = groups[-1][0] if groups else None
        if last and last.y - glyph.y <= max(2.0, SAME_BASELINE * min(last.size, glyph.size)):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    found = [row_of(group) for group in groups if any(glyph.text.strip() for glyph in group)]
    return _with_raised(found)


def _with_raised(found: list[Row]) -> list[Row]:
    """The mark of a footnote stands above its line and is smaller; it belongs to that line."""
    kept = list(found)
    for row in found:
        hosts = [
            host
            for host in kept
            if host is not row
            and row.size <= RAISED * host.size
            and -0.35 * host.size < row.y - host.y < 0.75 * host.size
            and host.x0 - host.size < row.x0
            and row.x1 < host.x1 + host.size
        ]
        if hosts and row.x1 - row.x0 < 3 * row.size:
            host = min(hosts, key=lambda host: abs(host.y - row.y))
            kept.remove(row)
            kept[kept.index(host)] = Row(
                tuple(sorted([*host.glyphs, *row.glyphs], key=lambda glyph: glyph.middle)),
                host.y,
                host.size,
            )
    return kept


def segments(row: Row) -> list[Row]:
    """The parts of a row that stand far apart, from left to right."""
    inked = [glyph for glyph in row.glyphs if glyph.text != " "]
    cuts: list[list[Glyph]] = []
    end = None
    for glyph in inked:
        if end is None or glyph.x0 - end > CELL_GAP * row.size:
            cuts.append([])
        cuts[-1].append(glyph)
        end = glyph.x1 if end is None or len(cuts[-1]) == 1 else max(end, glyph.x1)
    if len(cuts) <= 1:
        return [row]
    parts = []
    for cut in cuts:
        left, right = min(glyph.x0 for glyph in cut), max(glyph.x1 for glyph in cut)
        parts.append([glyph for glyph in row.glyphs if left <= glyph.middle <= right])
    return [Row(row_of(part).glyphs, row.y, row.size) for part in parts if part]


def aligned(found: list[list[Row]]) -> list[list[Row]]:
    """Tables without rules: where one row has cells, the rows above and below it are cut where a
    word stands under the beginning of a cell, after more than a space."""
    cut = [list(parts) for parts in found]
    for places in (range(1, len(cut)), range(len(cut) - 2, -1, -1)):
        for place in places:
            beside = cut[place - 1] if places.step > 0 else cut[place + 1]
            if len(beside) > 1 and abs(beside[0].y - cut[place][0].y) < FAR * beside[0].size:
                starts = [part.x1 for part in beside]
                cut[place] = [piece for part in cut[place] for piece in _cut(part, starts)]
    return cut


def _cut(part: Row, starts: list[float]) -> list[Row]:
    pieces: list[list[Glyph]] = [[]]
    inked = [glyph for glyph in part.glyphs if glyph.text != " "]
    for glyph, following in pairwise([*inked, None]):
        if glyph is None:
            break
        pieces[-1].append(glyph)
        if following is None:
            break
        apart = following.x0 - glyph.x1 > CELL_SPACE * part.size
        if apart and any(abs(glyph.x1 - start) < ALIGNED * part.size for start in starts):
            pieces.append([])
    if len(pieces) == 1:
        return [part]
    spans = [(piece[0].x0, piece[-1].x1) for piece in pieces]
    whole = [
        [glyph for glyph in part.glyphs if left <= glyph.middle <= right] for left, right in spans
    ]
    return [Row(row_of(piece).glyphs, part.y, part.size) for piece in whole if piece]


def is_raised(glyph: Glyph, row: Row) -> bool:
    """A number above the line, as the marks of footnotes are."""
    above = glyph.y - row.y > 0.15 * row.size
    return glyph.size <= RAISED * row.size and above and bool(DIGIT.match(glyph.text))


def _is_stretch(row: Row, place: int) -> bool:
    """Some producers store the stroke that stretches an Arabic word as any other sign. No Latin
    letter touches an Arabic one on its left, and no odd sign stands between two of them."""
    glyph = row.glyphs[place]
    if not glyph.text or glyph.text in ORDINARY or ARABIC.search(glyph.text):
        return False
    if glyph.text == LOST or DIGIT.fullmatch(glyph.text):
        return False
    right, left = _beyond(row, place, 1), _beyond(row, place, -1)
    if right is None or not ARABIC.search(right.text):
        return False
    if LATIN.fullmatch(glyph.text):
        return left is None or not (LATIN.search(left.text) or DIGIT.search(left.text))
    return left is not None and bool(ARABIC.search(left.text))


def _beyond(row: Row, place: int, step: int) -> Glyph | None:
    """The next other sign that touches this one, or touches more of the same beside it."""
    glyph = row.glyphs[place]
    at = place + step
    while 0 <= at < len(row.glyphs):
        last, beside = row.glyphs[at - step], row.glyphs[at]
        gap = max(last.x0, beside.x0) - min(last.x1, beside.x1)
        if gap > TOUCHING * row.size:
            return None
        if beside.text != glyph.text:
            return beside
        at += step
    return None


def tokens(row: Row) -> list[str]:
    """Signs and spaces from left to right, without the marks of footnotes after a word."""
    found: list[str] = []
    before: Glyph | None = None
    spaced = False
    for place, glyph in enumerate(row.glyphs):
        if glyph.text == " ":
            spaced = True
            continue
        if before:
            gap = glyph.x0 - before.x1
            if gap > WIDE_GAP * row.size:
                found.append(WIDE)
            elif spaced or gap > WORD_GAP * row.size:
                found.append(" ")
        if glyph.text and not is_raised(glyph, row) and not _is_stretch(row, place):
            found.append(glyph.text)
        before, spaced = glyph, False
    return found


def read(drawn: Sequence[str], *, mirrored: bool) -> str:
    """`drawn` from left to right; `mirrored`: brackets are stored as they look, not as they mean."""
    arabic = sum(bool(ARABIC.search(token)) for token in drawn)
    latin = sum(bool(LATIN.search(token)) for token in drawn)
    if latin > MOSTLY * arabic:
        text = _from_left(list(drawn), mirrored=mirrored)
    else:
        text = _from_right(list(drawn), mirrored=mirrored)
    text = text.strip()
    return text[:-1].replace(SOFT_HYPHEN, "") + text[-1:]


def _from_right(drawn: list[str], *, mirrored: bool) -> str:
    out: list[str] = []
    separators = IN_BARE_NUMBER
    rest = list(reversed(drawn))
    index = 0
    while index < len(rest):
        token = rest[index]
        if LATIN.search(token) or DIGIT.search(token):
            end = _run_end(rest, index, separators)
            out += reversed(rest[index:end])
            index = end
        else:
            out.append(token.translate(MIRRORED) if mirrored and len(token) == 1 else token)
            index += 1
            separators = IN_NUMBER if ARABIC.search(token) else separators
    return "".join(out)


def _run_end(rest: list[str], start: int, separators: frozenset[str]) -> int:
    """`rest` is read from the right, so a run from left to right is met at its end."""
    number = start
    while number < len(rest):
        if DIGIT.search(rest[number]):
            number += 1
        elif (
            rest[number] in separators
            and number + 1 < len(rest)
            and DIGIT.search(rest[number + 1])
        ):
            number += 2
        else:
            break
    after = number
    if (
        number > start
    ):  # «Office 365»: the number belongs to Latin words that stand right before it
        while after < len(rest) and rest[after].isspace():
            after += 1
    if after >= len(rest) or not LATIN.search(rest[after]):
        return number
    last = after
    for index in range(after, len(rest)):
        if ARABIC.search(rest[index]) or BRACKET.search(rest[index]):
            break
        if LATIN.search(rest[index]) or DIGIT.search(rest[index]):
            last = index
    return last + 1


def _from_left(drawn: list[str], *, mirrored: bool) -> str:
    """A Latin line: only its Arabic words run the other way."""
    out: list[str] = []
    index = 0
    while index < len(drawn):
        if not ARABIC.search(drawn[index]):
            out.append(drawn[index])
            index += 1
            continue
        end = index
        for place in range(index, len(drawn)):
            if LATIN.search(drawn[place]):
                break
            if ARABIC.search(drawn[place]):
                end = place + 1
        out.append(_from_right(drawn[index:end], mirrored=mirrored))
        index = end
    return "".join(out)


def balance(texts: Iterable[str]) -> int:
    """How many brackets close after they open, less those that open after they close."""
    total = 0
    for text in texts:
        alone = NUMBERED.match(text)
        if alone and len(BRACKET.findall(text)) == 1:
            total += 1 if alone["mark"] in ")]" else -1
        for first, second in pairwise(BRACKET.findall(text)):
            total += (first + second in {"()", "[]", "{}", "«»"}) - (
                first + second in {")(", "][", "}{", "»«"}
            )
    return total
