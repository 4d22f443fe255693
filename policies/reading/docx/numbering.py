"""Which mark a numbered paragraph shows: levels, overrides, restarts, counters that run on."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from policies.reading import counting
from policies.reading.docx.package import Package, W, is_on, value, whole

NUMBERING = "word/numbering.xml"
DEEPEST_LEVEL = 8
SHOWN: dict[str, Callable[[int], str]] = {
    "decimalZero": counting.two_digits,
    "hindiNumbers": counting.indic,
    "arabicAlpha": counting.abjad,
    "arabicAbjad": counting.abjad,
    "hebrew1": counting.abjad,
    "ordinalText": counting.ordinal,
    "cardinalText": counting.ordinal,
    "lowerLetter": counting.latin,
    "upperLetter": counting.in_capitals(counting.latin),
    "lowerRoman": counting.roman,
    "upperRoman": counting.in_capitals(counting.roman),
}
# What the picture fonts of Word draw, and what else serves as a bullet.
BULLETS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf06e": "■", "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖", "\uf0a8": "◦",
    "o": "◦", "\uf0e8": "➤", "\uf02d": "-", "\u00b7": "•", "\uf06c": "●", "\uf071": "◦", "\uf06f": "◦",
}  # fmt: skip
KNOWN_BULLETS = frozenset("-–—•●▪■◦∙‣❖➢➤►▶✓✔*")


@dataclass(frozen=True)
class Level:
    style: str = "decimal"
    text: str = "%1."
    start: int = 1
    restarts_after: int | None = None  # a level; None: any higher one
    in_digits: bool = False
    of_style: str = ""


@dataclass(frozen=True)
class Number:
    """A list as paragraphs name it: the abstract list that counts for it, and what it changes."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass
class Numbering:
    numbers: dict[str, Number] = field(default_factory=dict)
    counters: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, number_id: str, style: str) -> int:
        """A style names its list; the list names the level that belongs to the style."""
        number = self.numbers.get(number_id)
        levels = number.levels if number else {}
        return next((depth for depth, level in levels.items() if level.of_style == style), 0)

    def mark(self, number_id: str, depth: int) -> str:
        number = self.numbers.get(number_id)
        level = number.levels.get(depth) if number else None
        if number is None or level is None:
            return ""
        if level.style == "bullet":
            return f"{_bullet(level.text)} "
        self._count(number_id, number, depth, level)
        shown = "" if level.style == "none" else self._shown(number, depth, level)
        return f"{shown} " if shown else ""

    def _count(self, number_id: str, number: Number, depth: int, level: Level) -> None:
        key = (number.abstract, depth)
        starts_anew = depth in number.starts and (number_id, depth) not in self.begun
        self.begun.add((number_id, depth))
        if starts_anew:
            self.counters[key] = number.starts[depth]
        elif key in self.counters:
            self.counters[key] += 1
        else:
            self.counters[key] = number.starts.get(depth, level.start)
        for deeper in range(depth + 1, DEEPEST_LEVEL + 1):
            after = number.levels[deeper].restarts_after if deeper in number.levels else None
            if after is None or depth < after:
                self.counters.pop((number.abstract, deeper), None)

    def _shown(self, number: Number, depth: int, level: Level) -> str:
        shown = level.text
        for place in range(depth, -1, -1):
            other = number.levels.get(place, Level())
            count = self.counters.get((number.abstract, place), other.start)
            show = SHOWN.get(other.style, counting.digits)
            shown = shown.replace(
                f"%{place + 1}", (counting.digits if level.in_digits else show)(count)
            )
        return shown.strip()


def _bullet(text: str) -> str:
    sign = BULLETS.get(text.strip(), text.strip())
    return sign if sign in KNOWN_BULLETS else "•"


def numbering_of(package: Package, lists_of_styles: dict[str, str]) -> Numbering:
    """`lists_of_styles`: which list a numbering style refers to."""
    root = package.part(NUMBERING)
    if root is None:
        return Numbering()
    abstracts, links = {}, {}
    for abstract in root.findall(f"{W}abstractNum"):
        identity = abstract.get(f"{W}abstractNumId") or ""
        abstracts[identity] = {
            whole(level.get(f"{W}ilvl"), 0): _level(level) for level in abstract.findall(f"{W}lvl")
        }
        if linked := value(abstract, "numStyleLink"):
            links[identity] = lists_of_styles.get(linked, "")
    named = {
        number.get(f"{W}numId") or "": value(number, "abstractNumId") or ""
        for number in root.findall(f"{W}num")
    }
    found = {}
    for number in root.findall(f"{W}num"):
        identity = number.get(f"{W}numId") or ""
        abstract_id = named[identity]
        abstract_id = named.get(links.get(abstract_id, ""), abstract_id)
        found[identity] = _number(number, abstract_id, abstracts.get(abstract_id, {}))
    found.pop("0", None)  # says that a paragraph has no number
    return Numbering(found)


def _number(number: Element, abstract_id: str, inherited: dict[int, Level]) -> Number:
    levels, starts = dict(inherited), {}
    for override in number.findall(f"{W}lvlOverride"):
        depth = whole(override.get(f"{W}ilvl"), 0)
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[depth] = _level(own)
        start = value(override, "startOverride")
        if start is not None:
            starts[depth] = whole(start, 1)
            if depth in levels:
                levels[depth] = replace(levels[depth], start=whole(start, 1))
    return Number(abstract_id, levels, starts)


def _level(level: Element) -> Level:
    after, text = value(level, "lvlRestart"), value(level, "lvlText")
    return Level(
        style=_format(level),
        text="%1." if text is None else text,
        start=whole(value(level, "start"), 1),
        restarts_after=whole(after, 0) if after is not None else None,
        in_digits=is_on(level, "isLgl"),
        of_style=value(level, "pStyle") or "",
    )


def _format(level: Element) -> str:
    """Newer formats stand beside one for older programs."""
    for element in level.iter(f"{W}numFmt"):
        return element.get(f"{W}val") or "decimal"
    return "decimal"
