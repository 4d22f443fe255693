import pytest
from django.utils.translation import override

from foundation.arabic import (
    Noun,
    clean_typed,
    counted,
    fold_digits,
    isolate,
    searchable,
    strip_harakat,
    strip_marks,
)


def test_fold_digits_takes_arabic_indic_and_persian():
    assert fold_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ 7") == "0123456789 0123456789 7"


def test_strip_marks_takes_every_mark_of_direction():
    marks = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b"

    assert strip_marks(f"{marks}05{marks}0{marks}") == "050"


def test_strip_harakat_keeps_the_letters():
    assert strip_harakat("مُسْتَفِيدٌ مـــن الجمعيّةِ") == "مستفيد من الجمعية"


def test_clean_typed_makes_a_code_ready_to_validate():
    assert clean_typed(" \u200f٠٥٠\u2069-１２ ") == "050-12"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("أحمد", "احمد"),
        ("إيمان", "ايمان"),
        ("آمنة", "امنه"),
        ("هدى", "هدي"),
        ("مؤسّسة", "موسسه"),
        ("عائشة", "عايشه"),
        ("فاطمـــة  بنت\tعلي", "فاطمه بنت علي"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("کریم", "كريم"),
        ("شارع ١٢", "شارع 12"),
        ("Al-Ahsa STRASSE ß", "al-ahsa strasse ss"),
        ("ا\u0654حمد", "احمد"),
        ("الرحمٰن", "الرحمن"),
    ],
)
def test_searchable_makes_spellings_of_one_word_equal(typed, stored):
    assert searchable(typed) == stored


def test_searchable_changes_nothing_the_second_time():
    once = searchable("مُؤَسَّسة الـرِّعاية ٢")

    assert searchable(once) == once


def test_isolate_cannot_be_ended_from_inside():
    assert isolate("+966\u2069 50\u202e") == "\u2068+966 50\u2069"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 يوم"),
        (1, "يوم واحد"),
        (2, "يومان"),
        (3, "3 أيام"),
        (10, "10 أيام"),
        (11, "11 يومًا"),
        (15, "15 يومًا"),
        (99, "99 يومًا"),
        (100, "100 يوم"),
        (101, "101 يوم"),
        (102, "102 يوم"),
        (103, "103 أيام"),
        (111, "111 يومًا"),
        (200, "200 يوم"),
        (1003, "1003 أيام"),
    ],
)
def test_counted_days_in_arabic(number, words):
    assert counted(number, Noun.DAY, language="ar") == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "يوم عمل واحد"),
        (2, "يوما عمل"),
        (6, "6 أيام عمل"),
        (15, "15 يوم عمل"),
        (100, "100 يوم عمل"),
    ],
)
def test_counted_working_days_in_arabic(number, words):
    assert counted(number, Noun.WORKING_DAY, language="ar") == words


def test_counted_two_changes_after_a_preposition():
    assert counted(2, Noun.DAY, oblique=True, language="ar") == "يومين"
    assert counted(2, Noun.WORKING_DAY, oblique=True, language="ar") == "يومي عمل"
    assert counted(3, Noun.DAY, oblique=True, language="ar") == "3 أيام"


@pytest.mark.parametrize("noun", list(Noun))
def test_counted_knows_every_noun(noun):
    arabic = [counted(number, noun, language="ar") for number in (1, 2, 3, 11, 100)]

    assert [text.split()[0] for text in arabic[2:]] == ["3", "11", "100"]
    assert arabic[0] != arabic[1]
    assert counted(1, noun, language="en") == f"1 {noun.replace('_', ' ')}".replace(
        "hijri", "Hijri"
    )


def test_counted_in_english():
    assert counted(0, "case", language="en") == "0 cases"
    assert counted(1, "case", language="en") == "1 case"
    assert counted(2, "beneficiary", language="en-gb") == "2 beneficiaries"


def test_counted_refuses_less_than_zero():
    with pytest.raises(ValueError, match="say how late"):
        counted(-1, Noun.DAY, language="ar")


def test_counted_refuses_a_word_it_does_not_know():
    with pytest.raises(ValueError, match="camel"):
        counted(3, "camel", language="ar")


def test_counted_follows_the_language_of_the_page():
    with override("ar"):
        assert counted(2, Noun.REQUEST) == "طلبان"
    with override("en"):
        assert counted(2, Noun.REQUEST) == "2 requests"
