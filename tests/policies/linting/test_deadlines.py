from policies.linting.document import OtherDocument, Setup
from tests.policies.linting.builders import REPLY, deadline, found, one, reading

TEXT = "يبلغ صاحب الطلب بما تم\nويرد على شكواه"


def test_d01_asks_about_a_minimum():
    read = reading(deadlines=[deadline("في مدة لا تقل عن عشرة أيام", kind="min"), REPLY])
    assert found(TEXT, read) == ["D01"]
    finding = one("D01", TEXT, read)
    assert (finding.line, finding.words) == (1, "في مدة لا تقل عن عشرة أيام")


def test_d01_is_silent_where_a_maximum_follows():
    least = deadline("لا تقل عن عشرة أيام", kind="min")
    assert found(TEXT, reading(deadlines=[least, deadline(value=20), REPLY])) == []


def test_d01_is_not_silenced_by_the_maximum_of_another_matter():
    least = deadline("لا تقل عن عشرة أيام", kind="min")
    assert found(TEXT, reading(deadlines=[least, REPLY])) == ["D01"]


def test_d01_leaves_the_beneficiary_s_own_time_alone():
    own = deadline("مدة لا تقل عن شهر", kind="min", unit="month", subject="complaint_appeal")
    assert found(TEXT, reading(deadlines=[deadline(), REPLY, own])) == []


def test_d01_counts_each_deadline():
    both = [
        deadline("لا تقل عن أسبوع", kind="min"),
        REPLY.model_copy(update={"kind": "min"}),
    ]
    assert found(TEXT, reading(deadlines=both)) == ["D01", "D01"]


def test_d02_needs_a_deadline_for_the_request():
    assert found(TEXT, reading(deadlines=[REPLY])) == ["D02"]
    assert found(TEXT, reading()) == []


def test_d03_needs_a_start():
    read = reading(deadlines=[deadline(trigger="unspecified"), REPLY])
    assert found(TEXT, read) == ["D03"]
    survey = deadline(trigger="unspecified", subject="satisfaction_survey")
    assert found(TEXT, reading(deadlines=[deadline(), REPLY, survey])) == []
    other = reading(deadlines=[deadline(trigger="other", trigger_raw="الزيارة"), REPLY])
    assert found(TEXT, other) == []


def test_d04_compares_working_days_and_days():
    read = reading(deadlines=[deadline(), deadline("عشرة أيام", unit="day", line=2), REPLY])
    assert found(TEXT, read) == ["D04"]
    assert one("D04", TEXT, read).message_ar.endswith("(10 يوم عمل؛ 10 يوم).")


def test_d04_is_silent_for_two_matters():
    read = reading(deadlines=[deadline(value=6, unit="day"), REPLY])
    assert found(TEXT, read) == []


def test_d05_compares_documents():
    charter = OtherDocument("ميثاق الخدمة", [deadline(value=15)])
    assert found(TEXT, others=[charter]) == ["D05"]
    finding = one("D05", TEXT, others=[charter])
    assert finding.message_ar == (
        "مدد متعارضة بين وثائق الجمعية: هنا 10 يوم عمل، وفي «ميثاق الخدمة» 15 يوم عمل."
    )


def test_d05_takes_equal_lengths_for_equal():
    weeks = reading(deadlines=[deadline(value=2, unit="week"), REPLY])
    charter = OtherDocument("ميثاق الخدمة", [deadline(value=14, unit="day")])
    assert found(TEXT, weeks, others=[charter]) == []
    blank = OtherDocument("نموذج", [deadline(value=None)])
    assert found(TEXT, weeks, others=[blank]) == []


def test_d50_two_lengths_for_one_event():
    text = "تصدر اللجنة قرارها\nويعلن المدير قرار اللجنة\nوتدرس الباحثة حالته"
    read = reading(deadlines=[deadline(), deadline(value=20, line=2), REPLY])
    assert found(text, read) == ["D50"]
    again = reading(deadlines=[deadline(), deadline(line=2), REPLY])
    assert found(text, again) == []
    studied = reading(deadlines=[deadline(), deadline(value=3, line=3), REPLY])
    assert found(text, studied) == []


def test_d51_compares_with_the_longest_closure():
    short = reading(deadlines=[deadline(value=48, unit="hour"), REPLY])
    assert found(TEXT, short, setup=Setup(longest_closure_days=2)) == ["D51"]
    assert found(TEXT, short) == []
    enough = reading(deadlines=[deadline(value=1, unit="week"), REPLY])
    assert found(TEXT, enough, setup=Setup(longest_closure_days=2)) == []
