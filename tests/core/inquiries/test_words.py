"""Published answers are found whatever spelling, article or joined letter people use."""

import pytest

from core.inquiries.entries import found, proposed


@pytest.fixture
def answers(publish):
    return {
        "rent": publish("كيف أحصل على مساعدة الإيجار؟", "قدّم طلبك مع صورة عقد السكن."),
        "school": publish("متى تُوزَّع الحقيبة المدرسية؟", "قبل بداية العام الدراسي بأسبوعين."),
        "papers": publish("ما الأوراق المطلوبة؟", "الهوية وعقد الإيجار وتعريف بالدخل."),
    }


def keys(entries):
    return [entry.key for entry in entries]


@pytest.mark.parametrize(
    "typed", ["الإيجار", "ايجار", "إيجار", "للإيجار", "بالايجار", "الإيجار؟", "الايجا", "أيجار"]
)
def test_every_spelling_finds_it_the_question_before_the_answer(answers, typed):
    assert keys(found(typed)) == [answers["rent"].key, answers["papers"].key]


@pytest.mark.parametrize("typed", ["المدرسيه", "مدرسية", "حقيبة المدرسيّة", "الحقيبه"])
def test_taa_marbuta_and_vowels_make_no_difference(answers, typed):
    assert keys(found(typed)) == [answers["school"].key]


def test_every_word_must_be_there(answers):
    assert keys(found("الإيجار الهوية")) == [answers["papers"].key]
    assert found("الإيجار الحج") == []


@pytest.mark.parametrize("typed", ["", "   ", "؟؟"])
def test_nothing_is_found_by_nothing(answers, typed):
    assert found(typed) == []
    assert proposed(typed) == []


def test_a_whole_question_finds_what_shares_its_words(answers):
    asked = "السلام عليكم، كيف أقدر أسجل للحصول على مساعدة في الإيجار لهذا الشهر؟"
    assert keys(proposed(asked))[0] == answers["rent"].key


def test_a_question_about_something_else_finds_nothing(answers):
    assert proposed("هل لديكم حلقات تحفيظ للكبار؟") == []


def test_words_that_every_question_has_propose_nothing(publish):
    publish("كيف أتواصل مع الجمعية؟", "اتصل بنا.")
    assert proposed("كيف أستخرج رخصة قيادة؟") == []
