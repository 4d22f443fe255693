import zipfile
from datetime import date
from io import BytesIO

import pytest

from policies.file_dates import file_date

CORE = (
    "<cp:coreProperties><dc:creator>{by}</dc:creator>"
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2024-05-09T08:00:00Z</dcterms:modified>'
    "</cp:coreProperties>"
)


def word_file(properties):
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
        if properties:
            archive.writestr("docProps/core.xml", properties)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (word_file(CORE.format(by="سعاد")), "policy.docx", date(2024, 5, 9)),
        (word_file(CORE.format(by="python-docx")), "policy.docx", None),
        (word_file(""), "policy.docx", None),
        (b"no zip at all", "policy.docx", None),
        (
            b"/CreationDate (D:20230101120000) /ModDate (D:20240509120000+03'00')",
            "policy.pdf",
            date(2024, 5, 9),
        ),
        (b"/CreationDate (D:20230101120000)", "POLICY.PDF", date(2023, 1, 1)),
        (b"/CreationDate (D:20231301)", "policy.pdf", None),
        (b"%PDF-1.7", "policy.pdf", None),
        ("سياسة".encode(), "policy.txt", None),
    ],
)
def test_the_file_says_when_it_was_changed(data, name, expected):
    assert file_date(data, name) == expected
