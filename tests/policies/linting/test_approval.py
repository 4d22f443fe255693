import pytest

from tests.policies.linting.builders import approved, found, one, reading, without

LINE = "اعتمد المجلس هذه السياسة في جلسته الرابعة."


def test_a01_needs_a_date():
    undated = approved(hijri_date=None, gregorian_date=None)
    assert found(LINE, undated) == ["A01"]
    assert one("A01", LINE, undated).line == 1
    assert found(LINE, approved(hijri_date=None)) == []


def test_a02_needs_a_session():
    assert found(LINE, approved(session_ordinal=None)) == ["A02"]
    assert found(LINE, approved(session_ordinal=None, session_number=9)) == []


def test_a02_does_not_take_the_term_for_a_session():
    assert found(LINE, approved(session_ordinal=None, board_term_ordinal=2)) == ["A02"]


@pytest.mark.parametrize(
    ("hijri", "stated", "severity"),
    [("1447-03-17", "2025-09-10", "warn"), ("1447-03-17", "2025-10-09", "error")],
)
def test_a03_is_graver_beyond_one_day(hijri, stated, severity):
    read = approved(hijri_date=hijri, gregorian_date=stated)
    finding = one("A03", LINE, read)
    assert finding.severity == severity
    assert finding.message_ar == (
        f"التاريخان الهجري والميلادي لا يتطابقان: 1447-03-17 يوافق 2025-09-09، والمكتوب {stated}."
    )


def test_a03_reads_pairs_outside_the_approval():
    text = "بدأ العمل بها في 3/6/1445هـ الموافق 16/11/2023م في كل الفروع"
    assert one("A03", text).words == "3/6/1445هـ الموافق 16/11/2023"
    assert found("بدأ العمل بها في ٣ جمادى الآخرة ١٤٤٥هـ الموافق ١٦ ديسمبر ٢٠٢٣م") == []


def test_a03_says_once_what_the_reading_and_the_text_both_say():
    text = "بتاريخ 17/3/1447هـ الموافق 10/9/2025م"
    read = approved(gregorian_date="2025-09-10")
    assert found(text, read) == ["A03"]
    assert one("A03", text, read).line == 1


def test_a04_needs_a_mention():
    nothing = without("board_approval", approval={})
    assert found("نص", nothing) == ["A04"]
    assert "A04" not in found("نص", reading(approval={}))


@pytest.mark.parametrize("day", ["30/7/1445هـ", "1445/7/30هـ", "٣٠ رجب ١٤٤٥هـ", "12/13/1446هـ"])
def test_a05_knows_how_long_each_month_was(day):
    finding = one("A05", f"تسري من {day} على الفروع")
    assert finding.message_ar.endswith(f"أم القرى: {day.removesuffix('هـ')}.")


def test_a05_accepts_days_of_the_calendar():
    assert found("تسري من 30/9/1445هـ، وعُدّلت في ٣٠ صفر ١٤٤٦هـ") == []


def test_a05_looks_at_the_approval():
    assert found(LINE, approved(hijri_date="1446-01-30", gregorian_date=None)) == ["A05"]


def test_a06_compares_the_weekday():
    text = "انعقد الاجتماع يوم الاثنين الموافق 20/11/1446هـ في المقر"
    finding = one("A06", text)
    assert finding.words == "يوم الاثنين الموافق 20/11/1446"
    assert finding.message_ar == "اليوم المذكور لا يوافق التاريخ: 20/11/1446 كان يوم الاحد."
    assert finding.message_en.endswith("was a Sunday.")


@pytest.mark.parametrize(
    "text",
    [
        "انعقد الاجتماع يوم الأحد الموافق 20/11/1446هـ في المقر",
        "انعقد يوم الثلاثاء ١٧ ربيع الأول ١٤٤٧هـ الموافق ٩ سبتمبر ٢٠٢٥م",
        "يستقبل المكتب زواره يوم الاثنين من كل أسبوع",
    ],
)
def test_a06_accepts_the_right_weekday(text):
    assert found(text) == []


def test_a08_needs_a_chairman():
    assert found(LINE, approved(chairman=None)) == ["A08"]
    assert found(LINE, without("board_approval", approval={})) == ["A04"]
