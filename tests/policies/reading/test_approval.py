import pytest

from policies.reading.reader import read_text


def approval(sentence: str) -> dict:
    text = f"سياسة خدمة المستفيدين\nالقنوات:\n- الهاتف\nالاعتماد\n{sentence}"
    return read_text(text).approval.model_dump(exclude_none=True, exclude={"raw", "body"})


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "اعتمدها مجلس الإدارة في الاجتماع (الثالث) في دورته (الأولى).",
            {"session_ordinal": 3, "board_term_ordinal": 1},
        ),
        ("أقرها مجلس الإدارة في دورته الثانية.", {"board_term_ordinal": 2}),
        ("اعتمدها المجلس في جلسته رقم 8/2022.", {"session_number": 8, "session_year": 2022}),
        ("اعتمدها المجلس في جلسته (5).", {"session_number": 5}),
        ("اعتمدها المجلس بالقرار رقم (12/1443).", {"decision_number": "12/1443"}),
        ("اعتمدها المجلس في 3/8/2020م.", {"gregorian_date": "2020-08-03"}),
        ("اعتمدها المجلس في الثالث من شهر رجب لعام 1445هـ.", {"hijri_date": "1445-07-03"}),
        (
            "اعتمدها المجلس بتاريخ 1 محرم 1446هـ الموافق 7 يوليو 2024م",
            {"hijri_date": "1446-01-01", "gregorian_date": "2024-07-07", "dates_agree": True},
        ),
        (
            "اعتمدها المجلس بتاريخ 1446/01/01هـ الموافق 2024/07/10م",
            {
                "hijri_date": "1446-01-01",
                "gregorian_date": "2024-07-10",
                "dates_agree": False,
                "hijri_as_gregorian": "2024-07-07",
                "gregorian_as_hijri": "1446-01-04",
                "difference_days": 3,
            },
        ),
    ],
)
def test_sessions_and_dates(sentence, expected):
    assert approval(sentence) == expected


def test_a_day_that_its_calendar_does_not_have_is_kept_and_asked_about():
    reading = read_text("الاعتماد\nاعتمدها مجلس الإدارة بتاريخ 30/02/1447هـ الموافق 24/08/2025م")
    assert reading.approval.hijri_date == "1447-02-30"
    assert reading.approval.dates_agree is False
    assert reading.approval.difference_days is None
    assert reading.review_needed == ["other_kind", "date_does_not_exist"]


def test_the_date_of_an_edition_is_no_approval():
    assert approval("اعتمدها مجلس الإدارة. تاريخ الإصدار: 1/1/2020م") == {}


@pytest.mark.parametrize(
    "signature",
    [
        "رئيس مجلس الإدارة\nهشام بن ماجد الوادعي",
        "رئيس مجلس الإدارة: هشام بن ماجد الوادعي",
        "هشام بن ماجد الوادعي\nرئيس مجلس الإدارة",
        "الاسم: هشام بن ماجد الوادعي\nالمنصب: رئيس مجلس الإدارة",
        "أمين المجلس          رئيس مجلس الإدارة\nراكان السبيعي          هشام بن ماجد الوادعي",
        "رئيس مجلس الإدارة\tهشام بن ماجد الوادعي",
    ],
)
def test_the_chairman_signs_in_many_places(signature):
    sentence = f"اعتمدها مجلس الإدارة في جلسته الأولى.\n{signature}"
    assert approval(sentence) == {"session_ordinal": 1, "chairman": "هشام بن ماجد الوادعي"}


@pytest.mark.parametrize(
    "signature", ["رئيس مجلس الإدارة\n..........", "رئيس مجلس الإدارة\nالتوقيع"]
)
def test_an_empty_signature_names_nobody(signature):
    assert approval(signature) == {}
