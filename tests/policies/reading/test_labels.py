"""What a label of a list keeps of the contact it names, and what it leaves out."""

import pytest

from policies.reading.reader import read_text

HEAD = "سياسة العلاقة مع المستفيدين\nجمعية المثال\nقنوات التواصل:\n"
STEPS = "خطوات العمل:\n- استقبال المستفيد\n- إغلاق الطلب\n"


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("- الواتساب على الرقم 0500000000.", "الواتساب على الرقم 0500000000"),
        ("- الاتصال بالهاتف رقم (011-000-0000)", "الاتصال بالهاتف رقم (011-000-0000)"),
        ("- المراسلة على care@example.org", "المراسلة على care@example.org"),
        ("- التقديم عبر https://example.org/ask", "التقديم عبر https://example.org/ask"),
        ("- الهاتف الموحد: 920000000", "الهاتف الموحد"),
        ("- الموقع الإلكتروني www.example.org", "الموقع الإلكتروني"),
        ("- مكتب الرقم الموحد. 3", "مكتب الرقم الموحد"),
    ],
)
def test_a_label_keeps_the_contact_it_would_break_off_without(written, label):
    assert read_text(f"{HEAD}{written}\n- المقر\n{STEPS}").channels == [label, "المقر"]
