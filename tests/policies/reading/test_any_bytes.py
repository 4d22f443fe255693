"""Whatever bytes come under whatever name: a text, or a refusal with a sentence, in bounded time."""

import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.reading.reader import read_document
from policies.reading.sources import UnreadableDocument
from tests.policies.reading.word import paragraph, word_file

SUFFIXES = (
    ".txt", ".docx", ".doc", ".docm", ".html", ".htm", ".rtf", ".odt", ".png", ".jpg", ".tiff", ".md",
    "", ".exe",
)  # fmt: skip
STARTS = (
    b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"\xd0\xcf\x11\xe0", b"{\\rtf1",
    b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"<html><body>", b"<table><tr><td>", "سياسة ".encode(),
)  # fmt: skip
SOUND = word_file(paragraph("سياسة تنظيم العلاقة مع المستفيدين") + paragraph("القنوات:"))
MARKUP = st.lists(
    st.sampled_from(
        ("<p>", "</p>", "<ol start=-3>", "<li value=x>", "</ol>", "<table>", "<td rowspan=99>", "<tr>",
         "</table>", "<b>", "<br", "<!--", "&#0;", "&", "<pre>", "القنوات:", "الهاتف", "<h1>", "\x00",
         "<svg>", "<del>", "<span style='mso-list:Ignore'>", "</html>")
    ), max_size=120,
).map("".join)  # fmt: skip
XML = st.lists(
    st.sampled_from(
        ("<w:p>", "</w:p>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:r>",
         "</w:r>", "<w:t>القنوات:</w:t>", '<w:fldChar w:fldCharType="begin"/>', "<w:tab/>", "<w:br/>",
         '<w:numPr><w:numId w:val="x"/></w:numPr>', "<w:sym/>", "<w:footnoteReference/>")
    ), max_size=40,
).map("".join)  # fmt: skip
SLOWEST = 3.0


def check(data, name):
    began = time.process_time()
    try:
        text, reading = read_document(data, name)
    except UnreadableDocument:
        text = ""
    else:
        assert text.strip()
        assert reading.document_kind
    assert time.process_time() - began < SLOWEST


AT_EASE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@AT_EASE
@given(st.sampled_from(STARTS), st.binary(max_size=600), st.sampled_from(SUFFIXES))
def test_any_bytes_under_any_name(start, rest, suffix):
    check(start + rest, f"policy{suffix}")


@AT_EASE
@given(MARKUP, st.sampled_from([".html", ".txt"]))
def test_any_markup(page, suffix):
    check(page.encode(), f"policy{suffix}")


@AT_EASE
@given(XML)
def test_any_parts_of_a_word_document(inner):
    check(word_file(inner), "policy.docx")


@AT_EASE
@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=4))
def test_a_word_file_with_bytes_changed(place, changed):
    check(SOUND[:place] + changed + SOUND[place + len(changed) :], "policy.docx")


@pytest.mark.parametrize(
    "inner",
    ["<w:p>" * 50 + "</w:p>" * 50, "<w:tbl><w:tr><w:tc>" * 40 + "</w:tc></w:tr></w:tbl>" * 40],
    ids=["paragraphs", "tables"],
)
def test_parts_inside_their_like(inner):
    check(word_file(inner), "policy.docx")


def test_a_part_that_lies_about_its_size():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", b"<w:document/>" * 10)
    lying = data.getvalue().replace((130).to_bytes(4, "little"), (7).to_bytes(4, "little"))
    check(lying, "policy.docx")


@pytest.mark.parametrize(
    "text",
    [
        "-\n" * 20_000,
        "القنوات:\n" + "- هاتف\n" * 15_000,
        "القنوات:\n" + "عبر الهاتف، والبريد، والموقع " * 5_000,
        "خطوات العمل:\n" + "1\tاستلام\tالمدير\tيوم عمل\n" * 4_000,
        "كلمة " * 40_000,
        ". 2 - : " * 40_000,
    ],
    ids=["dashes", "items", "prose", "rows", "line", "marks"],
)
def test_texts_without_end_take_time_by_their_length(text):
    began = time.process_time()
    read_document(text.encode(), "policy.txt")
    assert time.process_time() - began < 12
