"""Divides a text into articles and items with addresses, whatever its numbering looks like."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from foundation.arabic import fold_digits, searchable, strip_marks
from policies.content import ArticleKind
from policies.reading.grammar import ADVERB_WORD, ADVERB_WORDS
from policies.reading.markers import ARTICLE, article_number
from policies.reading.text import is_page_head, read_line
from policies.vocabulary import article_kind

_ARTICLE = re.compile(rf"^{ARTICLE}(?P<heading>.*)$")
_ORDINAL = re.compile(
    rf"^(?P<adverb>{ADVERB_WORD})(?![\u0621-\u064a])\s*[:\-–./)]+\s*(?P<heading>.*)$"
)
# Parts that hold articles, in a text whose articles go by that name.
_CHAPTER = re.compile(r"^(?:ال)?(?:باب|فصل|قسم|محور|مبحث)$")
_OWN_ARTICLE = re.compile(r"^(?:ال)?ماده$")
_NUMBERED = re.compile(r"^[-–•*]?\s*[(\[]?\s*([0-9]{1,2})\s*[)\]]?\s*(?:[-–.):/،]+|\t)\s*(.*)$")
_BULLET = re.compile(r"^(?:[-–—•*●▪·o]\s+|[-–—•●▪]|[(]?[أ-ي][)]\s*)(.*)$")
# «أ) …» under an item that has a number of its own is a point of that item.
_POINT = re.compile(r"^[(]?[أابجدهوزحطيكلمنسعفصقرشتثخذضظغ]\s*[)\-–.](?![0-9])\s*(\S.*)$")
_OPENING = re.compile(
    r"^(?:ال)?(?:مقدمه|تمهيد|هدف|اهداف|غرض|نطاق|تعريفات|مسووليات|نشر|مراجعه|احكام|واجبات|حقوق)(?:\s|$)"
)
_CONTENTS = re.compile(r"^(?:جدول |قائمه )?(?:ال|ل)?(?:محتويات|فهرس|محتوي)$")
_PAGE = re.compile(r"(?:\t|\.{3,}|…)\s*(?:[0-9]+|خط[أا]!.*)\s*$")
_LEAD = re.compile(r"^([^:]{3,60}):\s+(\S.*)$")


# What the Word and HTML readers write before a paragraph that is a heading by its style.
_STYLED = re.compile(r"^#+\s+")
APPROVAL_RECORD = "سجل اعتماد هذا الإصدار"
"""Our own documents end with this heading; what follows records an approval and is no clause."""


@dataclass(slots=True)
class Line:
    """`is_styled`: a heading by its style."""

    number: int
    text: str
    is_styled: bool = False

    @property
    def folded(self) -> str:
        return searchable(self.text)


@dataclass(slots=True)
class Section:
    """An article as it stands in the text: the lines before its items, and the items with addresses."""

    address: str
    heading: str
    kind: ArticleKind
    line: int
    chapter: str | None = None
    lead: list[Line] = field(default_factory=list)
    items: list[tuple[str, Line]] = field(default_factory=list)
    points: dict[str, list[tuple[str, Line]]] = field(default_factory=dict)
    """What stands within an item, by the address of the item."""
    takes_points: bool = False

    def every_item(self) -> Iterator[tuple[str, Line]]:
        """Items and their points, in the order of the text."""
        for address, line in self.items:
            yield address, line
            yield from self.points.get(address, [])

    def add_point(self, line: Line) -> None:
        within = self.points.setdefault(self.items[-1][0], [])
        within.append((f"{self.items[-1][0]}-{len(within) + 1}", line))

    def add(self, own_number: int | None, line: Line, *, listed: bool) -> None:
        if not listed and not self.items:
            self.lead.append(line)
            return
        last = int(self.items[-1][0].rsplit("-", 1)[1]) if self.items else 0
        number = own_number if own_number and own_number > last else last + 1
        self.items.append((f"{self.address}-{number}", line))


@dataclass(slots=True)
class Outline:
    introduction: list[Line]
    sections: list[Section]

    def address_at(self, line: int) -> str | None:
        """The address of the clause that stands in, or last before, a line of the text."""
        found = None
        for section in self.sections:
            for address, start in self._starts(section):
                if start <= line:
                    found = address
        return found

    @staticmethod
    def _starts(section: Section) -> Iterator[tuple[str, int]]:
        yield section.address, section.line
        for address, line in section.every_item():
            yield address, line.number


def outline(
    text: str,
    item_lines: frozenset[int] = frozenset(),
    *,
    no_heading: frozenset[int] = frozenset(),
) -> Outline:
    """`item_lines`: lines known to hold list items, whatever they look like; `no_heading`: such as
    the title of the document, which may name a part of it."""
    return _Builder(item_lines, no_heading).build(_body(text, item_lines))


def _body(text: str, item_lines: frozenset[int]) -> list[Line]:
    """Without blank lines, repeated letterheads and the table of contents."""
    lines = list(_lines(text))
    seen = Counter(line.folded for line in lines if len(line.text) < 80)
    body: list[Line] = []
    in_contents = False
    for line in lines:
        if not line.text or is_page_head(line.text):
            continue
        if line.number not in item_lines:
            if _CONTENTS.match(line.folded.rstrip(" :-")):
                in_contents = True
                continue
            if _PAGE.search(fold_digits(line.text)) or seen[line.folded] > 1:
                continue
            if in_contents and _BULLET.match(line.text) and len(line.text) < 90:
                continue
        in_contents = False
        body.append(line)
    return body


def _lines(text: str) -> Iterator[Line]:
    record = searchable(APPROVAL_RECORD)
    for number, raw in enumerate(text.splitlines(), start=1):
        written = strip_marks(raw).strip()
        line = Line(number, _STYLED.sub("", written), is_styled=bool(_STYLED.match(written)))
        if line.folded.rstrip(" :") == record:
            return
        yield line


def _names_an_article(line: Line) -> bool:
    match = _ARTICLE.match(read_line(line.number, line.text).folded)
    return bool(match and _OWN_ARTICLE.match(match["article"]))


FEWEST_ARTICLES = 2
TABLE_CELLS = " | "
"""What stands between the cells of a row, once it is text."""


class _Builder:
    def __init__(self, item_lines: frozenset[int], no_heading: frozenset[int]) -> None:
        self.item_lines = item_lines
        self.no_heading = no_heading
        self.introduction: list[Line] = []
        self.sections: list[Section] = []
        self.used: set[str] = set()
        self.article = 0
        self.in_article = False
        self.has_chapters = False
        self.chapter: str | None = None

    def build(self, body: list[Line]) -> Outline:
        self.has_chapters = sum(_names_an_article(line) for line in body) >= FEWEST_ARTICLES
        for line in body:
            if not self._opened(line):
                self._add(line)
        return Outline(self.introduction, self.sections)

    def _opened(self, line: Line) -> bool:
        """Whether the line is a heading; if so its section is open now."""
        if line.number in self.no_heading:
            return False
        if line.number in self.item_lines:
            return self._opened_before_inline_items(line)
        if self._opened_by_name(line):
            return True
        folded = fold_digits(line.text)
        numbered = _NUMBERED.match(folded)
        bare = line.text[len(line.text) - len(numbered.group(2)) :] if numbered else line.text
        own = int(numbered.group(1)) if numbered else None
        if bare.rstrip(" -–").endswith(":") and len(bare.split()) <= 14:
            self._open(line, bare, own, top=not self.in_article)
            return True
        if own and self.in_article and own == self._last_number() + 1 > 1:
            return False  # the next item of its list, whatever it speaks of
        if not _BULLET.match(bare) and self._names_a_part(bare):
            self._open(line, bare, own, top=not self.in_article)
            return True
        if line.is_styled and self.sections and not numbered:
            self._open(line, bare, own, top=not self.in_article)
            return True
        return self._opened_with_text(line, bare)

    def _last_number(self) -> int:
        items = self.sections[-1].items if self.sections else []
        return int(items[-1][0].rsplit("-", 1)[1]) if items else 0

    def _opened_by_name(self, line: Line) -> bool:
        """«المادة الثالثة: …», «الباب الأول», «خامسا: …»"""
        read = read_line(line.number, line.text)
        match = _ARTICLE.match(read.folded)
        if match and self.has_chapters and _CHAPTER.match(match["article"]):
            self.chapter = line.text.strip(" :-–")
            return True
        if match:
            self.in_article = True
            number = article_number(match["which"])
            self._open(line, read.value(match.start("heading")), number, top=True)
            return True
        if match := _ORDINAL.match(read.folded):
            number = ADVERB_WORDS.get(" ".join(match["adverb"].split()))
            top = not self.in_article
            self._open(line, read.value(match.start("heading")), number, top=top)
            return True
        return False

    def _opened_with_text(self, line: Line, bare: str) -> bool:
        """«الشكاوى: تستقبل كتابة» is a heading and its text in one line."""
        match = _LEAD.match(bare)
        if not match or _BULLET.match(bare) or article_kind(match.group(1)) is ArticleKind.TEXT:
            return False
        self._open(line, match.group(1), None, top=not self.in_article)
        self._add(Line(line.number, match.group(2)))
        return True

    def _opened_before_inline_items(self, line: Line) -> bool:
        match = _LEAD.match(line.text)
        if not match or article_kind(match.group(1)) is ArticleKind.TEXT:
            return False
        self._open(line, match.group(1), None, top=not self.in_article)
        return True

    @staticmethod
    def _names_a_part(text: str) -> bool:
        """Short, no sentence, and about a part that policies have."""
        known = article_kind(text) is not ArticleKind.TEXT or _OPENING.match(searchable(text))
        return (
            bool(known) and len(text.split()) <= 9 and not text.rstrip().endswith((".", "،", "؛"))
        )

    def _open(self, line: Line, heading: str, number: int | None, *, top: bool) -> None:
        heading = heading.strip(" #:-–—•*.ـ\t") or line.text
        if top:
            self.article = number if number and number > self.article else self.article + 1
            address = str(self.article)
        else:
            address = self._free(f"{self.article}-{number or 1}")
        self.used.add(address)
        kind = article_kind(heading)
        self.sections.append(Section(address, heading, kind, line.number, self.chapter))
        self.chapter = None

    def _free(self, address: str) -> str:
        while address in self.used:
            stem, last = address.rsplit("-", 1)
            address = f"{stem}-{int(last) + 1}"
        return address

    def _add(self, line: Line) -> None:
        if not self.sections:
            self.introduction.append(line)
            return
        section = self.sections[-1]
        point = _POINT.match(line.text)
        if point and section.takes_points and line.number not in self.item_lines:
            section.add_point(Line(line.number, " ".join(point.group(1).split())))
            return
        folded = fold_digits(line.text)
        numbered, bullet = _NUMBERED.match(folded), _BULLET.match(line.text)
        text = line.text
        if numbered:
            text = line.text[len(line.text) - len(numbered.group(2)) :]
        elif bullet:
            text = bullet.group(1)
            if again := _NUMBERED.match(fold_digits(text)):
                text = text[len(text) - len(again.group(2)) :]
        text = TABLE_CELLS.join(" ".join(cell.split()) for cell in text.split("\t"))
        if text:
            listed = bool(numbered or bullet) or line.number in self.item_lines
            number = int(numbered.group(1)) if numbered else None
            section.add(number, Line(line.number, text), listed=listed)
            section.takes_points = bool(numbered) and point is None
