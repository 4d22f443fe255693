import pytest

from core.rules import CompensationStage as C
from core.rules import MeasureMethod as M
from policies.derivation import measure_method, months_between
from policies.drafting import from_reading
from policies.reading.reader import read_text
from tests.policies.contents import TEXT

HEAD = "جمعية روافد الخير الأهلية\nسياسة العلاقة مع المستفيدين\n"


def drafted(text):
    return from_reading(text, read_text(text))


@pytest.mark.parametrize(
    ("label", "method"),
    [
        ("استبانة إلكترونية بعد كل خدمة", M.SURVEY),
        ("مسح ميداني للأسر", M.FIELD_SURVEY),
        ("زيارات منزلية", M.VISIT),
        ("مقابلات مع عيّنة من المستفيدين", M.INTERVIEW),
        ("مكالمة اطمئنان بعد كل خدمة", M.INTERVIEW),
        ("مراجعة الإدارة لرابط الشكاوى", M.COMPLAINTS_REVIEW),
        ("إشراف الإدارة على ضابط الاتصال بالمستفيدين", M.LIAISON_REVIEW),
        ("متابعة المدير التنفيذي لعمل ضباط التواصل شهرياً", M.LIAISON_REVIEW),
        ("صندوق الاقتراحات", None),
    ],
)
def test_a_measure_is_told_by_its_words(label, method):
    assert measure_method(label) == method


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("استبانة كل ستة أشهر", 6),
        ("كل (3) أشهر", 3),
        ("كل شهرين", 2),
        ("كل سنتين", 24),
        ("كل ثلاث سنوات", 36),
        ("استبانة نصف سنوية", 6),
        ("تقرير ربع سنوي", 3),
        ("تراجع سنويًا", 12),
        ("مرتين في السنة", 6),
        ("بشكل دوري", None),
        ("كل أسبوع", None),
        ("كل خدمة", None),
        ("السنوات الماضية", None),
    ],
)
def test_how_often_is_told_only_where_it_is_said(words, months):
    assert months_between(words) == months


def test_the_sample_text_fills_its_parts():
    content = drafted(TEXT)

    assert [(row.method, row.every_months) for row in content.satisfaction] == [(M.SURVEY, 6)]
    assert content.review is not None
    assert (content.review.every_months, content.review.responsible) == (12, "مسؤول السياسات")
    assert content.compensation is not None
    assert [(row.stage, row.text) for row in content.compensation.stages] == [
        (C.COMMITTEE_MINUTES, "تُعدّ لجنة التحقيق محضرًا بالضرر ويُعوَّض المتضرر عنه")
    ]
    assert content.acknowledgement is None


def test_how_often_may_be_said_once_for_all_measures():
    content = drafted(
        HEAD
        + "المادة (1): قياس الرضا\nيقاس الرضا كل ثلاثة أشهر بما يأتي:\n1. استبانة.\n2. زيارات.\n"
    )

    assert [(row.method, row.every_months) for row in content.satisfaction] == [
        (M.SURVEY, 3),
        (M.VISIT, 3),
    ]


@pytest.mark.parametrize(
    ("clause", "anonymous", "amicable", "outside"),
    [
        ("تُقبل الشكاوى مجهولة المصدر إذا تضمنت وقائع محددة.", True, None, None),
        ("يجوز تقديم الشكوى دون ذكر الاسم.", True, None, None),
        ("لا يُنظر في الشكاوى المجهولة.", False, None, None),
        ("تسعى الوحدة أولًا إلى تسوية ودية.", None, True, None),
        ("للشاكي اللجوء إلى المركز الوطني لتنمية القطاع غير الربحي.", None, None,
         "المركز الوطني لتنمية القطاع غير الربحي"),
        ("تُحفظ الشكوى في السجل السعودي.", None, None, None),
    ],
)  # fmt: skip
def test_how_complaints_are_taken_comes_from_the_clause(clause, anonymous, amicable, outside):
    content = drafted(
        HEAD + f"المادة (1): الشكاوى\n1. تُقدَّم الشكوى إلى وحدة المتابعة.\n2. {clause}\n"
    )

    said = content.complaints
    assert said is not None
    assert (said.anonymous, said.amicable_first) == (anonymous, amicable)
    assert said.outside_authority == outside


def test_the_stages_of_a_compensation_stand_in_the_order_of_the_text():
    content = drafted(
        HEAD + "المادة (1): التعويض\n1. تُثبت اللجنة الضرر بمحضر يوقعه أعضاؤها.\n"
        "2. يُستند إلى حكم قضائي متى لزم.\n3. يُتفاوض مع المتضرر على المقدار.\n"
        "4. يُوثَّق قبول المتضرر كتابة.\n5. يُصرف التعويض ويُحفظ ما يثبت ذلك.\n"
    )

    assert content.compensation is not None
    assert [row.stage for row in content.compensation.stages] == [
        C.COMMITTEE_MINUTES, C.RULING, C.NEGOTIATION, C.ACCEPTANCE, C.PAYMENT,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "months", "responsible"),
    [
        ("تراجع إدارة الجودة السياسة سنوياً.", 12, "إدارة الجودة"),
        ("تراجع هذه السياسة كل سنتين.", 24, None),
        ("تراجع السياسة كل سنتين من قبل إدارة الجودة، وتنشر في الموقع.", 24, "إدارة الجودة"),
        ("تراجع لجنة الحوكمة هذه اللائحة كل سنتين.", 24, "لجنة الحوكمة"),
    ],
)
def test_the_review_comes_from_its_clause(clause, months, responsible):
    content = drafted(HEAD + f"المادة (1): أحكام عامة\n1. {clause}\n")

    assert content.review is not None
    assert (content.review.every_months, content.review.responsible) == (months, responsible)


def test_other_reviews_are_no_review_of_the_policy():
    content = drafted(
        HEAD + "المادة (1): أحكام\n1. تراجع الإدارة شكاوى المستفيدين كل شهر.\n"
        "2. يراجع الموظف المستندات سنويا.\n"
    )

    assert content.review is None


@pytest.mark.parametrize(
    ("clause", "days"),
    [
        ("يوقّع كل موظف ومتطوع على الاطلاع على السياسة خلال سبعة أيام من تاريخ سريانها.", 7),
        ("يوقع الموظفون على الاطلاع على هذه السياسة خلال أسبوعين.", 14),
        ("يقر العاملون بعلمهم بالسياسة خلال 10 أيام عمل.", 14),
        ("يوقع الموظفون على الاطلاع على السياسة.", None),
        ("يوقع المستفيد أمام الموظف على السياسة خلال يومين.", None),
    ],
)
def test_who_signs_within_a_time_comes_from_its_clause(clause, days):
    content = drafted(HEAD + f"المادة (1): أحكام عامة\n1. {clause}\n")

    rule = content.acknowledgement
    assert (rule.within_days if rule else None) == days
