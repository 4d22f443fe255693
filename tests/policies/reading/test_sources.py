import io
import zipfile

import pytest
from docx import Document

from policies.reading.reader import read_document
from policies.reading.sources import (
    DamagedDocument,
    DamagedPdf,
    DangerousDocument,
    DocumentTooLarge,
    EmptyDocument,
    OldWordDocument,
    OpenDocument,
    RichTextDocument,
    ScannedDocument,
    UnknownEncoding,
    UnreadableDocument,
    WrongDocumentType,
    text_of,
)

WORDS = "سياسة العلاقة مع المستفيدين\nقنوات التواصل:\n- الهاتف\n- الموقع"
CONTENT_TYPES = "[Content_Types].xml"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def archive(**parts: bytes) -> bytes:
    """A zip file; `__` in a name stands for the slash."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", content)
    return data.getvalue()


def body(inner: str, before: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<w:document xmlns:w="{NAMESPACE}"><w:body>{inner}</w:body></w:document>'
    ).encode()


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        WORDS.encode("utf-16-le"),
        WORDS.encode("utf-16-be"),
        WORDS.encode("windows-1256"),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256"],
)
def test_reads_plain_text_in_any_usual_encoding(data):
    assert text_of(data, "policy.txt") == WORDS


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "policy.txt", EmptyDocument),
        ("\ufeff \n\u200f".encode(), "policy.txt", EmptyDocument),
        (b"", "policy.docx", EmptyDocument),
        (b"%PDF-1.7 \x00\x01", "policy.pdf", DamagedPdf),
        (b"%PDF-1.7 \x00\x01", "policy.txt", WrongDocumentType),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "policy.doc", OldWordDocument),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "policy.docx", OldWordDocument),
        (rb"{\rtf1\ansi}", "policy.rtf", RichTextDocument),
        (rb"{\rtf1\ansi}", "policy.doc", RichTextDocument),
        (archive(content=b"<a/>"), "policy.odt", OpenDocument),
        (b"\x89PNG\r\n\x1a\n", "policy.png", ScannedDocument),
        (b"\xff\xd8\xff\xe0", "policy.jpg", ScannedDocument),
        (b"II*\x00", "policy.tiff", ScannedDocument),
        (b"\x89PNG\r\n\x1a\n", "policy.txt", WrongDocumentType),
        (WORDS.encode(), "policy.png", WrongDocumentType),
        (WORDS.encode(), "policy.exe", WrongDocumentType),
        (WORDS.encode(), "policy.docx", WrongDocumentType),
        (bytes(range(256)) * 40, "policy.txt", UnknownEncoding),
        (("ا " * 300_001).encode(), "policy.txt", DocumentTooLarge),
        (b"a" * (10 * 1024 * 1024 + 1), "policy.txt", DocumentTooLarge),
        (archive(word__document=body("")), "policy.docx", EmptyDocument),
        (archive(word__document=body("")), "policy.txt", WrongDocumentType),
        (archive(word__document=body("")), "policy.docm", DangerousDocument),
        (archive(xl__workbook=b"<a/>"), "policy.docx", WrongDocumentType),
        (archive(word__document=b"<broken"), "policy.docx", DamagedDocument),
        (archive(word__document=b"<a/>"), "policy.docx", DamagedDocument),
        (b"PK\x03\x04 and nothing else", "policy.docx", DamagedDocument),
    ],
)
def test_refuses_what_it_cannot_read(data, name, error):
    with pytest.raises(error) as raised:
        text_of(data, name)
    assert isinstance(raised.value, UnreadableDocument)
    assert str(raised.value) != ""


def test_refuses_a_zip_bomb():
    bomb = archive(word__document=body("<w:p/>"), word__media__bomb=b"0" * 15_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(DangerousDocument):
        text_of(bomb, "policy.docx")


def test_refuses_too_many_entries():
    many = {f"word__part{number}": b"<a/>" for number in range(1_001)}
    with pytest.raises(DangerousDocument):
        text_of(archive(word__document=body(""), **many), "policy.docx")


def test_refuses_more_than_it_may_unpack():
    large = {f"word__part{n}": bytes(range(256)) * 4_000 * 2 for n in range(11)}
    with pytest.raises(DangerousDocument):
        text_of(archive(word__document=body(""), **large), "policy.docx")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]>',
        '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
    ],
)
def test_refuses_entities(doctype):
    paragraph = "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>" if "ENTITY" in doctype else "<w:p/>"
    with pytest.raises(DangerousDocument):
        text_of(archive(word__document=body(paragraph, doctype)), "policy.docx")


def test_refuses_entities_in_any_part_it_opens():
    harmless = body("<w:p><w:r><w:t>نص</w:t></w:r></w:p>")
    styles = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with pytest.raises(DangerousDocument):
        text_of(archive(word__document=harmless, word__styles=styles), "policy.docx")


def test_refuses_macros():
    data = io.BytesIO(archive(word__document=body("<w:p/>")))
    with zipfile.ZipFile(data, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(DangerousDocument):
        text_of(data.getvalue(), "policy.docx")


def test_reads_headings_numbers_and_tables_of_word():
    document = Document()
    document.add_heading("سياسة العلاقة مع المستفيدين", level=0)
    document.add_paragraph("جمعية قوافل الشمال")
    document.add_heading("قنوات التواصل", level=1)
    for channel in ("الهاتف", "زيارة المقر"):
        document.add_paragraph(channel, style="List Number")
    document.add_heading("أدوات العمل", level=1)
    for tool in ("دليل البرامج", "نموذج الطلب"):
        document.add_paragraph(tool, style="List Bullet")
    document.add_heading("خطوات العمل", level=1)
    table = document.add_table(rows=0, cols=3)
    for row in (
        ("م", "الخطوة", "المسؤول"),
        ("1", "تسجيل طلب المستفيد", "موظف الاستقبال"),
        ("2", "عرض الطلب على لجنة البرامج", "المدير"),
    ):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    data = io.BytesIO()
    document.save(data)
    text, reading = read_document(data.getvalue(), "policy.docx")
    assert text.splitlines()[2:5] == ["## قنوات التواصل", "1. الهاتف", "2. زيارة المقر"]
    assert reading.title == "سياسة العلاقة مع المستفيدين"
    assert reading.association_name == "جمعية قوافل الشمال"
    assert reading.channels == ["الهاتف", "زيارة المقر"]
    assert reading.tools == ["دليل البرامج", "نموذج الطلب"]
    assert reading.handling_steps.texts == ["تسجيل طلب المستفيد", "عرض الطلب على لجنة البرامج"]
    assert reading.decision_body == "لجنة البرامج"


def test_numbering_starts_again_under_each_higher_number():
    level = '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/></w:lvl>'
    numbering = (
        f'<w:numbering xmlns:w="{NAMESPACE}"><w:abstractNum w:abstractNumId="7">'
        + level.format(0, "decimal", "%1.")
        + level.format(1, "arabicAlpha", "%2)")
        + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    ).encode()
    paragraph = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{0}"/><w:numId w:val="3"/></w:numPr></w:pPr>'
        "<w:r><w:t>{1}</w:t></w:r></w:p>"
    )
    inner = "".join(
        paragraph.format(depth, words)
        for depth, words in ((0, "أول"), (1, "فرع"), (1, "ثان"), (0, "آخر"), (1, "فرع"))
    )
    data = archive(word__document=body(inner), word__numbering=numbering)
    assert text_of(data, "policy.docx").splitlines() == [
        "1. أول", "أ) فرع", "ب) ثان", "2. آخر", "أ) فرع",
    ]  # fmt: skip


def test_leaves_out_deleted_words_and_field_codes():
    inner = (
        "<w:p><w:r><w:t>يبقى </w:t></w:r><w:del><w:r><w:delText>يحذف</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>يضاف</w:t></w:r></w:ins><w:r><w:instrText>PAGEREF</w:instrText></w:r></w:p>"
    )
    assert text_of(archive(word__document=body(inner)), "policy.docx") == "يبقى يضاف"
