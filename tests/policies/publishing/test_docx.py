"""The Word document: right to left, numbered by Word itself, and sound."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from policies.content import Item, SubItem
from policies.models import ApprovalRecord
from policies.publishing import docx
from policies.publishing.document import _sections, approval_rows, published
from policies.reading.reader import read_document


@pytest.fixture
def document(in_force):
    return published(in_force)


def opened(document):
    return Document(io.BytesIO(docx.docx_of(document)))


def with_content(document, **changes):
    content = document.content.model_copy(update=changes)
    return replace(document, content=content, sections=tuple(_sections(content)))


def test_word_counts_articles_and_items_itself(document):
    word = opened(document)
    headings = [p for p in word.paragraphs if p.style.style_id == "Heading2"]
    items = [p for p in word.paragraphs if p.style.style_id == "PolicyItem"]

    assert [p.text for p in headings[:2]] == [
        "قنوات التواصل",
        "أدوات موظف علاقات المستفيدين",
    ]
    assert len(items) == 3 + 2 + 4 + 3 + 1 + 1 + 1 + 2
    for paragraph, level in [(headings[0], 0), (items[0], 2)]:
        numbered = paragraph._p.pPr.numPr
        assert (numbered.ilvl.val, numbered.numId.val > 0) == (level, True)
    assert not [p for p in headings + items if p.text[:1].isdigit()]


def test_every_paragraph_style_runs_right_to_left(document):
    word = opened(document)
    used = {p.style.style_id: p.style for p in word.paragraphs}

    assert {"Title", "Heading2", "PolicyItem", "Normal"} <= set(used)
    for style in used.values():
        assert style.element.pPr.find(qn("w:bidi")) is not None, style.style_id
    assert word.sections[0]._sectPr.find(qn("w:bidi")) is not None
    runs = [run for p in word.paragraphs for run in p.runs if p.style.style_id != "PolicyProof"]
    assert all(run.font.rtl for run in runs)


def test_it_says_who_approved_it_and_the_digest(document, in_force):
    word = opened(document)
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]

    assert ["جهة الاعتماد", "مجلس الإدارة"] in rows
    assert ["تاريخ الاعتماد", "10 شعبان 1446هـ (9 فبراير 2025م)"] in rows
    assert in_force.digest in [p.text for p in word.paragraphs]
    assert word.core_properties.title == "سياسة العلاقة مع المستفيدين"
    assert "صفحة " in word.sections[0].footer.paragraphs[0].text


def test_points_and_odd_numbers_keep_their_place(document):
    articles = list(document.content.articles)
    points = (SubItem(address="4-5-1", text="كتابة"), SubItem(address="4-5-2", text="شفاهة"))
    articles[3] = articles[3].model_copy(
        update={
            "address": "4",
            "items": (
                Item(address="4-2", text="يُرد على الشكوى."),
                Item(address="4-5", text="تُقدَّم الشكوى:", subitems=points),
                Item(address="4-6", text="يجوز التظلم."),
            ),
        }
    )
    text, _reading = read_document(
        docx.docx_of(with_content(document, articles=tuple(articles))), "policy.docx"
    )

    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if "المادة (4)" in line)
    assert [line.strip() for line in lines[start + 1 : start + 6]] == [
        "2. يُرد على الشكوى.",
        "5. تُقدَّم الشكوى:",
        "5-1. كتابة",
        "5-2. شفاهة",
        "6. يجوز التظلم.",
    ]


def test_its_digits_are_those_of_the_policy(document):
    with zipfile.ZipFile(
        io.BytesIO(docx.docx_of(with_content(document, digits="arabic")))
    ) as archive:
        numbering = archive.read("word/numbering.xml").decode()

    assert "hindiNumbers" in numbering
    assert 'w:lvlText w:val="المادة (%1):"' in numbering


def test_letters_that_xml_does_not_know_and_endless_titles_do_not_stop_it(document):
    changed = with_content(
        document, title="سيا\x01سة\ufffe " + "طويلة " * 80, association_name="جمعية\x1b " * 60
    )

    words = [paragraph.text for paragraph in opened(changed).paragraphs]

    assert any(each.startswith("سياسة طويلة") for each in words)


def test_the_approval_says_who_was_there_and_how_they_voted(in_force):
    ApprovalRecord.objects.filter(version=in_force).update(
        members_total=7, members_present=5, votes_for=4, votes_against=1, votes_abstained=0
    )

    rows = dict(approval_rows(ApprovalRecord.objects.get(version=in_force)))

    assert (rows["الحضور"], rows["الأصوات"]) == ("5 من 7", "موافق 4، غير موافق 1، ممتنع 0")
