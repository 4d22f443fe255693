"""The text of an uploaded file, or a clear refusal: text, web pages and DOCX, and nothing that could harm."""

import io
import struct
import zipfile
import zlib
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from foundation.errors import Invalid
from policies.reading.docx import WrongDocx, text_of_docx
from policies.reading.encodings import decoded, repaired
from policies.reading.html import HarmfulHtml, looks_like_html, text_of_html
from policies.reading.pdf.process import PdfText, WrongPdf, text_of_pdf
from policies.reading.text import plain

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_PDF = 20 * 1024 * 1024  # scans are large, and are PDFs too
LONGEST_TEXT = 400_000  # about 200 pages
MOST_ENTRIES = 1_000
MOST_EXPANDED = 20 * 1024 * 1024
HIGHEST_RATIO = 100
FREE_OF_RATIO = 256 * 1024  # small XML compresses well without meaning harm
ZIP_START = b"PK\x03\x04"
DOCUMENT = "word/document.xml"
MACROS = ("vbaproject.bin", "vbadata.xml")
OLD_WORD = b"\xd0\xcf\x11\xe0"
PDF_START = b"%PDF"
RTF_START = b"{\\rtf"
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff"})
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ""})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError,
    ValueError, OSError,
)  # fmt: skip


class UnreadableDocument(Invalid):
    """Raised with a kind of its own for each reason, so that the page can say what to do."""

    code = "unreadable_document"
    message = _("This document cannot be read.")


class EmptyDocument(UnreadableDocument):
    code = "empty_document"
    message = _("This document holds no text. A scanned picture must be typed or pasted.")


class WrongDocumentType(UnreadableDocument):
    code = "wrong_document_type"
    message = _(
        "Only Word documents (.docx), PDF files, web pages, plain text and pictures of pages can be"
        " read. Save it as one of these."
    )


class OldWordDocument(WrongDocumentType):
    code = "old_word_document"
    message = _(
        "This document is of an old kind (.doc). Open it in Word, choose “Save as”, then “Word"
        " document (.docx)”, and send that file."
    )


class RichTextDocument(WrongDocumentType):
    code = "rich_text_document"
    message = _(
        "This document is of the kind RTF. Open it in Word, choose “Save as”, then “Word document"
        " (.docx)”, and send that file."
    )


class OpenDocument(WrongDocumentType):
    code = "open_document"
    message = _(
        "This document is of the kind ODT. Open it in LibreOffice, choose “Save as”, then “Word"
        " (.docx)”, and send that file."
    )


class DocumentTooLarge(UnreadableDocument):
    code = "document_too_large"
    message = _("This document is too large: at most 200 pages and 10 MB can be read.")


class DangerousDocument(UnreadableDocument):
    code = "dangerous_document"
    message = _(
        "This document holds parts that we do not open (macros, outside references or packed data)."
        " Paste its text instead."
    )


class DamagedDocument(UnreadableDocument):
    code = "damaged_document"
    message = _("This document is damaged. Open it in Word, save it again, and try once more.")


class UnknownEncoding(UnreadableDocument):
    code = "unknown_encoding"
    message = _("The letters of this text file cannot be read. Save it as UTF-8.")


class ScannedDocument(UnreadableDocument):
    """A picture, or a PDF of pictures: recognising their letters is a job of its own."""

    code = "scanned_document"
    message = _("This document is a scan: its pages are pictures without text.")


class LockedDocument(UnreadableDocument):
    code = "locked_document"
    message = _("This document asks for a password. Save it without one, and try once more.")


class DamagedPdf(UnreadableDocument):
    code = "damaged_pdf"
    message = _(
        "This PDF cannot be opened; it is damaged or too intricate. Print it to a new PDF, or paste"
        " its text."
    )


PDF_REFUSALS: dict[str, type[UnreadableDocument]] = {
    "locked": LockedDocument,
    "too_large": DocumentTooLarge,
    "scan": ScannedDocument,
}


def is_pdf(data: bytes, filename: str) -> bool:
    return PDF_START in data[:1024] and PurePath(filename).suffix.lower() == ".pdf"


def pdf_text_of(data: bytes) -> PdfText:
    """The text of a PDF, and where it was read in two ways; raises UnreadableDocument."""
    if len(data) > LARGEST_PDF:
        raise DocumentTooLarge
    try:
        return text_of_pdf(data)
    except WrongPdf as error:
        raise PDF_REFUSALS.get(error.kind, DamagedPdf) from error


def text_of(data: bytes, filename: str) -> str:
    """What the bytes are decides, the name only has to agree; raises UnreadableDocument."""
    if is_pdf(data, filename):
        return pdf_text_of(data).text
    suffix = PurePath(filename).suffix.lower()
    if data.startswith(PICTURE_STARTS) and suffix in PICTURE_SUFFIXES:
        raise ScannedDocument
    if len(data) > LARGEST_FILE:
        raise DocumentTooLarge
    if not data.strip():
        raise EmptyDocument
    _check_kind(data, suffix)
    text = _docx(data) if suffix == ".docx" else _text_or_page(data, suffix)
    if len(text) > LONGEST_TEXT:
        raise DocumentTooLarge
    if not plain(text).strip():
        raise EmptyDocument
    return text


def text_of_paste(text: str) -> str:
    """What people paste is mostly text; the source of a page, or letters turned to signs, now and then."""
    mended = repaired(text)
    return _page(mended) if looks_like_html(mended) else mended


def _check_kind(data: bytes, suffix: str) -> None:
    """Refuses what is no text, page or Word file, each with what to do about it."""
    if suffix == ".docm":
        raise DangerousDocument
    if data.startswith(OLD_WORD):
        raise OldWordDocument
    if data.lstrip()[:5].lower() == RTF_START:
        raise RichTextDocument
    if suffix == ".odt":
        raise OpenDocument
    is_archive = data.startswith(ZIP_START)
    known = suffix in TEXT_SUFFIXES | HTML_SUFFIXES
    if is_archive != (suffix == ".docx") or not (known or is_archive):
        raise WrongDocumentType
    if data.startswith((PDF_START, *PICTURE_STARTS)):
        raise WrongDocumentType


def _text_or_page(data: bytes, suffix: str) -> str:
    text = decoded(data)
    if text is None:
        raise UnknownEncoding
    return _page(text) if suffix in HTML_SUFFIXES or looks_like_html(text) else text


def _page(text: str) -> str:
    try:
        return text_of_html(text)
    except HarmfulHtml as error:
        raise DangerousDocument from error


def _docx(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
            return text_of_docx(archive)
    # zipfile says NotImplementedError of a compression that it does not know, RuntimeError of a password.
    except BROKEN_ARCHIVE as error:
        raise DamagedDocument from error
    except WrongDocx as error:
        raise (DangerousDocument if error.harmful else DamagedDocument) from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Before anything is unpacked: what the archive says of itself is checked again while reading."""
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_EXPANDED:
        raise DangerousDocument
    for entry in entries:
        ratio = entry.file_size / max(entry.compress_size, 1)
        if ratio > HIGHEST_RATIO and entry.file_size > FREE_OF_RATIO:
            raise DangerousDocument
    if any(name.endswith(MACROS) for name in names):
        raise DangerousDocument
    if DOCUMENT not in names:
        raise WrongDocumentType
