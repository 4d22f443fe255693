import io
import random
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from foundation import uploads
from foundation.encryption import DecryptionFailed, keyring
from foundation.models import StoredFile
from foundation.uploads import (
    ActiveContent,
    DamagedFile,
    EmptyFile,
    FileKind,
    FileKindRefused,
    FileTooLarge,
    PictureTooLarge,
    check_file,
    check_upload,
    discard,
    open_stored,
    safe_name,
    store_checked,
)
from tenants.models import Association
from tenants.schemas import entered

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(
    kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any
) -> bytes:
    out = io.BytesIO()
    drawn = Image.new(mode, size, "white")
    ImageDraw.Draw(drawn).rectangle((0, 0, size[0] // 2, size[1]), fill="black")
    drawn.save(out, kind, **options)
    return out.getvalue()


def docx(**added: bytes) -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("نص")
    document.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in added.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def claimed_png(width: int, height: int) -> bytes:
    """A few bytes that promise a huge picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        (PDF, FileKind.PDF, "report.pdf"),
        (picture("JPEG"), FileKind.JPEG, "report.jpg"),
        (picture("PNG"), FileKind.PNG, "report.png"),
        (picture("WEBP"), FileKind.WEBP, "report.webp"),
        (docx(), FileKind.DOCX, "report.docx"),
        ("سطر أول\nقيمة < 5\n".encode(), FileKind.TEXT, "report.txt"),
        (b"\xef\xbb\xbfwith a mark", FileKind.TEXT, "report.txt"),
    ],
)
def test_kind_and_suffix_come_from_the_bytes(content: bytes, kind: FileKind, name: str) -> None:
    checked = check_upload(SimpleUploadedFile("report.exe", content))

    assert (checked.kind, checked.name) == (kind, name)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"  \n<?xml version='1.0'?><svg/>",
        b"<!DOCTYPE html><p>x",
        b"text, then <ScRiPt src=//x></script>",
        b"< html><body>",
        b"MZ\x90\x00" + bytes(60),
        b"\x7fELF" + bytes(60),
        b"GIF89a" + bytes(60),
        b"%!PS-Adobe",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60),
        b"junk before %PDF-1.7",
        b"PK\x03\x04 not a zip",
        b"RIFF\x00\x00\x00\x00WAVE",
        "نص".encode("utf-16"),
        b"text with \x00 in it",
        bytes(range(256)),
    ],
)
def test_other_kinds_are_refused_whatever_they_are_called(content: bytes) -> None:
    refused = 0
    for name in ("x.pdf", "x.jpg", "x.txt", "x"):
        try:
            check_file(content, name=name)
        except (FileKindRefused, DamagedFile):
            refused += 1

    assert refused == 4


def test_zip_that_is_no_word_document_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
        archive.writestr("[Content_Types].xml", "x")

    with pytest.raises(FileKindRefused):
        check_file(out.getvalue(), name="book.docx")


def test_only_kinds_that_are_asked_for_are_accepted() -> None:
    with pytest.raises(FileKindRefused):
        check_file(PDF, name="photo.jpg", accept=frozenset({FileKind.JPEG, FileKind.PNG}))


def test_empty_and_oversized_files_are_refused() -> None:
    with pytest.raises(EmptyFile):
        check_file(b"", name="x.pdf")
    with pytest.raises(FileTooLarge) as caught:
        check_upload(SimpleUploadedFile("تقرير.pdf", PDF + bytes(uploads.LARGEST_FILE)))

    assert "«" in str(caught.value) or "“تقرير.pdf”" in str(caught.value)
    assert "20" in str(caught.value)


def test_upload_at_the_limit_is_accepted() -> None:
    content = PDF[:-7] + bytes(uploads.LARGEST_FILE - len(PDF)) + PDF[-7:]

    assert len(check_file(content, name="x.pdf").content) == uploads.LARGEST_FILE


@pytest.mark.parametrize(
    "inside",
    [
        b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
        b"/S/J#61vaScript",
        b"/S/#4Aa#76#61Script",
        b"/S /Launch /F(cmd)",
    ],
)
def test_pdf_with_a_program_is_refused(inside: bytes) -> None:
    with pytest.raises(ActiveContent):
        check_file(PDF.replace(b"/Type/Catalog", inside), name="x.pdf")


def test_cut_pdf_is_refused() -> None:
    with pytest.raises(DamagedFile):
        check_file(PDF[:-7], name="x.pdf")


@pytest.mark.parametrize("name", ["word__vbaProject.bin", "word__activeX__activeX1.xml"])
def test_word_document_with_macros_is_refused(name: str) -> None:
    with pytest.raises(ActiveContent):
        check_file(docx(**{name: b"x"}), name="x.docx")


def test_word_documents_that_unpack_too_far_are_refused() -> None:
    with pytest.raises(FileTooLarge):
        check_file(docx(word__big=bytes(30_000_000)), name="x.docx")
    with pytest.raises(FileKindRefused):
        check_file(docx(**{f"part{n}": b"" for n in range(1001)}), name="x.docx")


def test_pictures_lose_everything_but_pixels() -> None:
    exif = Image.Exif()
    exif[0x010E] = "GPS 24.7136 SECRET"
    exif[0x0112] = 6  # lies on its side
    text = PngInfo()
    text.add_text("Comment", "SECRET")
    hidden = [
        picture("JPEG", exif=exif, comment=b"SECRET") + b"SECRET<script>",
        picture("PNG", pnginfo=text, exif=exif) + b"SECRET",
        picture("WEBP", exif=exif, xmp=b"SECRET"),
    ]

    for content in hidden:
        clean = check_file(content, name="x").content
        again = Image.open(io.BytesIO(clean))
        assert b"SECRET" in content
        assert b"SECRET" not in clean
        assert dict(again.getexif()) == {}
        assert again.size == (20, 40)  # upright now


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_png_of_every_mode_is_kept(mode: str) -> None:
    out = io.BytesIO()
    Image.new("L", (30, 30), 0).convert("L" if mode == "I;16" else mode).save(out, "PNG")

    assert check_file(out.getvalue(), name="x").kind is FileKind.PNG


def test_cmyk_photo_becomes_rgb() -> None:
    clean = check_file(picture("JPEG", mode="CMYK"), name="x").content

    assert Image.open(io.BytesIO(clean)).mode == "RGB"


def test_large_photo_is_reduced() -> None:
    clean = check_file(picture("JPEG", size=(9000, 3000)), name="x").content

    assert Image.open(io.BytesIO(clean)).size == (3000, 1000)


@pytest.mark.parametrize(
    "size", [(8000, 8000), (10_001, 10_000), (12_000, 12_000), (60_000, 60_000)]
)
def test_picture_that_promises_too_many_pixels_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLarge):
        check_file(claimed_png(*size), name="x.png")


def test_picture_that_must_be_decoded_whole_has_a_lower_limit() -> None:
    with pytest.raises(PictureTooLarge):
        check_file(picture("JPEG", size=(5100, 5000), progressive=True), name="x.jpg")
    with pytest.raises(PictureTooLarge):
        check_file(picture("WEBP", size=(3600, 3600)), name="x.webp")


def test_long_text_is_refused() -> None:
    with pytest.raises(FileTooLarge) as caught:
        check_file(b"a" * (uploads.LARGEST_TEXT + 1), name="x.txt")

    assert caught.value.details == {"name": "x.txt", "limit": 2}


def test_damaged_pictures_are_refused() -> None:
    whole = {kind: picture(kind, size=(200, 200)) for kind in ("JPEG", "PNG", "WEBP")}

    for content in whole.values():
        with pytest.raises(DamagedFile):
            check_file(content[: len(content) // 2], name="x")
    with pytest.raises(DamagedFile):
        check_file(claimed_png(500, 500), name="x")


def test_random_bytes_never_do_anything_but_be_refused() -> None:
    chance = random.Random(7)  # noqa: S311
    starts = [
        b"",
        b"%PDF-",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"PK\x03\x04",
    ]
    refused = 0
    for _time in range(300):
        content = chance.choice(starts) + chance.randbytes(300)
        try:
            check_file(content, name="x")
        except (FileKindRefused, DamagedFile, PictureTooLarge):
            refused += 1

    assert refused == 300


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("تقرير 1.pdf", "تقرير 1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mona\\هوية.jpg", "هوية.jpg"),
        ("a\u202egpj.exe", "a gpj.exe"),
        ('x"\r\nSet-Cookie: a=b.pdf', "x Set-Cookie a=b.pdf"),
        ("<b>.pdf", "b .pdf"),
        ("", "document"),
        ("...", "document"),
        ("/", "document"),
        ("\x00\x1f", "document"),
        ("ا" * 300 + ".pdf", "ا" * 116 + ".pdf"),
    ],
)
def test_names_are_safe_to_show(name: str, shown: str) -> None:
    assert safe_name(name) == shown


@pytest.fixture
def files(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_stored_file_is_sealed_on_disk_and_opens(association: Association, files: Path) -> None:
    stored = store_checked(check_file("سر".encode(), name="سر.txt"))

    again = StoredFile.objects.get(pk=stored.pk)
    path = files / str(association.pk) / f"{stored.pk.hex}.bin"
    assert [found for found in files.rglob("*") if found.is_file()] == [path]
    assert "سر".encode() not in path.read_bytes()
    assert (again.name, again.media_type, again.size) == ("سر.txt", "text/plain", 4)
    assert open_stored(again) == "سر".encode()


@pytest.mark.parametrize("changed", [{"name": "x.html"}, {"media_type": "text/html"}])
def test_file_opens_as_what_it_was_stored_only(
    association: Association, files: Path, changed: dict[str, str]
) -> None:
    stored = store_checked(check_file(b"text", name="x.txt"))
    for name, value in changed.items():
        setattr(stored, name, value)

    with pytest.raises(DecryptionFailed):
        open_stored(stored)


def test_files_cannot_be_swapped_or_opened_by_another_association(
    association: Association, other_association: Association, files: Path
) -> None:
    one = store_checked(check_file(b"one", name="x.txt"))
    two = store_checked(check_file(b"two", name="x.txt"))
    here = files / keyring().owner
    (here / f"{one.pk.hex}.bin").replace(here / f"{two.pk.hex}.bin")
    assert one.name == "x.txt"

    with pytest.raises(DecryptionFailed):
        open_stored(two)
    with entered(other_association), pytest.raises(FileNotFoundError):
        open_stored(one)


def test_discarded_file_is_gone(association: Association, files: Path) -> None:
    stored = store_checked(check_file(b"text", name="x.txt"))

    discard(stored)

    assert [found for found in files.rglob("*") if found.is_file()] == []
    assert StoredFile.objects.count() == 0
