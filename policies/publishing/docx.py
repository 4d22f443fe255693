"""A published version as a Word document: right to left, with real styles and automatic numbers.

Word counts articles, items and points itself, in one list of four levels, so that whoever works on
the document can go on in it. All raw XML of Word is in this module.
"""

import io
import re
from typing import Any

from django.utils import translation
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section as WordSection
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from core.writing import writing_of
from foundation import writing
from policies.outline import APPROVAL_RECORD
from policies.publishing.document import (
    Clause,
    Published,
    Section,
    approval_rows,
    state_words,
)

FONT = "IBM Plex Sans Arabic"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GREEN = RGBColor(0x10, 0x4B, 0x37)
ARTICLE, INNER_ARTICLE, ITEM, POINT = range(4)
LEVEL_TEXTS = ("المادة (%1):", "%2.", "%3.", "%3-%4.")
LEVEL_STYLES = ("Heading2", "Heading3", "PolicyItem", "PolicyPoint")
LEADING = 'w:firstLine="0"'
INDENTS = ((0, LEADING), (0, LEADING), (567, 'w:hanging="567"'), (1247, 'w:hanging="680"'))
AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
    "w:pPrChange",
)  # fmt: skip


def docx_of(document: Published) -> bytes:
    """In Arabic, with the digits and the calendar of this version."""
    with translation.override("ar"), writing.written_as(writing_of(document.content)):
        word = _Writer(document).written()
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, document: Published) -> None:
        self.document = document
        self.word: WordDocument = Document()
        _prepare(self.word, document)
        self.list = _List(self.word, arabic_digits=document.arabic_digits)

    def written(self) -> WordDocument:
        content = self.document.content
        if content.association_name:
            self._line(content.association_name, "PolicyLetterhead")
        if content.license_no:
            licence = writing.numeral(content.license_no, "ar")
            self._line(f"ترخيص رقم ({licence})", "PolicyLicence")
        self._line(self.document.title, "Title")
        for paragraph in content.introduction:
            self._line(paragraph, "Normal")
        for section in self.document.sections:
            self._section(section)
        self._approval()
        self._proof()
        return self.word

    def _line(self, text: str, style: str) -> Paragraph:
        paragraph = self.word.add_paragraph(style=_style(self.word, style))
        _add_run(paragraph, text)
        return paragraph

    def _section(self, section: Section) -> None:
        if section.chapter:
            self._line(section.chapter, "Heading1")
        depth = min(section.depth, INNER_ARTICLE)
        heading = section.heading if section.is_article else f"{section.heading}:"
        self.list.number(self._line(heading, LEVEL_STYLES[depth]), depth, section.number)
        for paragraph in section.paragraphs:
            self._line(paragraph, "Normal")
        for clause in section.clauses:
            self._clause(clause)

    def _clause(self, clause: Clause) -> None:
        self.list.number(self._line(clause.text, "PolicyItem"), ITEM, clause.number)
        for inner in clause.inner:
            self.list.number(self._line(inner.text, "PolicyPoint"), POINT, inner.number)

    def _approval(self) -> None:
        self._line(APPROVAL_RECORD, "Heading1")
        if self.document.approval is None:
            return
        table = self.word.add_table(rows=0, cols=2, style="Table Grid")
        _xml(table).tblPr.append(OxmlElement("w:bidiVisual"))
        for label, value in approval_rows(self.document.approval):
            cells = table.add_row().cells
            for cell, text, bold in zip(cells, (label, value), (True, False), strict=True):
                _add_run(cell.paragraphs[0], text, bold=bold)

    def _proof(self) -> None:
        version = self.document.version
        self._line(f"{state_words(version)}.", "PolicyProof")
        self._line("صفحة الإصدار، وفيها النص المعتمد:", "PolicyProof")
        self._left_to_right(self.document.address)
        self._line("بصمة النص المعتمد (SHA-256):", "PolicyProof")
        self._left_to_right(version.digest)

    def _left_to_right(self, text: str) -> None:
        paragraph = self.word.add_paragraph(style=_style(self.word, "PolicyProof"))
        off = OxmlElement("w:bidi")
        off.set(qn("w:val"), "0")
        _xml(paragraph).get_or_add_pPr().insert_element_before(off, *AFTER_BIDI)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _add_run(paragraph, text, right_to_left=False)


class _List:
    """The one list of the document. A number that Word would not come to by itself is set."""

    def __init__(self, word: WordDocument, *, arabic_digits: bool) -> None:
        self.numbering = word.part.numbering_part.element
        self.abstract = self._add_abstract("hindiNumbers" if arabic_digits else "decimal")
        self.current = self._add_number({})
        self.counted = [0] * len(LEVEL_TEXTS)

    def number(self, paragraph: Paragraph, level: int, wanted: str) -> None:
        expected = self.counted[level] + 1
        value = int(wanted)
        if value != expected:
            self.current = self._add_number({level: value})
        self.counted[level] = value
        self.counted[level + 1 :] = [0] * (len(self.counted) - level - 1)
        properties = _xml(paragraph).get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = self.current

    def _add_abstract(self, number_format: str) -> int:
        identity = 1 + max(
            (int(each.get(qn("w:abstractNumId"))) for each in self._all("w:abstractNum")),
            default=-1,
        )
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
            f'<w:suff w:val="{"space" if level < ITEM else "tab"}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="right"/>'
            f'<w:pPr><w:ind w:left="{left}" {indent}/></w:pPr>'
            f"<w:rPr><w:rtl/></w:rPr></w:lvl>"
            for level, (text, (left, indent)) in enumerate(zip(LEVEL_TEXTS, INDENTS, strict=True))
        )
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        numbers = self._all("w:num")
        if numbers:
            numbers[0].addprevious(abstract)
        else:
            self.numbering.append(abstract)
        return identity

    def _add_number(self, starts: dict[int, int]) -> int:
        number = self.numbering.add_num(self.abstract)
        for level, value in starts.items():
            number.add_lvlOverride(ilvl=level).add_startOverride(value)
        return int(number.numId)

    def _all(self, tag: str) -> list[Any]:
        return list(self.numbering.findall(qn(tag)))


def _xml(proxy: Any) -> Any:
    """The element behind an object of python-docx, which has no other way to what it leaves out."""
    return proxy._sectPr if isinstance(proxy, WordSection) else proxy._element  # noqa: SLF001


# --- the page, its styles, its head and foot -----------------------------------------------------


def _prepare(word: WordDocument, document: Published) -> None:
    properties = word.core_properties
    properties.title, properties.language = _writable(document.title)[:255], "ar-SA"
    properties.author = _writable(document.content.association_name or "")[:255]
    properties.comments = f"sha256:{document.version.digest}"
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(24)
    _xml(section).append(OxmlElement("w:bidi"))
    _styles(word)
    _head_and_foot(word, document)


def _styles(word: WordDocument) -> None:
    _shape(word, "Normal", size=11.5, after=6)
    _shape(word, "Title", size=19, bold=True, center=True, after=14, color=GREEN)
    _shape(word, "Heading1", size=14, bold=True, center=True, before=16, after=6, color=GREEN)
    _shape(word, "Heading2", size=13, bold=True, before=14, after=4, color=GREEN)
    _shape(word, "Heading3", size=11.5, bold=True, before=8, after=4)
    for name, size, bold, center in (
        ("PolicyLetterhead", 14, True, True),
        ("PolicyLicence", 11, False, True),
        ("PolicyItem", 11.5, False, False),
        ("PolicyPoint", 11.5, False, False),
        ("PolicyProof", 9, False, False),
    ):
        base = "List Number" if name in ("PolicyItem", "PolicyPoint") else "Normal"
        added = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = word.styles[base]
        if base == "List Number":
            _remove_numbering(added)
        _shape(word, name, size=size, bold=bold, center=center, after=4)


def _remove_numbering(style: Any) -> None:
    """The list belongs to the paragraphs; the base style's own bullet list must not."""
    properties = style.base_style.element.get_or_add_pPr()
    for numbering in properties.findall(qn("w:numPr")):
        properties.remove(numbering)


def _style(word: WordDocument, identity: str) -> Any:
    for style in word.styles:
        if style.style_id == identity:
            return style
    raise KeyError(identity)


def _shape(
    word: WordDocument,
    identity: str,
    *,
    size: float,
    bold: bool = False,
    center: bool = False,
    before: float = 0,
    after: float = 0,
    color: RGBColor | None = None,
) -> None:
    style = _style(word, identity)
    style.font.name, style.font.size, style.font.bold, style.font.italic = (
        FONT,
        Pt(size),
        bold,
        False,
    )
    style.font.color.rgb = color or RGBColor(0x16, 0x21, 0x1D)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.35
    style.paragraph_format.alignment = (
        WD_ALIGN_PARAGRAPH.CENTER if center else WD_ALIGN_PARAGRAPH.LEFT
    )  # in a bidi paragraph LEFT is the side where reading starts
    _right_to_left(style.element.get_or_add_pPr())
    run = style.element.get_or_add_rPr()
    fonts = run.get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    _set(run, "w:bCs", "1" if bold else "0")
    _set(run, "w:szCs", str(int(size * 2)))
    _borders_off(style.element.get_or_add_pPr())


def _borders_off(properties: Any) -> None:
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _set(parent: Any, tag: str, value: str) -> None:
    for present in parent.findall(qn(tag)):
        parent.remove(present)
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    follows = {"w:bCs": "w:b", "w:szCs": "w:sz"}[tag]
    anchor = parent.find(qn(follows))
    if anchor is None:
        parent.append(element)
    else:
        anchor.addnext(element)


def _right_to_left(properties: Any) -> None:
    if properties.find(qn("w:bidi")) is None:
        properties.insert_element_before(OxmlElement("w:bidi"), *AFTER_BIDI)


def _writable(text: str) -> str:
    """Without the control characters that a PDF or a text file may have brought along."""
    return NOT_IN_XML.sub("", text)


def _add_run(
    paragraph: Paragraph, text: str, *, bold: bool = False, right_to_left: bool = True
) -> Any:
    run = paragraph.add_run(_writable(text))
    if bold:
        run.font.bold = True
        run.font.cs_bold = True
    if right_to_left:
        run.font.rtl = True
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi"), "ar-SA")
    _xml(run).get_or_add_rPr().append(language)
    return run


def _head_and_foot(word: WordDocument, document: Published) -> None:
    section = word.sections[0]
    section.different_first_page_header_footer = True  # the first page has the letterhead
    head = section.header.paragraphs[0]
    head.style = _style(word, "PolicyProof")
    named = (document.content.association_name, document.title)
    _add_run(head, " · ".join(filter(None, named)))
    for footer in (section.footer, section.first_page_footer):
        foot = footer.paragraphs[0]
        foot.style = _style(word, "PolicyProof")
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, field in (("صفحة ", "PAGE"), (" من ", "NUMPAGES")):
            _add_run(foot, text)
            _add_field(foot, field)


def _add_field(paragraph: Paragraph, name: str) -> None:
    for kind, text in (("begin", ""), ("", f" {name} "), ("separate", ""), ("end", "")):
        run = _add_run(paragraph, "")
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            _xml(run).append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            _xml(run).append(instruction)
