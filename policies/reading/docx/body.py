"""Walks through a Word document: paragraphs with their marks, tables row by row, text boxes, notes."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from policies.reading.docx.numbering import Numbering, numbering_of
from policies.reading.docx.package import Package, W, WrongDocx, value
from policies.reading.docx.runs import MC, RunReader
from policies.reading.docx.styles import Styles, place_of, styles_of
from policies.reading.layout import REPEATED
from policies.reading.tables import Cell, row_lines, settled
from policies.reading.text import PAGE_HEAD, fold

FRAMES = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")
)
LONGEST_PAGE_HEAD = 200


def text_of_docx(archive: zipfile.ZipFile) -> str:
    """Raises WrongDocx. Page heads stand first, each once and marked, so that they count as such."""
    package = Package(archive)
    body = package.document()
    package.check_relations()
    styles = styles_of(package)
    numbering = numbering_of(package, styles.lists)
    heads = _page_heads(package, styles)
    walk = _Walk(numbering, styles, _notes(package, styles))
    return "\n".join([*heads, *walk.lines(body)])


@dataclass
class _Walk:
    numbering: Numbering
    styles: Styles
    notes: dict[tuple[str, str], str]

    def __post_init__(self) -> None:
        self.runs = RunReader(self.styles, self.notes)
        self.held = ""  # words of a paragraph whose end was deleted: they go on in the next

    def lines(self, container: Element) -> Iterator[str]:
        for child in container:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in FRAMES:
                yield from self.lines(child)
            elif child.tag == f"{MC}AlternateContent":
                yield from self.lines(next(iter(child), Element("nothing")))
            elif child.tag in {f"{W}altChunk", f"{W}subDoc"}:
                raise WrongDocx(harmful=True)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        properties = paragraph.find(f"{W}pPr")
        style_name = value(properties, "pStyle")
        style = self.styles.of(style_name)
        if style.is_hidden:
            return
        words = self.runs.words(paragraph, notes_apart=style.is_heading)
        for box in words.boxes_before:
            yield from self.lines(box)
        text, self.held = self.held + words.text, ""
        if _ends_deleted(properties):
            self.held = text
        else:
            mark = self._mark(properties, style_name)
            heading = "## " if style.is_heading and text.strip() else ""
            yield f"{heading}{mark}{text}" if text.strip() else mark.rstrip()
        yield from words.notes
        for box in words.boxes_after:
            yield from self.lines(box)

    def _mark(self, properties: Element | None, style_name: str | None) -> str:
        own, style = place_of(properties), self.styles.of(style_name)
        inherited = style.place
        number_id = (own and own.number_id) or (inherited and inherited.number_id)
        if not number_id:
            return ""
        depth = own.depth if own else None
        if depth is None:
            depth = inherited.depth if inherited and not (own and own.number_id) else None
        if depth is None:
            depth = self.numbering.level_of_style(number_id, style.named_by)
        return self.numbering.mark(number_id, depth)

    def _table(self, table: Element) -> Iterator[str]:
        rows = [
            [self._cell(cell) for cell in _children(row, "tc") if not _is_deleted(cell, "cellDel")]
            for row in _children(table, "tr")
            if not _is_deleted(row, "del")
        ]
        for row in settled(rows):
            yield from row_lines(row)

    def _cell(self, cell: Element) -> Cell:
        properties = cell.find(f"{W}tcPr")
        merged = properties.find(f"{W}vMerge") if properties is not None else None
        goes_on = merged is not None and merged.get(f"{W}val") != "restart"
        lines = [line for line in self.lines(cell) if line.strip()]
        return Cell(
            lines,
            goes_on=goes_on and not lines,
            holds_table=next(cell.iter(f"{W}tbl"), None) is not None,
        )


def _children(element: Element, name: str) -> Iterator[Element]:
    """Rows and cells may stand inside content controls; those of inner tables are not ours."""
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in FRAMES:
            yield from _children(child, name)


def _is_deleted(element: Element, mark: str) -> bool:
    properties = element.find(f"{W}trPr" if mark == "del" else f"{W}tcPr")
    return properties is not None and properties.find(f"{W}{mark}") is not None


def _ends_deleted(properties: Element | None) -> bool:
    mark = properties.find(f"{W}rPr") if properties is not None else None
    if mark is None:
        return False
    return mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None


def _notes(package: Package, styles: Styles) -> dict[tuple[str, str], str]:
    """What footnotes and endnotes say, each in one line."""
    found = {}
    for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        root = package.part(f"word/{kind}.xml")
        for note in root.findall(f"{W}{tag}") if root is not None else []:
            if note.get(f"{W}type", "normal") == "normal":
                lines = _Walk(Numbering(), styles, {}).lines(note)
                found[kind, note.get(f"{W}id") or ""] = " ".join(" ".join(lines).split())
    return found


def _page_heads(package: Package, styles: Styles) -> list[str]:
    """What headers say of association and document; footers hold page numbers and addresses."""
    found: dict[str, None] = {}
    for name in package.related("header"):
        root = package.part(name)
        for line in _Walk(Numbering(), styles, {}).lines(root) if root is not None else []:
            for part in line.splitlines():
                shown = " ".join(part.split())
                if REPEATED.search(fold(shown)) and len(shown) <= LONGEST_PAGE_HEAD:
                    found.setdefault(f"{PAGE_HEAD}{shown}")
    return list(found)
