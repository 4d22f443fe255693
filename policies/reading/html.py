"""The words of a web page, or of what Word and Google Docs put on the clipboard, as lines.

Nothing is fetched and nothing runs; what a page hides is not read.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from policies.reading import counting
from policies.reading.tables import Cell, row_lines, settled

LARGEST_PAGE = 4_000_000
MOST_TAGS = 60_000
DEEPEST = 120
MOST_ATTRIBUTES = 500  # of one tag: each is compared with all before it
MOST_OPEN_FORMATS = 20  # each one left open is opened again in every paragraph that follows
LOOKS_LIKE = re.compile(
    r"<\s*(?:!doctype html|html|head|body|p|div|span|table|ol|ul|h[1-6]|meta|b|br)\b[^>]{0,500}>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,20})")
_CLOSED_BY_OTHERS = frozenset((
    "p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "dt", "dd", "option",
    "optgroup", "html", "head", "body", "br", "hr", "img", "input", "meta", "link", "col", "area",
    "base", "embed", "source", "track", "wbr", "param",
))  # fmt: skip
_FORMATS = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
    "u",
))  # fmt: skip
_LEFT_OUT = frozenset((
    "del", "head", "script", "style", "template", "noscript", "svg", "math", "iframe", "object",
    "embed", "audio", "video", "canvas", "select", "textarea", "button", "nav", "title", "link",
    "meta", "input", "datalist", "map",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
    "hgroup", "hr", "html", "legend", "main", "p", "pre", "section", "summary",
))  # fmt: skip
_HEADING = re.compile(r"h[1-6]")
_HIDING = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|mso-hide:all|mso-element:(?:header|footer|comment-list))"
)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_KINDS: dict[str, Callable[[int], str] | str] = {
    "1": counting.digits, "decimal": counting.digits, "decimal-leading-zero": counting.two_digits,
    "a": counting.latin, "lower-alpha": counting.latin, "lower-latin": counting.latin,
    "A": counting.in_capitals(counting.latin), "upper-alpha": counting.in_capitals(counting.latin),
    "upper-latin": counting.in_capitals(counting.latin),
    "i": counting.roman, "lower-roman": counting.roman,
    "I": counting.in_capitals(counting.roman), "upper-roman": counting.in_capitals(counting.roman),
    "arabic-indic": counting.indic, "persian": counting.indic, "urdu": counting.indic,
    "disc": "•", "circle": "◦", "square": "▪", "none": "",
}  # fmt: skip
_BULLETS = ("•", "◦", "▪")
# Word writes the mark of an item as text, in letters of its picture fonts.
_WORD_BULLETS = {
    "·": "•", "\uf0b7": "•", "o": "◦", "§": "▪", "\uf0a7": "▪", "Ø": "➢", "\uf0d8": "➢", "ü": "✓", "v": "❖",
    "q": "◦",
}  # fmt: skip
_FURTHEST = 32_000


class HarmfulHtml(Exception):
    """Nested or set so that reading it would take without end."""


@dataclass
class _List:
    """`show` is None for a list without marks."""

    show: Callable[[int], str] | str
    next: int
    step: int = 1


@dataclass
class _Walk:
    """Collects words until a block begins or ends; then they are a line."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    mark: str = ""
    is_heading: bool = False
    keeps_breaks: bool = False
    lists: list[_List] = field(default_factory=list)

    def flush(self) -> None:
        text = "".join(self.words)
        self.words = []
        for part in text.split("\n"):
            shown = part if self.keeps_breaks else part.strip(" ")
            if shown.strip():
                self.lines.append(f"{'## ' if self.is_heading else ''}{self.mark}{shown}")
                self.mark = ""

    def read(self, text: str | None) -> None:
        if not text:
            return
        shown = text if self.keeps_breaks else _SPACES.sub(" ", text)
        if shown.startswith(" ") and (not self.words or self.words[-1].endswith((" ", "\n"))):
            shown = shown[1:]
        if shown:
            self.words.append(shown)

    def walk(self, element: Element) -> None:
        self.read(element.text)
        child: Any  # a comment has a function for its tag
        for child in element:
            if isinstance(child.tag, str) and not _is_left_out(child):
                self._enter(child)
            self.read(child.tail)

    def _enter(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self.words.append("\n")
        elif tag in {"ol", "ul", "menu", "dir"}:
            self._list(element)
        elif tag == "li":
            self._item(element)
        elif tag == "table":
            self.flush()
            self.lines += _table_lines(element)
        elif _HEADING.fullmatch(tag):
            self._block(element, is_heading=True)
        elif tag in _BLOCKS:
            self._block(element, is_heading=self.is_heading)
        elif _style(element).find("mso-list:ignore") >= 0:
            self._mark_of_word(element)
        else:
            self.walk(element)

    def _block(self, element: Element, *, is_heading: bool) -> None:
        self.flush()
        before, kept = self.is_heading, self.keeps_breaks
        self.is_heading, self.keeps_breaks = is_heading, kept or element.tag == "pre"
        self.walk(element)
        self.flush()
        self.is_heading, self.keeps_breaks = before, kept

    def _list(self, element: Element) -> None:
        self.flush()
        self.lists.append(_list_of(element, len(self.lists)))
        self.walk(element)
        self.flush()
        self.lists.pop()

    def _item(self, element: Element) -> None:
        self.flush()
        current = self.lists[-1] if self.lists else _List("•", 1)
        value = element.get("value", "")
        current.next = _whole(value) if _is_whole(value) else current.next
        show = _kind(element) or current.show
        if not callable(show):
            self.mark = f"{show} " if show else ""
        else:
            self.mark = f"{show(current.next)}. "
            current.next += current.step
        before = len(self.lines)
        self.walk(element)
        self.flush()
        if len(self.lines) == before and callable(show):
            self.lines.append(self.mark.rstrip())  # an empty item shows its number
        self.mark = ""

    def _mark_of_word(self, element: Element) -> None:
        shown = " ".join("".join(element.itertext()).split())
        self.words.append(f"{_WORD_BULLETS.get(shown, shown)} ")


def looks_like_html(text: str) -> bool:
    """More than one tag of a page near its beginning; a policy may well write «<» once."""
    return len(LOOKS_LIKE.findall(text[:20_000])) > 1


def text_of_html(page: str) -> str:
    """Raises HarmfulHtml."""
    _check(page)
    document: Element = _Parser(namespaceHTMLElements=False).parse(page)
    walk = _Walk()
    walk.walk(document)
    walk.flush()
    return "\n".join(line.rstrip() for line in walk.lines)


class _Parser(html5lib.HTMLParser):  # type: ignore[misc]
    """Gives up at a tag with more attributes than anybody writes; only its tokenizer can count them."""

    def reset(self) -> None:
        super().reset()
        tokenizer = self.tokenizer
        go_on = tokenizer.attributeNameState

        def counted() -> bool:
            if len(tokenizer.currentToken["data"]) > MOST_ATTRIBUTES:
                raise HarmfulHtml
            return bool(go_on())

        tokenizer.attributeNameState = counted


def _check(page: str) -> None:
    """Before it is taken apart: how deep it may nest, by its tags alone."""
    if len(page) > LARGEST_PAGE:
        raise HarmfulHtml
    is_open: Counter[str] = Counter()
    depth = formats = 0
    for count, (closing, name) in enumerate(_TAG.findall(page)):
        if count > MOST_TAGS:
            raise HarmfulHtml
        tag = name.lower()
        if tag in _CLOSED_BY_OTHERS or (closing and not is_open[tag]):
            continue
        change = -1 if closing else 1
        is_open[tag] += change
        depth += change
        formats += change if tag in _FORMATS else 0
        if depth > DEEPEST or formats > MOST_OPEN_FORMATS:
            raise HarmfulHtml


def _style(element: Element) -> str:
    return element.get("style", "").lower().replace(" ", "").replace("\n", "")


def _is_left_out(element: Element) -> bool:
    hidden = element.get("hidden") is not None or bool(_HIDING.search(_style(element)))
    return hidden or element.tag in _LEFT_OUT


def _list_of(element: Element, depth: int) -> _List:
    show = _kind(element)
    if show is None:
        show = counting.digits if element.tag == "ol" else _BULLETS[min(depth, 2)]
    is_reversed = element.get("reversed") is not None
    count = sum(1 for child in element if child.tag == "li")
    start = element.get("start", "")
    first = count if is_reversed else 1
    return _List(show, _whole(start) if _is_whole(start) else first, -1 if is_reversed else 1)


def _kind(element: Element) -> Callable[[int], str] | str | None:
    if match := re.search(r"list-style(?:-type)?:([^;]+)", _style(element)):
        quoted = re.fullmatch(r"[\"'](.{0,4})[\"']", match[1])
        return quoted[1] if quoted else _KINDS.get(match[1])
    kind = element.get("type", "")
    return _KINDS.get(kind) or _KINDS.get(kind.lower())


def _is_whole(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,5}", text.strip()) is not None


def _whole(text: str) -> int:
    return min(int(text), _FURTHEST)


def _table_lines(table: Element) -> Iterator[str]:
    for caption in table.iterfind("caption"):
        yield from _inner(caption)
    for row in settled(_rows(table)):
        yield from row_lines(row)


def _rows(table: Element) -> Iterator[list[Cell]]:
    """Cells that span rows leave their place in the rows under them."""
    reaching: dict[int, int] = {}
    for row in _row_elements(table):
        cells: list[Cell] = []
        for element in row:
            if element.tag not in {"td", "th"} or _is_left_out(element):
                continue
            _fill(cells, reaching)
            span = element.get("rowspan", "")
            if _is_whole(span) and _whole(span) > 1:
                reaching[len(cells)] = _whole(span) - 1
            cells.append(
                Cell(_inner(element), holds_table=next(element.iter("table"), None) is not None)
            )
        _fill(cells, reaching)
        yield cells


def _fill(cells: list[Cell], reaching: dict[int, int]) -> None:
    while reaching.get(len(cells), 0) > 0:
        reaching[len(cells)] -= 1
        cells.append(Cell([], goes_on=True))


def _row_elements(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr" and not _is_left_out(child):
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"} and not _is_left_out(child):
            yield from _row_elements(child)


def _inner(element: Element) -> list[str]:
    walk = _Walk()
    walk.walk(element)
    walk.flush()
    return walk.lines
