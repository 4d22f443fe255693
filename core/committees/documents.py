"""The minutes as documents to take away: a page for the press, and a Word document. Both in Arabic."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.committees.minutes import ItemLine, Minutes
from core.committees.models import Seat
from core.writing import writing_in_force
from foundation import dates, writing
from foundation.uploads import safe_name

FONT = "IBM Plex Sans Arabic"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SIZES = {"Normal": 11.5, "Title": 18, "Heading 1": 15, "Heading 2": 13, "Heading 3": 11.5}
BEFORE_ALIGNMENT = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")


def file_name(minutes: Minutes, suffix: str) -> str:
    with translation.override("ar"):
        named = _("Minutes of session %(number)s of %(body)s") % {
            "number": minutes.number,
            "body": minutes.body[:80],
        }
    return safe_name(f"{named}{suffix}")


def html_of(minutes: Minutes, digest: str, seats: Sequence[Seat]) -> str:
    with translation.override("ar"), writing.written_as(writing_in_force()):
        context = {"minutes": minutes, "digest": digest, "seats": seats}
        page = render_to_string("committees/minutes_pdf.html", context)
        styles = render_to_string("committees/minutes_pdf.css")
    return page.replace("</head>", f"<style>{styles}</style></head>", 1)


def docx_of(minutes: Minutes, digest: str, seats: Sequence[Seat]) -> bytes:
    with translation.override("ar"), writing.written_as(writing_in_force()):
        word = _written(minutes, digest, seats)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _written(minutes: Minutes, digest: str, seats: Sequence[Seat]) -> WordDocument:
    word: WordDocument = Document()
    _prepare(word, minutes, digest)
    _line(word, minutes.association, "Title")
    _line(word, _("Minutes of session %(number)s of %(body)s") % _named(minutes), "Heading 1")
    _table(word, _facts(minutes))
    _line(word, _("Attendance"), "Heading 2")
    _table(word, _attendance(minutes))
    _line(word, _("Items and decisions"), "Heading 2")
    for item in minutes.items:
        _line(word, f"{_n(item.number)}. {_title(item)}", "Heading 3")
        for text in _item_lines(item):
            _line(word, text)
    if minutes.remarks:
        _line(word, _("Remarks"), "Heading 2")
        _line(word, minutes.remarks)
    _line(word, _("Signatures"), "Heading 2")
    _table(word, [(_("Name"), _("Signature")), *((seat.name, _signed(seat)) for seat in seats)])
    _line(word, _("Fingerprint of the content (SHA-256):"))
    _line(word, digest, right_to_left=False)
    return word


def _named(minutes: Minutes) -> dict[str, str]:
    return {"number": _n(minutes.number), "body": minutes.body}


def _facts(minutes: Minutes) -> list[tuple[str, str]]:
    rows = [
        (_("Held"), _moment(minutes.opened_at or minutes.planned_for)),
        (pgettext("minutes", "Closed"), _moment(minutes.closed_at) if minutes.closed_at else ""),
        (_("Place"), minutes.place),
        (_("Chair"), minutes.chair),
        (_("Called by"), minutes.called_by),
        (_("Quorum"), f"{_n(minutes.quorum)} / {_n(len(minutes.members))}"),
    ]
    return [(label, value) for label, value in rows if value]


def _attendance(minutes: Minutes) -> list[tuple[str, str]]:
    return [
        (
            member.name,
            pgettext("attendance", "Present") if member.present else member.apology or _("Absent"),
        )
        for member in minutes.members
    ]


def _title(item: ItemLine) -> str:
    if item.withheld:
        return _("Withheld: you take no part in this item")
    return f"{item.subject} - {item.person} ({item.reference})"


def _item_lines(item: ItemLine) -> Iterable[str]:
    for vote in item.interests:
        yield _("Excluded for an interest: %(name)s (%(interest)s)") % {
            "name": vote.name,
            "interest": vote.interest,
        }
    if item.withheld:
        return
    tally = item.tally
    if tally.cast or tally.abstained:
        yield _("Votes: %(for)s for, %(against)s against, %(abstained)s abstained") % {
            "for": _n(tally.votes_for),
            "against": _n(tally.against),
            "abstained": _n(tally.abstained),
        }
    yield _("Decision: %(result)s") % {"result": item.result}
    if item.amount is not None:
        yield _("Amount: %(amount)s riyals") % {"amount": _n(item.amount)}
    if item.programme:
        yield _("Programme: %(name)s") % {"name": item.programme}
    if item.why:
        yield _("Reason: %(reason)s") % {"reason": "؛ ".join(item.why)}
    if item.early_reason:
        yield _("Why before the earliest date: %(reason)s") % {"reason": item.early_reason}


def _signed(seat: Seat) -> str:
    return _moment(seat.signed_at) if seat.signed_at else ""


def _moment(moment: Any) -> str:
    local = timezone.localtime(moment)
    return f"{dates.both_calendars(local.date())} {_n(local.strftime('%H:%M'))}"


def _n(number: object) -> str:
    return writing.numeral(str(number), "ar")


# --- Word ---


def _prepare(word: WordDocument, minutes: Minutes, digest: str) -> None:
    properties = word.core_properties
    properties.title = _writable(minutes.body)[:255]
    properties.author = _writable(minutes.association)[:255]
    properties.language, properties.comments = "ar-SA", f"sha256:{digest}"
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section._sectPr.append(OxmlElement("w:bidi"))  # noqa: SLF001 (python-docx has no other way)
    for name, size in SIZES.items():
        style: Any = word.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), FONT)
        _right_to_left(style.element.get_or_add_pPr())


def _line(
    word: WordDocument, text: str, style: str = "Normal", *, right_to_left: bool = True
) -> None:
    paragraph: Any = word.add_paragraph(style=style)
    if not right_to_left:
        off = OxmlElement("w:bidi")
        off.set(qn("w:val"), "0")
        paragraph._element.get_or_add_pPr().insert_element_before(off, *BEFORE_ALIGNMENT)  # noqa: SLF001
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(paragraph, text, right_to_left=right_to_left)


def _table(word: WordDocument, rows: Sequence[tuple[str, str]]) -> None:
    table: Any = word.add_table(rows=0, cols=2, style="Table Grid")
    table._element.tblPr.append(OxmlElement("w:bidiVisual"))  # noqa: SLF001
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            _run(cell.paragraphs[0], text)


def _run(paragraph: Any, text: str, *, right_to_left: bool = True) -> None:
    run = paragraph.add_run(_writable(text))
    run.font.rtl = right_to_left
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi"), "ar-SA")
    run._element.get_or_add_rPr().append(language)  # noqa: SLF001


def _right_to_left(properties: Any) -> None:
    if properties.find(qn("w:bidi")) is None:
        properties.insert_element_before(OxmlElement("w:bidi"), *BEFORE_ALIGNMENT)


def _writable(text: str) -> str:
    """Without control characters, which Word cannot keep."""
    return NOT_IN_XML.sub("", text)
