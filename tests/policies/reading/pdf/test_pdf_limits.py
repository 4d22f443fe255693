"""Files that are no use, or mean harm: each ends soon, as text or with a word on what to do."""

import random

import pytest

from policies.reading.pdf.process import WrongPdf, text_of_pdf
from policies.reading.sources import (
    LARGEST_PDF,
    DamagedPdf,
    DocumentTooLarge,
    ScannedDocument,
    UnreadableDocument,
    WrongDocumentType,
    text_of,
)
from tests.policies.reading.pdf import printing

WORDS = "سياسة العلاقة مع المستفيدين\nقنوات التواصل:\n- الهاتف\n- الموقع"


@pytest.fixture(scope="module")
def printed() -> bytes:
    return printing.pdf(WORDS)


def test_a_page_without_letters_is_a_scan():
    drawing = "<html><body><div style='background: black; height: 5cm'></div></body></html>"
    with pytest.raises(ScannedDocument):
        text_of(printing.printed(drawing), "scan.pdf")


def test_refuses_what_is_too_large(printed):
    with pytest.raises(DocumentTooLarge):
        text_of(printed + bytes(LARGEST_PDF), "policy.pdf")


def test_refuses_more_pages_than_a_policy_has():
    pages = "<p style='break-after: page'>صفحة</p>" * 201
    with pytest.raises(DocumentTooLarge):
        text_of(printing.printed(f"<html lang=ar>{pages}</html>"), "policy.pdf")


def test_the_name_has_to_agree(printed):
    with pytest.raises(WrongDocumentType):
        text_of(printed, "policy.txt")


def test_is_stopped_when_it_takes_too_long(printed):
    with pytest.raises(WrongPdf) as refused:
        text_of_pdf(printed, wait=0.01)
    assert refused.value.kind == "damaged"


def test_any_bytes_are_text_or_refused(printed):
    chance = random.Random(20)  # noqa: S311 (the same files in every run)
    files = [b"%PDF-1.7\n" + chance.randbytes(2_000), b"%PDF-1.7\ntrailer<</Root 1 0 R>>"]
    files += [printed[: len(printed) * part // 5] for part in range(1, 5)]
    for flips in (1, 10, 100, 1_000):
        bent = bytearray(printed)
        for _flip in range(flips):
            bent[chance.randrange(8, len(bent))] ^= 1 << chance.randrange(8)
        files.append(bytes(bent))
    assert {_outcome(file) for file in files} <= {"text", "damaged_pdf", "scanned_document"}


def _outcome(file: bytes) -> str:
    try:
        return "text" if text_of(file, "policy.pdf") else "nothing"
    except UnreadableDocument as refused:
        return refused.code


def test_a_file_that_refers_to_itself_ends():
    objects = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj",
    ]
    with pytest.raises((DamagedPdf, ScannedDocument)):
        text_of(b"%PDF-1.4\n" + b"\n".join(objects) + b"\ntrailer<</Root 1 0 R>>", "policy.pdf")
