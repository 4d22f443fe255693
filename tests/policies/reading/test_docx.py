"""What Word shows of a document, whatever it stores: marks, tables, boxes, changes, notes, fields."""

import pytest

from policies.linting.engine import lint
from policies.reading.reader import read_document
from policies.reading.sources import DamagedDocument, DangerousDocument, text_of
from tests.policies.reading.word import (
    NAMESPACES,
    OFFICE,
    RELATIONS,
    abstract,
    field,
    level,
    number,
    packed,
    paragraph,
    row,
    run,
    tc,
    word_file,
)


def lines(body, **parts):
    return text_of(word_file(body, **parts), "policy.docx").split("\n")


def marks(body, numbering, **parts):
    """What stands before the word «ك» of each paragraph."""
    return [line.removesuffix("ك").strip() for line in lines(body, numbering=numbering, **parts)]


def items(*depths, number=1):
    return "".join(paragraph("ك", number=number, depth=depth) for depth in depths)


# --- numbering ---


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("decimal", ["1-", "2-", "3-"]),
        ("decimalZero", ["01-", "02-", "03-"]),
        ("hindiNumbers", ["١-", "٢-", "٣-"]),
        ("arabicAbjad", ["أ-", "ب-", "ج-"]),
        ("arabicAlpha", ["أ-", "ب-", "ج-"]),
        ("ordinalText", ["أولاً-", "ثانياً-", "ثالثاً-"]),
        ("lowerLetter", ["a-", "b-", "c-"]),
        ("upperRoman", ["I-", "II-", "III-"]),
        ("none", ["-", "-", "-"]),
        ("somethingNew", ["1-", "2-", "3-"]),
    ],
)
def test_shows_the_number_formats_of_word(style, shown):
    numbering = abstract(0, level(0, style, "%1-")) + number(1, 0)
    expected = ["", "", ""] if style == "none" else shown
    assert marks(items(0, 0, 0), numbering) == expected


def test_numbers_of_several_levels_begin_again_below_a_higher_one():
    numbering = abstract(
        0, level(0, "decimal", "%1."), level(1, "decimal", "%1-%2"), level(2, "arabicAbjad", "%3)")
    ) + number(1, 0)
    assert marks(items(0, 1, 2, 2, 1, 2, 0, 1), numbering) == [
        "1.", "1-1", "أ)", "ب)", "1-2", "أ)", "2.", "2-1",
    ]  # fmt: skip


def test_a_level_may_count_on_whatever_stands_above():
    never = '<w:lvlRestart w:val="0"/>'
    numbering = abstract(
        0, level(0, "decimal", "%1."), level(1, "decimal", "م%2", more=never)
    ) + number(1, 0)
    assert marks(items(0, 1, 0, 1), numbering) == ["1.", "م1", "2.", "م2"]


def test_a_legal_level_shows_digits_only():
    numbering = abstract(
        0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    ) + number(1, 0)
    assert marks(items(0, 1), numbering) == ["I.", "1.1"]


def test_lists_of_one_kind_count_on_unless_one_starts_anew():
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = (
        abstract(0, level(0, "decimal", "%1.", start=3))
        + number(1, 0) + number(2, 0) + number(3, 0, anew)
    )  # fmt: skip
    body = "".join(paragraph("ك", number=each) for each in (1, 2, 3, 3))
    assert marks(body, numbering) == ["3.", "4.", "1.", "2."]


def test_a_list_may_change_a_level_of_its_kind():
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "arabicAbjad", "%1)")}</w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1.")) + number(1, 0, override)
    assert marks(items(0, 0), numbering) == ["أ)", "ب)"]


def test_bullets_keep_their_kind():
    numbering = abstract(
        0, level(0, "bullet", "\uf0b7"), level(1, "bullet", "-"), level(2, "bullet", "\uf076"),
        level(3, "bullet", "\uf0ff"),
    ) + number(1, 0)  # fmt: skip
    assert marks(items(0, 1, 2, 3), numbering) == ["•", "-", "❖", "•"]


def test_numbers_come_from_styles_and_a_paragraph_can_refuse_them():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Article"><w:name w:val="Article"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/>'
        '<w:basedOn w:val="Article"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    of_style = '<w:pStyle w:val="Own"/>'
    numbering = abstract(
        0, level(0, "decimal", "المادة %1:"), level(1, "decimal", "%1-%2", more=of_style)
    ) + number(1, 0)
    body = (
        paragraph("ك", style="Article") + paragraph("ك", style="Own")
        + paragraph("ك", style="Clause", number=0) + paragraph("ك", style="Clause")
    )  # fmt: skip
    assert marks(body, numbering, styles=styles) == ["المادة 1:", "1-1", "", "المادة 2:"]


def test_a_numbering_style_lends_its_list():
    styles = (
        '<w:style w:type="numbering" w:styleId="Lists"><w:name w:val="Lists"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        abstract(0, level(0, "arabicAbjad", "%1."), more='<w:styleLink w:val="Lists"/>')
        + abstract(5, more='<w:numStyleLink w:val="Lists"/>')
        + number(1, 0) + number(2, 5)
    )  # fmt: skip
    assert marks(items(0, 0, number=2), numbering, styles=styles) == ["أ.", "ب."]


def test_an_empty_item_keeps_its_number():
    numbering = abstract(0, level(0, "decimal", "%1.")) + number(1, 0)
    body = paragraph("ك", number=1) + paragraph(number=1) + paragraph("ك", number=1)
    assert lines(body, numbering=numbering) == ["1. ك", "2.", "3. ك"]


# --- tables ---


def test_a_row_is_a_line_and_an_empty_cell_keeps_its_place():
    table = (
        f"<w:tbl>{row('م', 'الخطوة', 'المسؤول', 'المدة')}{row('1', 'التسجيل', '', 'يوم')}</w:tbl>"
    )
    assert lines(table) == ["م\tالخطوة\tالمسؤول\tالمدة", "1\tالتسجيل\t–\tيوم"]


def test_a_cell_that_reaches_down_counts_in_each_row():
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        "<w:tbl>"
        + row("1", "التسجيل", tc("الاستقبال", properties=begins))
        + row("2", "التدقيق", tc("", properties=goes_on))
        + "</w:tbl>"
    )
    assert lines(table) == ["1\tالتسجيل\tالاستقبال", "2\tالتدقيق\tالاستقبال"]


def test_a_row_whose_cells_mostly_go_on_belongs_to_the_one_above():
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        "<w:tbl>"
        + row(tc("1", properties=begins), tc("التسجيل", properties=begins), "الاستقبال")
        + row(tc("", properties=goes_on), tc("", properties=goes_on), "والمدير")
        + "</w:tbl>"
    )
    assert lines(table) == ["1\tالتسجيل\tالاستقبال والمدير"]


def test_inner_tables_and_frames_are_read_once():
    inner = f"<w:tbl>{row('الهاتف', 'الموقع')}</w:tbl>"
    framed = f"<w:tbl>{row(tc('مقدمة', inner))}</w:tbl>"
    assert lines(framed) == ["مقدمة", "الهاتف\tالموقع"]
    beside = f"<w:tbl>{row('القنوات', tc(inner))}</w:tbl>"
    assert lines(beside) == ["القنوات", "الهاتف\tالموقع"]


def test_deleted_rows_and_cells_are_gone():
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + tc("ذهب") + "</w:tr>"
    table = f"<w:tbl>{row('أ', tc('ب', properties='<w:cellDel/>'), 'ج')}{gone}</w:tbl>"
    assert lines(table) == ["أ\tج"]


# --- text boxes, frames ---


def box(*paragraphs):
    return f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"


def test_a_text_box_is_read_once_although_it_is_stored_twice():
    content = box(paragraph("في صندوق"))
    twice = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert lines(paragraph(twice, "كلام")) == ["في صندوق", "كلام"]
    assert lines(paragraph("كلام", twice)) == ["كلام", "في صندوق"]


def test_the_older_form_is_read_where_the_newer_holds_nothing():
    either = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback>'
        f"<w:pict><v:textbox>{box(paragraph('قديم'))}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(paragraph(either, "كلام")) == ["قديم", "كلام"]


def test_content_controls_are_read_through():
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inside = control.format(run("داخل"))
    body = control.format(paragraph("فقرة ", inside))
    assert lines(body) == ["فقرة داخل"]
    controlled = "<w:tr>" + tc("أ") + control.format(tc("ب")) + "</w:tr>"
    assert lines(f"<w:tbl>{control.format(controlled)}</w:tbl>") == ["أ\tب"]


# --- page heads ---


def test_the_head_of_the_pages_stands_once_and_is_no_content():
    head = paragraph("جمعية ينابيع الخير ترخيص رقم (412)") + paragraph("صفحة 1 من 9")
    body = paragraph("سياسة تنظيم العلاقة مع المستفيدين") + paragraph("قنوات التواصل:")
    body += paragraph("- الهاتف") + paragraph("- الموقع")
    data = word_file(body, header1=head, header2=head, footer1=paragraph("هاتف 0112223344"))
    text, reading = read_document(data, "policy.docx")
    assert text.split("\n")[0] == "رأس الصفحة: جمعية ينابيع الخير ترخيص رقم (412)"
    assert text.count("ينابيع") == 1
    assert (reading.title, reading.association_name, reading.license_no) == (
        "سياسة تنظيم العلاقة مع المستفيدين", "جمعية ينابيع الخير", "412",
    )  # fmt: skip
    assert reading.channels == ["الهاتف", "الموقع"]


# --- tracked changes, hidden words, notes ---


def test_tracked_changes_count_as_accepted():
    body = paragraph(
        "يبت ", "<w:del><w:r><w:delText>خلال شهر</w:delText></w:r></w:del>",
        f"<w:ins>{run('خلال أسبوعين')}</w:ins>", f"<w:moveFrom>{run(' من هنا')}</w:moveFrom>",
        f"<w:moveTo>{run(' إلى هنا')}</w:moveTo>",
    )  # fmt: skip
    assert lines(body) == ["يبت خلال أسبوعين إلى هنا"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    numbering = abstract(0, level(0, "decimal", "%1.")) + number(1, 0)
    deleted = "<w:rPr><w:del/></w:rPr>"
    body = (
        paragraph("أول", number=1) + paragraph("ثان ", number=1, properties=deleted)
        + paragraph("وتمامه", number=1) + paragraph("ثالث", number=1)
    )  # fmt: skip
    assert lines(body, numbering=numbering) == ["1. أول", "2. ثان وتمامه", "3. ثالث"]


def test_hidden_words_are_left_out():
    styles = (
        '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
    )
    body = paragraph(
        "ظاهر", run(" مخفي", "<w:vanish/>"), run(" ظاهر", '<w:vanish w:val="0"/>'),
        run(" سر", '<w:rStyle w:val="Secret"/>'),
    )  # fmt: skip
    assert lines(body, styles=styles) == ["ظاهر ظاهر"]


def test_notes_stand_where_they_are_called():
    called = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("أيام العمل من الأحد")}</w:footnote>'
    )
    styles = '<w:style w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    body = paragraph("خلال يومين", called, ".") + paragraph("القنوات", called, style="H")
    assert lines(body, footnotes=notes, styles=styles) == [
        "خلال يومين (أيام العمل من الأحد).", "## القنوات", "أيام العمل من الأحد",
    ]  # fmt: skip


# --- fields, symbols, breaks ---


def test_fields_show_their_result():
    nested = field(f" IF {'x'} ", "نعم")
    body = paragraph("انظر ", field("REF _x", "المادة 3"), ".") + paragraph(nested)
    body += paragraph(field("REF _y", "خطأ! لم يتم العثور على مصدر المرجع."))
    assert lines(body) == ["انظر المادة 3.", "نعم", "خطأ! لم يتم العثور على مصدر المرجع."]


def test_a_field_may_run_over_paragraphs_and_an_unfinished_code_hides_nothing():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    separate, end = begin.replace("begin", "separate"), begin.replace("begin", "end")
    body = paragraph(begin, "<w:r><w:instrText>TOC</w:instrText></w:r>", separate, "التمهيد")
    body += paragraph("القنوات", end) + paragraph(begin, run("رمز")) + paragraph("كلام")
    assert lines(body) == ["التمهيد", "القنوات", "", "كلام"]


def test_a_broken_reference_is_found():
    body = paragraph("سياسة تنظيم العلاقة مع المستفيدين") + paragraph(
        "انظر ", field("REF _x", "خطأ! الإشارة المرجعية غير معرّفة.")
    )
    text, reading = read_document(word_file(body), "policy.docx")
    assert "BRP-X01" in {finding.id for finding in lint(text, reading)}


def test_breaks_tabs_and_symbols():
    body = paragraph("<w:r><w:t>أ</w:t><w:br/><w:t>ب</w:t><w:tab/><w:t>ج</w:t></w:r>")
    body += paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> نعم</w:t></w:r>')
    assert lines(body) == ["أ", "ب\tج", "☑ نعم"]


# --- what is not opened ---


def relation(kind, target, mode=""):
    return packed(
        {
            "word/document.xml": word_part("<w:p/>"),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a"'
            f' Type="{OFFICE}/{kind}" Target="{target}" {mode}/></Relationships>',
        }
    )


def word_part(inner):
    return f"<w:document {NAMESPACES}><w:body>{inner}{paragraph('كلام')}</w:body></w:document>"


OUTSIDE = 'TargetMode="External"'


@pytest.mark.parametrize(
    "data",
    [
        relation("aFChunk", "chunk.html"),
        relation("oleObject", "http://example.org/a.xls", OUTSIDE),
        relation("attachedTemplate", "https://example.org/a.dotm", OUTSIDE),
        word_file('<w:altChunk r:id="a"/>'),
        word_file("<w:ins>" * 300 + "</w:ins>" * 300),
    ],
    ids=["chunk", "object", "template", "chunk in text", "too deep"],
)
def test_refuses_what_lies_outside(data):
    with pytest.raises(DangerousDocument):
        text_of(data, "policy.docx")


def test_links_and_local_templates_do_no_harm():
    for kind, target in (
        ("hyperlink", "https://example.org"), ("attachedTemplate", "file:///C:/Normal.dotm"),
    ):  # fmt: skip
        assert text_of(relation(kind, target, OUTSIDE), "policy.docx") == "\nكلام"


def test_a_broken_part_is_told():
    parts = {"word/document.xml": word_part(""), "word/numbering.xml": "<broken"}
    with pytest.raises(DamagedDocument):
        text_of(packed(parts), "policy.docx")
