"""Documents from people: what they are is read from their bytes, never from their name.

Images are drawn anew, so nothing but the picture survives; what runs programs is refused. Stored
files are sealed with the association's key, bound to their row, name and type.
"""

import io
import os
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import ForeignObjectRel, Model, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from foundation import clock
from foundation.encryption import keyring
from foundation.errors import Invalid
from foundation.models import StoredFile

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 20 * MEGABYTE
MOST_PIXELS: Final = 100_000_000
# Memory, where a picture must be decoded whole; a common JPEG is decoded at the scale that is needed.
MOST_DECODED_BYTES: Final = 100_000_000
MOST_DECODED_BYTES_WEBP: Final = 50_000_000  # its library holds three copies
LARGEST_TEXT: Final = 2 * MEGABYTE
LONGEST_SIDE: Final = 3000  # A4 at 256 dots per inch
LONGEST_NAME: Final = 120
MOST_ENTRIES: Final = 1000
MOST_UNPACKED: Final = 100 * MEGABYTE
HIGHEST_RATIO: Final = 100


class FileKind(TextChoices):
    PDF = "application/pdf", _("PDF document")
    JPEG = "image/jpeg", _("Photo (JPEG)")
    PNG = "image/png", _("Picture (PNG)")
    WEBP = "image/webp", _("Picture (WebP)")
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _("Word document"),
    )
    TEXT = "text/plain", _("Text")


SUFFIXES: Final = {
    FileKind.PDF: ".pdf",
    FileKind.JPEG: ".jpg",
    FileKind.PNG: ".png",
    FileKind.WEBP: ".webp",
    FileKind.DOCX: ".docx",
    FileKind.TEXT: ".txt",
}
ALL_KINDS: Final = frozenset(FileKind)


class FileTooLarge(Invalid):
    code = "file_too_large"
    message = _("“%(name)s” is larger than %(limit)s MB. Please send a smaller copy of it.")


class EmptyFile(Invalid):
    code = "empty_file"
    message = _("“%(name)s” is empty. Please choose the file again.")


class FileKindRefused(Invalid):
    code = "file_kind_refused"
    message = _(
        "“%(name)s” is of a kind that is not accepted. Please send a PDF, photo or Word file."
    )


class ActiveContent(Invalid):
    code = "active_content"
    message = _("“%(name)s” contains a program. Please print it to a new PDF and send that.")


class DamagedFile(Invalid):
    code = "damaged_file"
    message = _("“%(name)s” cannot be opened; it seems damaged. Please choose another copy.")


class PictureTooLarge(Invalid):
    code = "picture_too_large"
    message = _("“%(name)s” has too many pixels. Please take the picture at a smaller size.")


class Upload(Protocol):
    """What Django's UploadedFile offers, and any named binary file."""

    @property
    def name(self) -> str | None: ...

    def read(self, num_bytes: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """Safe to store, and to give back as what it says it is."""

    name: str
    kind: FileKind
    content: bytes


def check_upload(upload: Upload, *, accept: frozenset[FileKind] = ALL_KINDS) -> CheckedFile:
    """Raises a kind of Invalid with a sentence for the person who sent it."""
    name = upload.name or ""
    return check_file(upload.read(LARGEST_FILE + 1), name=name, accept=accept)


def check_file(
    content: bytes, *, name: str, accept: frozenset[FileKind] = ALL_KINDS
) -> CheckedFile:
    shown = safe_name(name)
    if not content:
        raise EmptyFile(name=shown)
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(name=shown, limit=LARGEST_FILE // MEGABYTE)
    kind = sniff(content)
    if kind is None or kind not in accept:
        raise FileKindRefused(name=shown)
    if kind is FileKind.TEXT and len(content) > LARGEST_TEXT:
        raise FileTooLarge(name=shown, limit=LARGEST_TEXT // MEGABYTE)
    if kind is FileKind.PDF:
        _check_pdf(content, shown)
    elif kind is FileKind.DOCX:
        _check_docx(content, shown)
    elif kind is not FileKind.TEXT:
        content = _drawn_anew(content, kind, shown)
    return CheckedFile(_with_suffix(shown, kind), kind, content)


def store(content: bytes, *, name: str, media_type: str, pk: UUID | None = None) -> StoredFile:
    """Of a CheckedFile, or of what we drew ourselves; `pk` where whoever sends it again must find it.

    The file is whole before it has its name; when the transaction rolls back it stays, sealed, an orphan.
    """
    stored = StoredFile(
        pk=pk or uuid4(),
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        stored_at=clock.now(),
    )
    path = _path_of(stored)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{uuid4().hex}.part")
    with unfinished.open("xb") as file:
        file.write(keyring().seal(content, *_place_of(stored)))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    stored.save(force_insert=True)
    return stored


def store_checked(checked: CheckedFile) -> StoredFile:
    return store(checked.content, name=checked.name, media_type=checked.kind)


def open_stored(stored: StoredFile) -> bytes:
    """Raises DecryptionFailed for altered bytes, name or type, FileNotFoundError for a lost file."""
    return keyring().open(_path_of(stored).read_bytes(), *_place_of(stored))


def discard(stored: StoredFile) -> None:
    """Call it on commit: the file goes for good, and its row with it."""
    _path_of(stored).unlink(missing_ok=True)
    stored.delete()


def unreferenced(before: datetime) -> QuerySet[StoredFile]:
    """Stored earlier than `before`, and no row of any app refers to them; oldest first."""
    files = StoredFile.objects.filter(stored_at__lt=before)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            column = relation.field.attname
            users: QuerySet[Model] = QuerySet(relation.related_model)
            files = files.exclude(pk__in=users.exclude(**{column: None}).values(column))
    return files.order_by("stored_at", "pk")


def _path_of(stored: StoredFile) -> Path:
    return Path(settings.MEDIA_ROOT) / keyring().owner / f"{stored.pk.hex}.bin"


def _place_of(stored: StoredFile) -> tuple[str, str, str, str]:
    """The name as a digest: whatever letters it has, the parts stay apart."""
    return "file", str(stored.pk), sha256(stored.name.encode()).hexdigest(), stored.media_type


def sniff(content: bytes) -> FileKind | None:
    """None for everything that is not accepted: SVG, HTML, archives, programs …"""
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return FileKind.WEBP
    if content.startswith(b"PK\x03\x04"):
        return FileKind.DOCX if _names_in_zip(content) >= _DOCX_PARTS else None
    return FileKind.TEXT if _is_plain_text(content) else None


def safe_name(name: str) -> str:
    """The last part of a path, without anything that steers text, paths or headers."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(" " if _is_unsafe(letter) else letter for letter in last)
    shortened = " ".join(kept.split()).strip(". ")
    if len(shortened) > LONGEST_NAME:
        stem, suffix = _split_suffix(shortened)
        shortened = stem[: LONGEST_NAME - len(suffix)].rstrip() + suffix
    return shortened or "document"


def _is_unsafe(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "C" or letter in "<>:\"|?*;%&'`$\u2028\u2029"


def _split_suffix(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem and 0 < len(suffix) <= 5 else (name, "")


def _with_suffix(name: str, kind: FileKind) -> str:
    """The suffix says what the bytes are, whatever it said before."""
    return _split_suffix(name)[0] + SUFFIXES[kind]


# --- PDF ---


def _escapable(name: str) -> str:
    """A PDF name, of which each letter may be written as #xx."""
    return "/" + "".join(f"(?:{letter}|(?i:#{ord(letter):x}))" for letter in name)


_PROGRAM_IN_PDF = re.compile(f"(?:{_escapable('JavaScript')}|{_escapable('Launch')})\\b".encode())


def _check_pdf(content: bytes, name: str) -> None:
    if b"%%EOF" not in content[-4096:]:
        raise DamagedFile(name=name)
    if _PROGRAM_IN_PDF.search(content):
        raise ActiveContent(name=name)


# --- DOCX ---

_DOCX_PARTS: Final = frozenset({"[Content_Types].xml", "word/document.xml"})


def _names_in_zip(content: bytes) -> set[str]:
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:  # counted before anything is read into memory
        return set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(archive.namelist())
    # zipfile says NotImplementedError of an archive that asks for a newer version of the format.
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()


def _check_docx(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    if any(re.search(r"(?i)vbaProject|\.bin$|activeX", entry.filename) for entry in entries):
        raise ActiveContent(name=name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise DamagedFile(name=name)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > min(MOST_UNPACKED, HIGHEST_RATIO * len(content)):
        raise FileTooLarge(name=name, limit=LARGEST_FILE // MEGABYTE)


# --- text ---

# What an eager reader could take for something else than text.
_MARKUP = re.compile(
    r"(?i)<\s*(?:!doctype|\?xml|html|head|body|script|svg|iframe|object|embed)\b|%PDF-|%!PS"
)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if _MARKUP.search(text):
        return False
    return _CONTROL.search(text) is None


# --- pictures ---


def _drawn_anew(content: bytes, kind: FileKind, name: str) -> bytes:
    try:
        picture = Image.open(io.BytesIO(content), formats=[_PILLOW_FORMATS[kind]])
        _check_size(picture, kind, name)
        return _encoded(_reduced(picture), kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureTooLarge(name=name) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedFile(name=name) from error


_PILLOW_FORMATS: Final = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}
Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # Pillow warns beyond it, and stops at twice as many
_ONE_BYTE_MODES: Final = frozenset({"1", "L", "P"})


def _check_size(picture: Image.Image, kind: FileKind, name: str) -> None:
    pixels = picture.width * picture.height
    decoded = pixels * (1 if picture.mode in _ONE_BYTE_MODES else 4)
    if kind is FileKind.WEBP:
        fits = decoded <= MOST_DECODED_BYTES_WEBP
    elif kind is FileKind.JPEG and "progressive" not in picture.info:
        fits = pixels <= MOST_PIXELS
    else:
        fits = decoded <= MOST_DECODED_BYTES
    if not fits:
        raise PictureTooLarge(name=name)


def _reduced(picture: Image.Image) -> Image.Image:
    """At most LONGEST_SIDE, upright, and without anything but pixels."""
    if max(picture.size) > LONGEST_SIDE:
        # A gap of 1 lets a JPEG be decoded at the smallest scale that will do.
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=1.0)
    ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode in ("P", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.info = {}
    return picture


def _encoded(picture: Image.Image, kind: FileKind) -> bytes:
    out = io.BytesIO()
    if kind is FileKind.JPEG:
        flat = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
        flat.save(out, "JPEG", quality=88)
    elif kind is FileKind.WEBP:
        picture.save(out, "WEBP", quality=88)
    else:
        picture.save(out, "PNG")
    return out.getvalue()
