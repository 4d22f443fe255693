"""Lines of printed pages come back as they were typed."""

import pytest

from policies.reading.reader import read_document
from policies.reading.sources import text_of
from tests.policies.reading.pdf import printing


@pytest.mark.parametrize(
    "line",
    [
        "اعتمدت بتاريخ 12/8/1446ه الموافق 11/02/2025م.",
        "خلال مدة لا تزيد على (15) يومًا من تاريخ الطلب",
        "مركز الاتصال (٩٢٠٠٠١١٢٢) طوال اليوم",
        "البريد: care@example.org أو الموقع www.example.org",
        "تطبيق Google Forms 2 للاستبانات",
        "6-1 يقدم المستفيد طلبه",
        "1) الإجراءات والأدلة والاستلام",
        "لا يُقبل الطلب إلا بوثائقه، ولا تُؤخذ رسوم",
        "نسبة الرضا 95% في كل ربع",
    ],
)
def test_reads_a_line_as_it_was_typed(line):
    assert text_of(printing.pdf(line), "line.pdf") == line


def test_joins_what_the_edge_of_the_page_cut():
    sentence = "تستقبل الجمعية كل طلب وتسجله وترد على صاحبه " * 6
    text = f"سياسة الخدمة\n\n{sentence.strip()}.\n\n- الهاتف\n- الموقع"
    lines = [line for line in text.splitlines() if line]
    assert [line for line in text_of(printing.pdf(text), "p.pdf").splitlines() if line] == lines


def test_a_row_of_a_table_is_one_line_with_its_cells_apart():
    text = "م\tالقناة\tالوقت\n1\tالهاتف\tمن 8 إلى 2\n2\tالموقع\tدائمًا"
    assert text_of(printing.pdf(text), "table.pdf") == text


def test_reads_the_right_column_before_the_left():
    words = "يستقبل الموظف الطلب ثم يسجله ويرفعه إلى اللجنة وترد عليه في وقته "
    first, second = f"أولها {words * 4}", f"آخرها {words * 4}"
    style = f"{printing.PLAIN} body {{ columns: 2; column-fill: auto; height: 110mm }}"
    read = text_of(printing.pdf(f"{first.strip()}\n{second.strip()}", style), "columns.pdf")
    assert read.split() == [*first.split(), *second.split()]


def test_heads_of_pages_stand_once_and_numbers_of_pages_never():
    text = "\n".join(
        f"- يقدم الموظف خدمة من الخدمات التي تراها الجمعية {n}" for n in "ابتثجحخدذرزسشصضطظعغ"
    )
    lines = text_of(printing.pdf(text, printing.HEADED), "pages.pdf").splitlines()
    assert [line for line in lines if not line.startswith("- ")] == [
        "رأس الصفحة: نسخة معتمدة للنشر"
    ]


def test_asks_for_every_negation_number_and_date():
    text = (
        "سياسة العلاقة مع المستفيدين\nجمعية المثال الخيرية\nقنوات التواصل:\n- الهاتف\n- الموقع\n"
        "يرد على المستفيد خلال مدة لا تزيد على خمسة أيام عمل من تقديم الطلب.\n"
        "اعتمد مجلس الإدارة هذه السياسة في جلسته رقم (3) بتاريخ 12/8/1446ه."
    )
    _text, reading = read_document(printing.pdf(text), "policy.pdf")
    asked = {source.path for source in reading.sources if source.confidence < 0.8}
    assert {"deadlines.0", "approval.session_number", "approval.hijri_date"} <= asked
    assert not {"title", "channels.0", "channels.1"} & asked
    assert {"from_pdf", "doubtful_values"} <= set(reading.review_needed)
