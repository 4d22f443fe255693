import pytest

from policies.reading.durations import find_durations
from policies.reading.grammar import number_of, ordinal_of
from policies.reading.reader import read_text
from policies.reading.text import fold


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ثلاثة", 3),
        ("خمسة عشر", 15),
        ("اثني عشر", 12),
        ("خمس وأربعين", 45),
        ("واحد وعشرون", 21),
        ("تسعين", 90),
        ("مائة وعشرين", 120),
        ("(١٥)", 15),
        ("عشرة (10)", 10),
    ],
)
def test_numbers(words, number):
    assert number_of(words) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("الأولى", 1),
        ("العاشرة", 10),
        ("الثانية عشرة", 12),
        ("الحادية والعشرون", 21),
        ("الهاتف", None),
    ],
)
def test_ordinals(words, number):
    assert ordinal_of(words) == number


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("خلال ثلاثة أيام عمل", ("max", 3, "working_day")),
        ("خلال (15) خمسة عشر يوماً", ("max", 15, "day")),
        ("خلال 15 (خمسة عشر) يوما", ("max", 15, "day")),
        ("خلال خمسة عشر (15) يوم عمل", ("max", 15, "working_day")),
        ("في غضون شهرين", ("max", 2, "month")),
        ("لا تتجاوز ٤٨ ساعة", ("max", 48, "hour")),
        ("خلال ساعتي عمل", ("max", 2, "working_hour")),
        ("لا يقل عن أسبوع واحد", ("min", 1, "week")),
        ("ل تزيد على يومين", ("max", 2, "day")),
        ("عشرة أيام كحد أقصى", ("max", 10, "day")),
        ("خمسة أيام عمل على الأقل", ("min", 5, "working_day")),
        ("بما لا يتجاوز أسبوعين", ("max", 2, "week")),
        ("مدة أقصاها 30 يوماً", ("max", 30, "day")),
        ("خلال (....) يوم عمل", ("max", None, "working_day")),
        ("خلال ____ أيام", ("max", None, "day")),
        ("يوما عمل", (None, 2, "working_day")),
        ("خلال يوم عمل", ("max", 1, "working_day")),
        ("خلال 15 يوماً من أيام العمل", ("max", 15, "working_day")),
    ],
)
def test_lengths_with_their_bounds(words, expected):
    found = [(each.kind, each.value, each.unit) for each in find_durations(fold(words))]
    assert found == [expected]


@pytest.mark.parametrize(
    "words",
    ["خلال شهر رمضان", "خلال ساعات الدوام", "خلال العام", "في يوم الأحد", "خلال أيام العمل"],
)
def test_names_of_times_are_no_lengths(words):
    assert [each for each in find_durations(fold(words)) if each.bounded] == []


@pytest.mark.parametrize(
    "words",
    [
        "تقرير طبي صدر خلال ستة أشهر",
        "شهادة صادرة خلال 90 يومًا",
        "كشف حساب لا يتجاوز تاريخه ثلاثة أشهر",
    ],
)
def test_the_age_of_a_paper_is_no_promise(words):
    text = f"سياسة العلاقة مع المستفيدين\nالمستندات المطلوبة:\n1- {words}.\n2- الهوية الوطنية."

    assert read_text(text).deadlines == []


def test_to_decide_what_is_paid_is_a_decision():
    text = (
        "سياسة العلاقة مع المستفيدين\nخطوات التعامل:\n1- تقرر لجنة الأسر ما يُصرف خلال عشرين يومًا."
    )

    assert [each.subject for each in read_text(text).deadlines] == ["request_decision"]
