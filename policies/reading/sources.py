"""The text of an uploaded file, or a clear refusal: plain text and DOCX, and nothing that could harm."""

import io
import zipfile
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from foundation.errors import Invalid
from policies.reading.docx import WrongDocx, text_of_docx
from policies.reading.text import plain

LARGEST_FILE = 10 * 1024 * 1024
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
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ""})
ENCODINGS = ("utf-8-sig", "windows-1256")
MOST_CONTROLS = 0.01


class UnreadableDocument(Invalid):
    """Raised with a kind of its own for each reason, so that the page can say what to do."""

    code = "unreadable_document"
    message = _("This document cannot be read.")


class EmptyDocument(UnreadableDocument):
    code = "empty_document"
    message = _("This document holds no text. A scanned picture must be typed or pasted.")


class WrongDocumentType(UnreadableDocument):
    code = "wrong_document_type"
    message = _("Only Word documents (.docx) and plain text (.txt) can be read. Save it as one.")


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
    """A PDF whose pages are pictures: recognising their letters is a job of its own."""

    code = "scanned_document"
    message = _("This document is a scan: its pages are pictures without text.")


def text_of(data: bytes, filename: str) -> str:
    """What the bytes are decides, the name only has to agree; raises UnreadableDocument."""
    if len(data) > LARGEST_FILE:
        raise DocumentTooLarge
    if not data.strip():
        raise EmptyDocument
    suffix = PurePath(filename).suffix.lower()
    if suffix == ".docm":
        raise DangerousDocument
    if data.startswith(ZIP_START) and suffix == ".docx":
        text = _docx(data)
    elif data.startswith((ZIP_START, OLD_WORD, PDF_START)) or suffix not in TEXT_SUFFIXES:
        raise WrongDocumentType
    else:
        text = _decoded(data)
    if len(text) > LONGEST_TEXT:
        raise DocumentTooLarge
    if not plain(text).strip():
        raise EmptyDocument
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _checked(data, encoding)
    if unmarked := _utf_16_without_mark(data):
        return _checked(data, unmarked)
    for encoding in ENCODINGS:
        try:
            return _checked(data, encoding)
        except UnknownEncoding:
            continue
    raise UnknownEncoding


def _utf_16_without_mark(data: bytes) -> str | None:
    """Arabic in UTF-16 has 06 in every second byte."""
    sample = data[:4_000]
    low, high = sample[1::2].count(6), sample[0::2].count(6)
    if max(low, high) < len(sample) // 5:
        return None
    return "utf-16-le" if low > high else "utf-16-be"


def _checked(data: bytes, encoding: str) -> str:
    """A text has letters and hardly any control characters."""
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise UnknownEncoding from error
    controls = sum(char < " " and char not in "\t\n\r\f\v" for char in text)
    if controls > MOST_CONTROLS * len(text):
        raise UnknownEncoding
    return text.replace("\f", "\n").replace("\x00", "")


def _docx(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
            return text_of_docx(archive)
    # zipfile says NotImplementedError of a compression that it does not know, RuntimeError of a password.
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
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
