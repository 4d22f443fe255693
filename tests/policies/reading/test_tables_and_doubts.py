"""Tables of steps with times beside them, labels under a table, and lists that were not found."""

from policies.reading.reader import read_text

TITLE = "سياسة خدمة المستفيدين\nجمعية المثال\n"
TABLE = (
    "م\tالإجراء\tالمسؤول\tالمدة\n"
    "1\tتسجيل الطلب\tموظف الاستقبال\tساعة واحدة من تقديم الطلب\n"
    "2\tاعتماد الصرف\tلجنة الصرف\t10 أيام عمل من اكتمال الطلب\n"
)
LABELS = (
    "قنوات التواصل\tالهاتف الثابت\n\tمقر الجمعية\nأدوات العمل\tدليل الاستحقاق\n\tنموذج الزيارة\n"
)


def test_a_table_of_who_does_what_is_of_steps():
    reading = read_text(f"{TITLE}{TABLE}{LABELS}")
    assert reading.handling_steps.texts == ["تسجيل الطلب", "اعتماد الصرف"]
    assert reading.decision_body == "لجنة الصرف"
    assert [(each.value, each.unit) for each in reading.deadlines] == [
        (1, "hour"),
        (10, "working_day"),
    ]


def test_labels_under_a_table_are_no_rows_of_it():
    reading = read_text(f"{TITLE}{TABLE}{LABELS}")
    assert reading.channels == ["الهاتف الثابت", "مقر الجمعية"]
    assert reading.tools == ["دليل الاستحقاق", "نموذج الزيارة"]


def test_a_list_that_was_not_found_asks_for_a_person():
    channels = "قنوات التواصل:\n- الهاتف\n- المقر\n"
    steps = "خطوات العمل:\n- استقبال المستفيد\n- إغلاق الطلب\n"
    lost = f"{TITLE}{channels}المهل:\n- يبت في طلبك خلال أسبوع من تقديمه\n"
    assert "doubtful_values" in read_text(lost).review_needed
    assert "doubtful_values" not in read_text(f"{TITLE}{channels}{steps}").review_needed
