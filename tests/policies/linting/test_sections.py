from datetime import date

import pytest

from policies.linting.document import Setup
from tests.policies.linting.builders import (
    REPLY,
    approved,
    deadline,
    found,
    one,
    reading,
    without,
)


@pytest.mark.parametrize(
    ("section", "rule_id"),
    [
        ("complaints", "S01"),
        ("compensation", "S02"),
        ("satisfaction", "S03"),
        ("privacy", "S04"),
        ("review", "S05"),
    ],
)
def test_s_rules_need_their_section(section, rule_id):
    assert found("كلام", without(section)) == [rule_id]
    assert found("كلام", reading()) == []


@pytest.mark.parametrize(
    "text",
    [
        "تراجع اللجنة هذه السياسة كل سنتين",
        "تتولى لجنة الجودة مراجعة السياسة",
        "تكون مراجعة اللائحة من قبل المدير",
    ],
)
def test_s05_accepts_a_sentence_on_review(text):
    assert found(text, without("review")) == []
    assert found("تراجع السياسة باستمرار", without("review")) == ["S05"]


def test_s06_needs_tools():
    assert found("كلام", without("tools", tools=[])) == ["S06"]
    assert found("كلام", without("tools")) == []


def test_c01_needs_a_deadline_for_complaints():
    assert found("كلام", reading(deadlines=[deadline()])) == ["C01"]
    assert found("كلام", without("complaints", deadlines=[deadline()])) == ["S01"]


def test_c02_needs_somebody_to_appeal_to():
    silent = reading(complaints={"escalation": None})
    assert found("تعالج الشكوى بسرية", silent) == ["C02"]
    assert found("ولصاحب الشكوى التظلم إلى رئيس الجمعية", silent) == []
    assert found("تعالج الشكوى بسرية", reading()) == []


@pytest.mark.parametrize(
    "text",
    [
        "ترسل الاستبانة بشكل دوري إلى الزوار",
        "يقاس رضا الزائر دوريًا",
        "تطبق استبانة دورية على الزوار",
        "تزار الفروع من وقت لآخر",
    ],
)
def test_f01_finds_open_frequencies(text):
    assert found(text) == ["F01"]


@pytest.mark.parametrize(
    "text",
    [
        "ترسل الاستبانة بشكل دوري كل ثلاثة أشهر",
        "يقاس رضا الزائر دوريًا (مرة كل سنة)",
        "تطبق استبانة دورية نصف سنوية",
        "باب دوار عند المدخل",
    ],
)
def test_f01_accepts_a_period(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "تنشر هذه السياسة في حساباتنا ليطلع عليها الناس",
        "وتعلن في لوحة المقر",
        "يكون نشرها على موقع الجمعية",
        "تعريف المستفيدين بهذه السياسة عند التسجيل",
        "تسليم المستفيد عند زيارته نسخة منها",
    ],
)
def test_p01_accepts_a_sentence_on_publication(text):
    assert found(text, without("publication")) == []


@pytest.mark.parametrize(
    "text",
    [
        "نشر ثقافة الحوار بين الزوار",
        "تبليغ المستفيد بالقرار",
        "تزويد الأقسام بنسخة منها",
        "نشر الوعي بأدب السؤال",
    ],
)
def test_p01_is_not_satisfied_by_other_news(text):
    assert found(text, without("publication")) == ["P01"]


@pytest.mark.parametrize(
    "text",
    [
        "يرد خلال ........ يوما",
        "اسم الجمعية: ..........",
        "تعقد في ____ من كل شهر",
        "باسم [اسم الجمعية] نرحب بكم",
        "باسم (اسم الجمعية) نرحب بكم",
        "يرد خلال (   ) يوم عمل",
        "بتاريخ   /   / 14هـ",
        "رقم الهاتف XXXX",
        "المدينة ـــــــــــ حي",
        "باسم {{name}} نرحب بكم",
    ],
)
def test_p02_finds_blanks(text):
    assert found(text) == ["P02"]


@pytest.mark.parametrize(
    "text",
    [
        "يرد خلال (15) يوم عمل",
        "باب واسع... ثم ممر",
        "جمعية أهلية (غير ربحية)",
        "البريد والهاتف و/أو الموقع",
        "خبــــر سعيد",
        "التوقيع: ..........",
        "يوم 3/4/1446هـ",
    ],
)
def test_p02_accepts_what_is_filled(text):
    assert found(text) == []


def test_p02_finds_a_deadline_left_blank():
    read = reading(deadlines=[deadline("خلال مدة يوما", value=None), REPLY])
    finding = one("P02", "كلام", read)
    assert (finding.line, finding.words) == (1, "خلال مدة يوما")


def test_r01_compares_reviewers():
    text = "تتولى لجنة الجودة مراجعة هذه السياسة كل سنة.\nمسؤول المراجعة: المدير المالي"
    finding = one("R01", text)
    assert finding.line == 2
    assert finding.message_ar.endswith("«لجنة الجودة» و«المدير المالي».")


def test_r01_accepts_one_reviewer():
    text = "تتولى لجنة الجودة مراجعة هذه السياسة كل سنة.\nمسؤول المراجعة: لجنة الجودة"
    assert found(text) == []
    assert found("تتولى لجنة الجودة مراجعة هذه السياسة كل سنة.") == []


def test_r02_compares_the_file_with_the_session():
    assert found("كلام", file_date=date(2025, 9, 1)) == ["R02"]
    assert found("كلام", file_date=date(2025, 9, 9)) == []
    assert found("كلام") == []
    by_hijri = approved(gregorian_date=None)
    assert found("كلام", by_hijri, file_date=date(2025, 9, 1)) == ["R02"]


def test_r50_one_body_must_not_judge_itself():
    same = reading(decision_body="لجنة البت", complaints={"escalation": "لجنة البت"})
    assert found("كلام", same) == ["R50"]
    assert found("كلام", reading(decision_body="لجنة البت")) == []


def test_g50_compares_channels_with_the_setup():
    read = reading(channels=["الهاتف", "الفاكس", "أي قناة أخرى"], open_ended_channels=[3])
    ready = Setup(channels=frozenset({"الهاتف", "مقر الجمعية"}))
    assert one("G50", "كلام", read, setup=ready).words == "الفاكس"
    assert found("كلام", reading(), setup=ready) == []
    assert found("كلام", read) == []


def test_h50_names_the_step():
    finding = one("H50", "كلام", setup=Setup(steps_without_role=(2,)))
    assert finding.message_en == "Handling step 2 has no role responsible for it."
    assert found("كلام", setup=Setup()) == []


@pytest.mark.parametrize(
    "text",
    [
        "يراجع قسم التميز هذه اللائحة كل سنة.\nوتراجعها إدارة المالية كل سنتين.",
        "تكون مراجعة السياسة من قبل المدير.\nوتراجع لجنة الجودة هذه السياسة سنويا.",
    ],
)
def test_r01_knows_who_reviews_from_the_verb(text):
    assert found(text) == ["R01"]


def test_s05_is_not_satisfied_by_other_reviews():
    assert found("تراجع ملفات الأسر كل ستة أشهر", without("review")) == ["S05"]
    assert found("ويراجعها قسم التميز كل سنتين", without("review")) == []
