"""Web pages and what word processors put on the clipboard, as the lines that a reader sees."""

import pytest

from policies.reading.html import HarmfulHtml, looks_like_html, text_of_html
from policies.reading.reader import read_document
from policies.reading.sources import DangerousDocument, text_of, text_of_paste


def lines(page):
    return text_of_html(page).split("\n")


def test_reads_headings_paragraphs_breaks_and_entities():
    page = "<h1>السياسة&nbsp;</h1><p>أول<br>ثان &amp; <b>ثا</b>لث<p>رابع<hr>خامس<div>سادس</div>"
    assert lines(page) == ["## السياسة", "أول", "ثان & ثالث", "رابع", "خامس", "سادس"]


def test_numbers_lists_as_browsers_do():
    page = """<ol start="3"><li>أ<li>ب<ol type="a"><li>ج</li></ol><li value="9">د</ol>
      <ol reversed><li>ه<li>و</ol><ol style="list-style-type: arabic-indic"><li>ز</ol>
      <ol type="I"><li>ح</ol><ol style="list-style-type:none"><li>ط</ol>"""
    assert lines(page) == [
        "3. أ", "4. ب", "a. ج", "9. د", "2. ه", "1. و", "١. ز", "I. ح", "ط",
    ]  # fmt: skip


def test_marks_bullets_by_their_depth():
    page = "<ul><li>أ<ul><li>ب<ul><li>ج</ul></ul><li><p>د</p><p>تتمة</p></ul>"
    assert lines(page) == ["• أ", "◦ ب", "▪ ج", "• د", "تتمة"]


def test_an_empty_item_keeps_its_number():
    assert lines("<ol><li>أ<li><li>ج</ol>") == ["1. أ", "2.", "3. ج"]


def test_reads_tables_row_by_row():
    page = """<table><caption>الخطوات</caption><thead><tr><th>م<th>الخطوة<th>المسؤول</thead>
      <tr><td>1<td>التسجيل<td rowspan="2">الاستقبال<tr><td>2<td>التدقيق
      <tr><td>3<td><td>المدير</table>"""
    assert lines(page) == [
        "الخطوات", "م\tالخطوة\tالمسؤول", "1\tالتسجيل\tالاستقبال", "2\tالتدقيق\tالاستقبال",
        "3\t–\tالمدير",
    ]  # fmt: skip


def test_leaves_out_what_is_not_shown():
    page = """<title>عنوان</title><style>p{}</style><script>alert(1)</script><!-- سر -->
      <p hidden>مخفي<p style="display: none">مخفي<p style="mso-hide:all">مخفي</p>
      <p>قديم <del>محذوف</del><ins>جديد</ins><img src="http://example.org/x.png" alt="صورة">"""
    assert lines(page) == ["قديم جديد"]


def test_reads_what_word_puts_on_the_clipboard():
    page = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
      <!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
      style='mso-list:Ignore'>1-<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>
      <![endif]>الهاتف<o:p></o:p></p>
      <p class=MsoListParagraph><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>
      &nbsp;</span></span></span>الموقع</p></body></html>"""
    assert [" ".join(line.split()) for line in lines(page)] == ["1- الهاتف", "• الموقع"]


def test_reads_what_google_docs_puts_on_the_clipboard():
    page = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="rtl">
      <span>قنوات التواصل</span></h2><ol><li dir="rtl" aria-level="1"><p role="presentation"><span>الهاتف
      </span></p></li><ol><li aria-level="2"><p>الرقم الموحد</p></li></ol></ol></b>"""
    assert lines(page) == ["## قنوات التواصل", "1. الهاتف", "1. الرقم الموحد"]


def test_keeps_the_lines_of_preformatted_text():
    assert lines("<pre>أ\n  ب</pre>") == ["أ", "  ب"]


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 200,
        "<b>" * 30 + "<p>نص" * 1_000,
        "<a href=x>" * 70_000,
        "ا" * 4_000_001,
        "<p></p>" * 40_000,
    ],
    ids=["deep", "formats", "tags", "long", "many"],
)
def test_refuses_what_would_take_without_end(source):
    with pytest.raises(HarmfulHtml):
        text_of_html(source)
    with pytest.raises(DangerousDocument):
        text_of(source.encode()[: 9 * 1024 * 1024], "policy.html")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>أ</p><p>ب</p>", True),
        ("<!DOCTYPE html><html>", True),
        ("القيمة < 5 و > 3", False),
        ("<br> مرة", False),
    ],
)
def test_knows_a_page_from_text(text, expected):
    assert looks_like_html(text) is expected


def test_a_page_is_read_whatever_its_suffix_and_paste_too():
    page = "<p>أول</p><ul><li>ثان</ul>"
    assert text_of(page.encode(), "policy.txt") == text_of(page.encode(), "a.htm") == "أول\n• ثان"
    assert text_of_paste(page) == "أول\n• ثان"
    assert text_of_paste("كلام\n< 5") == "كلام\n< 5"


def test_a_page_in_another_encoding_is_read_to_its_values():
    page = """<html><head><meta charset=windows-1256></head><body><h1>سياسة تنظيم العلاقة مع المستفيدين</h1>
      <p>جمعية قوافل الشمال</p><h2>قنوات التواصل</h2><ol><li>الهاتف<li>زيارة المقر</ol>
      <h2>أدوات العمل</h2><ul><li>دليل البرامج<li>نموذج الطلب</ul></body></html>"""
    _text, reading = read_document(page.encode("windows-1256"), "policy.html")
    assert (reading.title, reading.association_name) == (
        "سياسة تنظيم العلاقة مع المستفيدين", "جمعية قوافل الشمال",
    )  # fmt: skip
    assert reading.channels == ["الهاتف", "زيارة المقر"]
    assert reading.tools == ["دليل البرامج", "نموذج الطلب"]


def test_a_tag_with_endless_attributes_is_refused_at_once():
    page = "<p>أول<p " + " ".join(f"a{n}" for n in range(100_000)) + ">ثان</p>"

    with pytest.raises(HarmfulHtml):
        text_of_html(page)
