import random
from pathlib import Path

import pytest

from core.deadlines.engine.terms import Unit
from core.rules import Stage, StartEvent
from demo.documents import KINDS, document
from policies.content import ArticleKind, Length
from policies.drafting import MILESTONES, from_reading
from policies.reading.grammar import NOTICE, SUBJECTS
from policies.reading.reader import read_text
from policies.rendering import render
from tenants.people.roles import Role
from tests.policies.contents import TEXT

SHARED = Path(__file__).parents[3] / "shared" / "policies"
HEADED = "جمعية روافد الخير الأهلية\nسياسة العلاقة مع المستفيدين\n"


def drafted(text):
    return from_reading(text, read_text(text))


def test_clauses_are_addressed_as_the_text_numbers_them():
    content = drafted(TEXT)

    assert [(a.address, a.heading, a.kind) for a in content.articles[:4]] == [
        ("1", "قنوات التواصل", ArticleKind.CHANNELS),
        ("2", "أدوات موظف علاقات المستفيدين", ArticleKind.TOOLS),
        ("3", "خطوات التعامل مع المستفيد", ArticleKind.HANDLING),
        ("4", "الشكاوى", ArticleKind.COMPLAINTS),
    ]
    assert content.clause_text("7-1") == "لا يطّلع على البيانات إلا من يحتاج إليها."
    assert [(step.address, step.line) for step in content.steps] == [
        ("3-1", 12),
        ("3-2", 13),
        ("3-3", 14),
        ("3-4", 15),
    ]


def test_articles_within_an_article_have_longer_addresses():
    text = (
        HEADED
        + "مادة (3) بيان العمل\n1. قنوات التواصل وفق الآتي:\n1- الهاتف.\n2- الفاكس.\n"
        + "2. التعامل مع المستفيدين وفق الآتي:\n1- استقبال المستفيد.\n2- دراسة طلبه.\n"
    )

    content = drafted(text)

    assert [a.address for a in content.articles] == ["3", "3-1", "3-2"]
    assert [channel.address for channel in content.channels] == ["3-1-1", "3-1-2"]


def test_headings_without_numbers_are_counted():
    text = HEADED + "تمهيد\nكلام عام عن العلاقة.\nقنوات التواصل:\n- الهاتف\n- البريد الإلكتروني\n"

    content = drafted(text)

    assert [(a.address, a.heading) for a in content.articles] == [
        ("1", "تمهيد"),
        ("2", "قنوات التواصل"),
    ]
    assert content.clause_text("1") == "كلام عام عن العلاقة."


def test_a_minimum_and_a_maximum_of_one_promise_are_one_deadline():
    text = TEXT.replace(
        "بمدة لا تزيد على 15 يوم عمل من تاريخ اكتمال الطلب",
        "خلال مدة لا تقل عن أسبوع ولا تزيد على شهر من تاريخ تقديم الطلب",
    )

    deadline = drafted(text).deadlines[0]

    assert (deadline.minimum, deadline.maximum, deadline.start) == (
        Length(value=1, unit=Unit.WEEK),
        Length(value=1, unit=Unit.MONTH),
        StartEvent.SUBMISSION,
    )


def test_a_start_that_the_text_does_not_say_is_not_made_up():
    content = drafted(TEXT.replace("15 يوم عمل من تاريخ اكتمال الطلب", "15 يوم عمل"))

    assert content.deadlines[0].start is None


def test_roles_are_guessed_only_where_the_words_name_somebody():
    assert [step.role for step in drafted(TEXT).steps] == [
        None,
        Role.SOCIAL_RESEARCHER,
        None,
        None,
    ]


def test_no_step_holds_up_what_must_come_before_it():
    content = drafted(
        "خطوات التعامل مع المستفيد\n"
        "1- تسجيل الطلب.\n"
        "2- عرض الطلب على اللجنة لتبت فيه.\n"
        "3- إشعار المستفيد بقرار اللجنة.\n"
        "4- صرف المساعدة.\n"
    )

    assert [step.stage for step in content.steps] == [
        Stage.COMPLETION,
        Stage.DECISION,
        Stage.DELIVERY,
        Stage.DELIVERY,
    ]


def test_a_text_that_names_nothing_gives_an_empty_draft():
    content = drafted("كلام لا يقول شيئًا")

    assert (content.title, content.association_name, content.channels, content.steps) == (
        None,
        None,
        (),
        (),
    )


def test_no_disorder_of_a_text_stops_the_draft():
    """Lines lost, moved, repeated and wrongly numbered: addresses stay unique, nothing is refused."""
    chance = random.Random(20261121)  # noqa: S311
    lines = [line for kind in KINDS for line in document(kind).decode().splitlines()]

    for _round in range(150):
        chosen = chance.choices(lines, k=chance.randint(1, 45))
        marks = chance.choices(
            ["", "", "", "1- ", "3. ", "- ", "المادة (2): ", "أولاً: "], k=len(chosen)
        )
        text = "\n".join(mark + line for mark, line in zip(marks, chosen, strict=True))
        content = drafted(text)
        rendered = render(content)
        assert set(rendered.lines) == {address for address, _text in content.clauses()}


def shown_policies():
    folders = [SHARED / "seeds", SHARED / "variants"]
    return [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.txt"))]


@pytest.mark.skipif(not shown_policies(), reason="the policies we were shown are not here")
@pytest.mark.parametrize("path", shown_policies(), ids=lambda path: path.stem)
def test_what_was_read_is_what_is_drafted(path):
    text = path.read_text(encoding="utf-8")
    reading = read_text(text)

    content = from_reading(text, reading)

    assert [row.label for row in content.channels] == reading.channels
    assert [row.label for row in content.tools] == reading.tools
    assert len(content.steps) == reading.handling_steps.count
    assert sum(bool(d.minimum) + bool(d.maximum) for d in content.deadlines) == sum(
        deadline.value is not None for deadline in reading.deadlines
    )
    assert all(content.clause_text(row.address) == row.label for row in content.channels)


def test_each_subject_that_drives_a_clock_is_one_that_the_reader_knows():
    known = {NOTICE, *(subject for subject, _words in SUBJECTS)}

    assert set(MILESTONES) - known == set()


TABLE = """سياسة العلاقة مع المستفيدين
القسم الأول: قنوات التواصل
م	القناة	أوقات العمل
1	مركز الاتصال	من 8 إلى 4
2	مكاتب الخدمة	من 9 إلى 2
القسم الثاني: خطوات التعامل
م	الخطوة	المسؤول	المدة
1	فرز الطلبات	موظف الاستقبال	يوم عمل واحد
2	البت في الطلب	لجنة الدعم	10 أيام عمل
"""


def test_a_table_keeps_what_its_other_columns_say():
    content = from_reading(TABLE, read_text(TABLE))

    assert [channel.label for channel in content.channels] == ["مركز الاتصال", "مكاتب الخدمة"]
    assert content.articles[0].text.splitlines() == [
        "مركز الاتصال (أوقات العمل: من 8 إلى 4).",
        "مكاتب الخدمة (أوقات العمل: من 9 إلى 2).",
    ]
    assert [(step.text, step.role) for step in content.steps] == [
        (
            "فرز الطلبات (المسؤول: موظف الاستقبال، المدة: يوم عمل واحد)",
            Role.RELATIONS_OFFICER,
        ),
        ("البت في الطلب (المسؤول: لجنة الدعم، المدة: 10 أيام عمل)", Role.COMMITTEE_MEMBER),
    ]


def test_a_title_that_names_a_part_is_no_article():
    text = "سياسة العلاقة مع المستفيدين والشكاوى\nالمادة (1): القنوات\n1. الهاتف.\n2. الموقع."

    content = from_reading(text, read_text(text))

    assert [article.heading for article in content.articles] == ["القنوات"]


def test_articles_counted_in_words_stand_in_their_chapters():
    text = (
        "الباب الأول: الطلبات\nالمادة الأولى: التمهيد\nتنظم السياسة الطلبات.\n"
        "المادة الثانية: قنوات التواصل\n1. الهاتف.\n2. الموقع.\n"
        "الباب الثاني: الشكاوى\nالمادة الثالثة: الشكاوى\n1. تُقدَّم كتابة."
    )

    content = from_reading(text, read_text(text))

    assert [(each.address, each.heading, each.chapter) for each in content.articles] == [
        ("1", "التمهيد", "الباب الأول: الطلبات"),
        ("2", "قنوات التواصل", None),
        ("3", "الشكاوى", "الباب الثاني: الشكاوى"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "يتحقق الباحث من أوراق الطلب خلال 3 أيام من تاريخ تقديم الطلب",
        "يحيل الموظف الطلب إلى القسم خلال يومين من تاريخ تقديم الطلب",
        "يزور الباحث مقدم الطلب خلال أسبوع من تاريخ تقديم الطلب",
    ],
)
def test_what_is_not_said_to_be_a_decision_promises_none(words):
    text = (
        "سياسة العلاقة مع المستفيدين\nقنوات التواصل:\n1- الهاتف.\nخطوات التعامل:\n"
        f"1- استقبال الطلب.\n2- {words}."
    )
    reading = read_text(text)

    [deadline] = from_reading(text, reading).deadlines

    assert deadline.milestone is None
    assert reading.deadlines[0].subject_guessed
    assert "doubtful_values" in reading.review_needed
