"""The words of a Word document in reading order, with the numbers that Word shows but does not store."""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST_PART = 20 * 1024 * 1024
DOCUMENT, NUMBERING, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
ARABIC_LETTERS = "أبجدهوزحطيكلمنسعفصقرشت"
ORDINALS = (
    "أولاً", "ثانياً", "ثالثاً", "رابعاً", "خامساً", "سادساً", "سابعاً", "ثامناً", "تاسعاً", "عاشراً",
)  # fmt: skip


class WrongDocx(Exception):
    """A document that cannot or must not be opened; `harmful` where it tried to reach outside."""

    def __init__(self, *, harmful: bool) -> None:
        self.harmful = harmful
        super().__init__()


@dataclass
class Level:
    style: str
    text: str
    start: int


@dataclass
class Numbering:
    """Which mark a numbered paragraph shows; counters run on through the document."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    abstracts: dict[str, str] = field(default_factory=dict)
    counters: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    def mark(self, number_id: str, depth: int) -> str:
        abstract = self.abstracts.get(number_id)
        level = self.levels.get((abstract, depth)) if abstract is not None else None
        if abstract is None or level is None or number_id == "0":
            return ""
        if level.style == "bullet":
            return "- "
        if level.style == "none":
            return ""
        key = (abstract, depth)
        self.counters[key] = self.counters[key] + 1 if key in self.counters else level.start
        for deeper in [k for k in self.counters if k[0] == abstract and k[1] > depth]:
            del self.counters[deeper]
        return f"{self._shown(abstract, depth, level)} "

    def _shown(self, abstract: str, depth: int, level: Level) -> str:
        shown = level.text
        for place in range(depth + 1):
            other = self.levels.get((abstract, place))
            count = self.counters.get((abstract, place), 1)
            shown = shown.replace(f"%{place + 1}", _count(count, other.style if other else ""))
        return shown.strip()


def text_of_docx(archive: zipfile.ZipFile) -> str:
    """Raises WrongDocx. Letterheads (page headers) are left out; tables keep their cells apart."""
    document = _part(archive, DOCUMENT)
    body = document.find(f"{W}body")
    if body is None:
        raise WrongDocx(harmful=False)
    numbering = _numbering(archive)
    styles = _styles(archive)
    return "\n".join(_blocks(body, numbering, styles))


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    """Reads no more than it should, whatever size the archive claims."""
    try:
        with archive.open(name) as part:
            data = part.read(LARGEST_PART + 1)
    except KeyError as error:
        raise WrongDocx(harmful=False) from error
    if len(data) > LARGEST_PART:
        raise WrongDocx(harmful=True)
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise WrongDocx(harmful=True) from error
    except (ParseError, ValueError) as error:
        raise WrongDocx(harmful=False) from error
    return root


def _blocks(container: Element, numbering: Numbering, styles: dict[str, "Style"]) -> Iterator[str]:
    for child in container:
        if child.tag == f"{W}p":
            yield _paragraph(child, numbering, styles)
        elif child.tag == f"{W}tbl":
            yield from _rows(child, numbering, styles)
        elif child.tag in {
            f"{W}sdt",
            f"{W}sdtContent",
            f"{W}ins",
            f"{W}smartTag",
            f"{W}customXml",
        }:
            yield from _blocks(child, numbering, styles)


def _rows(table: Element, numbering: Numbering, styles: dict[str, "Style"]) -> Iterator[str]:
    """One line for each row; a table of one column is a frame around paragraphs."""
    for row in table.iter(f"{W}tr"):
        cells = [list(_blocks(cell, numbering, styles)) for cell in row.findall(f"{W}tc")]
        if len(cells) == 1:
            yield from cells[0]
        else:
            yield "\t".join(" ".join(" ".join(cell).split()) for cell in cells)


def _paragraph(paragraph: Element, numbering: Numbering, styles: dict[str, "Style"]) -> str:
    text = _words(paragraph)
    properties = paragraph.find(f"{W}pPr")
    style = styles.get(_value(properties, "pStyle") or "", Style())
    number = _number(properties) or style.number
    mark = numbering.mark(*number) if number and text.strip() else ""
    heading = "## " if style.is_heading and text.strip() else ""
    return f"{heading}{mark}{text}"


def _words(element: Element) -> str:
    """Deleted words (tracked changes) and field codes are not part of what a reader sees."""
    words = []
    for node in element.iter():
        if node.tag == f"{W}t":
            words.append(node.text or "")
        elif node.tag in {f"{W}tab", f"{W}ptab"} and node.get(f"{W}val") is None:
            words.append("\t")
        elif node.tag in {f"{W}br", f"{W}cr"}:
            words.append("\n")
        elif node.tag == f"{W}noBreakHyphen":
            words.append("-")
    return "".join(words)


def _number(properties: Element | None) -> tuple[str, int] | None:
    number = properties.find(f"{W}numPr") if properties is not None else None
    if number is None:
        return None
    number_id = _value(number, "numId")
    depth = _value(number, "ilvl") or "0"
    return (number_id, int(depth)) if number_id and depth.isdigit() else None


@dataclass
class Style:
    is_heading: bool = False
    number: tuple[str, int] | None = None


def _styles(archive: zipfile.ZipFile) -> dict[str, Style]:
    if STYLES not in archive.namelist():
        return {}
    found: dict[str, Style] = {}
    for style in _part(archive, STYLES).findall(f"{W}style"):
        name = (_value(style, "name") or "").lower()
        properties = style.find(f"{W}pPr")
        found[style.get(f"{W}styleId") or ""] = Style(
            is_heading=name.startswith(("heading", "عنوان ")), number=_number(properties)
        )
    return found


def _numbering(archive: zipfile.ZipFile) -> Numbering:
    numbering = Numbering()
    if NUMBERING not in archive.namelist():
        return numbering
    root = _part(archive, NUMBERING)
    for abstract in root.findall(f"{W}abstractNum"):
        identity = abstract.get(f"{W}abstractNumId") or ""
        for level in abstract.findall(f"{W}lvl"):
            depth = level.get(f"{W}ilvl") or "0"
            start = _value(level, "start") or "1"
            numbering.levels[identity, int(depth) if depth.isdigit() else 0] = Level(
                _value(level, "numFmt") or "decimal",
                _value(level, "lvlText") or "%1.",
                int(start) if start.isdigit() else 1,
            )
    for number in root.findall(f"{W}num"):
        numbering.abstracts[number.get(f"{W}numId") or ""] = _value(number, "abstractNumId") or ""
    return numbering


def _value(element: Element | None, name: str) -> str | None:
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val") if child is not None else None


def _count(number: int, style: str) -> str:
    """Word's own number formats; what it would show in letters or words is shown so here."""
    if style in {"arabicAlpha", "arabicAbjad", "hebrew1"} and number <= len(ARABIC_LETTERS):
        return ARABIC_LETTERS[number - 1]
    if style in {"ordinalText", "cardinalText"} and number <= len(ORDINALS):
        return ORDINALS[number - 1]
    if style in {"lowerLetter", "upperLetter"} and number <= 26:
        letter = "abcdefghijklmnopqrstuvwxyz"[number - 1]
        return letter if style == "lowerLetter" else letter.upper()
    return str(number)
