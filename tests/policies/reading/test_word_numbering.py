"""A policy built in Word, whose numbers and letters Word counts itself, read to its values."""

import io

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from policies.linting.engine import lint
from policies.reading.reader import read_document


def element(tag, value=None, name="val", **children):
    made = OxmlElement(f"w:{tag}")
    if value is not None:
        made.set(qn(f"w:{name}"), str(value))
    for child, of_child in children.items():
        made.append(element(child, of_child))
    return made


def numbering(doc, style, text):
    """A list definition of its own; returns its number."""
    root = doc.part.numbering_part.element
    abstract_id = 1 + max(
        int(e.get(qn("w:abstractNumId"))) for e in root.findall(qn("w:abstractNum"))
    )
    abstract = element("abstractNum", abstract_id, "abstractNumId")
    abstract.append(element("lvl", 0, "ilvl", start=1, numFmt=style, lvlText=text))
    root.insert(0, abstract)
    number_id = 1 + max(int(e.get(qn("w:numId"))) for e in root.findall(qn("w:num")))
    number = element("num", number_id, "numId", abstractNumId=abstract_id)
    root.append(number)
    return number_id


def item(doc, text, number_id, style=None):
    paragraph = doc.add_paragraph(text, style=style)
    paragraph._p.get_or_add_pPr().append(element("numPr", ilvl=0, numId=number_id))


def table(doc, *rows):
    made = doc.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(made.add_row().cells, row, strict=True):
            cell.text = words


def policy():
    doc = Document()
    doc.sections[0].header.paragraphs[0].text = "جمعية لقمة الجائع بالأحساء"
    doc.add_heading("سياسة تنظيم العلاقة مع المستفيدين", 0)
    doc.add_paragraph("جمعية لقمة الجائع بالأحساء - ترخيص رقم ٩٠٢")
    articles, letters = (
        numbering(doc, "decimal", "المادة %1:"),
        numbering(doc, "arabicAbjad", "%1-"),
    )
    item(doc, "التمهيد", articles, "Heading 1")
    doc.add_paragraph("تسعى الجمعية إلى أن يجد المحتاج لقمته وكرامته معًا.")
    item(doc, "قنوات التواصل", articles, "Heading 1")
    for channel in ("مقر الجمعية", "الهاتف", "الموقع الإلكتروني"):
        item(doc, channel, letters)
    item(doc, "أدوات الموظف", articles, "Heading 1")
    for tool in ("دليل الأسر", "نموذج طلب سلة"):
        doc.add_paragraph(tool, style="List Bullet")
    item(doc, "إجراءات التعامل مع المستفيد", articles, "Heading 1")
    table(
        doc,
        ("م", "الخطوة", "المسؤول", "المدة"),
        ("1", "استلام الطلب", "موظف الاستقبال", "يوم عمل واحد"),
        ("2", "زيارة الأسرة", "الباحث الاجتماعي", "3 أيام عمل"),
        ("3", "البت في الطلب", "لجنة السلال", "10 أيام عمل"),
    )
    item(doc, "الشكاوى", articles, "Heading 1")
    for sentence in (
        "تقدم الشكوى إلى وحدة المتابعة عبر الهاتف أو الموقع الإلكتروني.",
        "ترد الوحدة خلال خمسة أيام عمل من تاريخ تقديمها.",
        "يتظلم المستفيد من الرد لدى المدير التنفيذي.",
    ):
        doc.add_paragraph(sentence, style="List Number")
    item(doc, "الاعتماد", articles, "Heading 1")
    doc.add_paragraph(
        "اعتمد مجلس الإدارة هذه السياسة في اجتماعه رقم (6) بتاريخ 14/5/1446هـ الموافق 16/11/2024م."
    )
    table(
        doc,
        ("المدير التنفيذي", "رئيس مجلس الإدارة"),
        ("عمر بن صالح الدوسري", "فهد بن علي الملحم"),
    )
    data = io.BytesIO()
    doc.save(data)
    return data.getvalue()


def test_a_policy_numbered_by_word_is_read_to_its_values():
    text, reading = read_document(policy(), "policy.docx")
    assert (reading.title, reading.association_name, reading.license_no) == (
        "سياسة تنظيم العلاقة مع المستفيدين", "جمعية لقمة الجائع بالأحساء", "902",
    )  # fmt: skip
    assert reading.channels == ["مقر الجمعية", "الهاتف", "الموقع الإلكتروني"]
    assert reading.tools == ["دليل الأسر", "نموذج طلب سلة"]
    assert reading.handling_steps.texts == ["استلام الطلب", "زيارة الأسرة", "البت في الطلب"]
    assert [(each.value, each.unit, each.raw) for each in reading.deadlines] == [
        (1, "working_day", "يوم عمل واحد"),
        (3, "working_day", "3 أيام عمل"),
        (10, "working_day", "10 أيام عمل"),
        (5, "working_day", "خلال خمسة أيام عمل من تاريخ تقديمها"),
    ]
    assert reading.decision_body == "لجنة السلال"
    assert reading.complaints["handler"] == "وحدة المتابعة"
    assert reading.complaints["escalation"] == "المدير التنفيذي"
    approval = reading.approval
    assert (approval.session_number, approval.dates_agree, approval.chairman) == (
        6, True, "فهد بن علي الملحم",
    )  # fmt: skip
    assert {finding.id for finding in lint(text, reading)} == {
        "BRP-D03", "BRP-P01", "BRP-S02", "BRP-S03", "BRP-S04", "BRP-S05",
    }  # fmt: skip
