from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hijridate import Hijri
from hypothesis import given
from hypothesis import strategies as st

from foundation.dates import (
    EARLIEST,
    GREGORIAN_MONTHS_AR,
    GREGORIAN_MONTHS_EN,
    HIJRI_MONTHS_AR,
    HIJRI_MONTHS_EN,
    LATEST,
    Calendar,
    DateDoesNotExist,
    DateNotUnderstood,
    DateOutOfRange,
    HijriDate,
    HijriDateDoesNotExist,
    TypedDate,
    add_hijri_months,
    add_months,
    both_calendars,
    days_apart,
    hijri_month_length,
    parse_date,
    read_date,
    weekday_words,
)

THE_DAY = date(2024, 8, 25)
any_day = st.dates(EARLIEST, LATEST)


@given(any_day)
def test_every_day_goes_to_hijri_and_back(day):
    assert HijriDate.of(day).gregorian() == day


@given(st.dates(EARLIEST, LATEST - timedelta(days=1)))
def test_hijri_days_follow_each_other(day):
    today, tomorrow = HijriDate.of(day), HijriDate.of(day + timedelta(days=1))

    if tomorrow.day == 1:
        assert today.day == hijri_month_length(today.year, today.month)
    else:
        assert (today.year, today.month, today.day + 1) == (
            tomorrow.year,
            tomorrow.month,
            tomorrow.day,
        )


def test_the_range_is_that_of_the_tables():
    assert HijriDate(1343, 1, 1).gregorian() == EARLIEST
    assert HijriDate(1500, 12, Hijri(1500, 12, 1).month_length()).gregorian() == LATEST


@pytest.mark.parametrize("day", [EARLIEST - timedelta(days=1), LATEST + timedelta(days=1)])
def test_days_outside_the_tables_have_no_hijri_date(day):
    with pytest.raises(DateOutOfRange):
        HijriDate.of(day)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1446, 5, 30), (1446, 1, 0), (1446, 13, 1), (1446, 0, 1)]
)
def test_hijri_date_that_does_not_exist(year, month, day):
    with pytest.raises(HijriDateDoesNotExist) as caught:
        HijriDate(year, month, day)

    assert caught.value.details == {"day": day, "month": month, "year": year}


@pytest.mark.parametrize("year", [1342, 1501, 0, 99999])
def test_hijri_year_out_of_range(year):
    with pytest.raises(DateOutOfRange):
        HijriDate(year, 1, 1)


def test_a_month_of_29_days_has_no_30th():
    assert hijri_month_length(1446, 5) == 29
    assert hijri_month_length(1446, 2) == 30


@pytest.mark.parametrize(
    ("typed", "calendar"),
    [
        ("21 صفر 1446هـ", Calendar.HIJRI),
        ("21 صفر 1446 هـ", Calendar.HIJRI),
        ("21صفر 1446", Calendar.HIJRI),
        ("يوم الأحد، 21 صَفَر لعام 1446هـ", Calendar.HIJRI),
        ("الأحد ٢١ صفر ١٤٤٦هـ", Calendar.HIJRI),
        ("٢١/٠٢/١٤٤٦هـ", Calendar.HIJRI),
        ("21/2/1446", Calendar.HIJRI),
        ("21 - 02 - 1446", Calendar.HIJRI),
        ("1446-02-21", Calendar.HIJRI),
        ("1446/2/21 هـ", Calendar.HIJRI),
        ("\u200f۲۱/۲/۱۴۴۶\u202c", Calendar.HIJRI),
        ("21 Safar 1446 AH", Calendar.HIJRI),
        ("2024-08-25", Calendar.GREGORIAN),
        ("25/08/2024", Calendar.GREGORIAN),
        ("25.8.2024م", Calendar.GREGORIAN),
        ("٢٥ أغسطس ٢٠٢٤م", Calendar.GREGORIAN),
        ("25 اغسطس 2024", Calendar.GREGORIAN),
        ("25 آب 2024", Calendar.GREGORIAN),
        ("August 25, 2024", Calendar.GREGORIAN),
        ("25th of Aug 2024", Calendar.GREGORIAN),
        ("Sunday 25 AUGUST 2024", Calendar.GREGORIAN),
    ],
)
def test_one_day_typed_in_many_forms(typed, calendar):
    assert read_date(typed) == TypedDate(THE_DAY, calendar)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("1 محرم 1447", 1),
        ("1 المحرم 1447", 1),
        ("1 ربيع أول 1447", 3),
        ("1 ربيع الثاني 1447", 4),
        ("1 ربيع الآخر 1447", 4),
        ("1 جمادى الأولى 1447", 5),
        ("1 جمادي الثانيه 1447", 6),
        ("1 رمضان المبارك 1447", 9),
        ("1 ذي القعدة 1447", 11),
        ("1 ذوالحجة 1447", 12),
        ("1 Dhu al-Hijjah 1447", 12),
        ("1 Sha'ban 1447", 8),
    ],
)
def test_months_have_several_spellings(typed, month):
    assert parse_date(typed) == HijriDate(1447, month, 1).gregorian()


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_read_by_its_own_name(number):
    for name in (HIJRI_MONTHS_AR[number - 1], HIJRI_MONTHS_EN[number - 1]):
        assert parse_date(f"5 {name} 1447") == HijriDate(1447, number, 5).gregorian()
    for name in (GREGORIAN_MONTHS_AR[number - 1], GREGORIAN_MONTHS_EN[number - 1]):
        assert parse_date(f"5 {name} 2026") == date(2026, number, 5)


@given(any_day, st.sampled_from(["ar", "en"]))
def test_what_we_show_can_be_typed(day, language):
    hijri, gregorian = both_calendars(day, language).rstrip(")").split(" (")

    assert read_date(hijri) == TypedDate(day, Calendar.HIJRI)
    assert read_date(gregorian) == TypedDate(day, Calendar.GREGORIAN)


def test_the_day_stands_before_the_month_always():
    assert parse_date("05/08/2024") == date(2024, 8, 5)
    with pytest.raises(DateDoesNotExist):
        parse_date("08/25/2024")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "غدًا",
        "25/8/24",
        "25/8",
        "صفر 1446",
        "2/2024/3",
        "001/02/2024",
        "25 أغسطس 1446هـ",
        "21 صفر 2024م",
        "25/8/2024 هـ م",
        "25 أغسطس 9 2024",
        "25 مارس أبريل 2024",
        "25+8+2024",
        "<b>25/8/2024</b>",
        "2024-08-25T10:00",
        "25/8/2024 25/8/2024",
        "9" * 5000,
    ],
)
def test_what_is_not_a_date_is_refused(typed):
    with pytest.raises(DateNotUnderstood):
        parse_date(typed)


@pytest.mark.parametrize(
    "typed", ["30/5/1446", "30 جمادى الأولى 1446هـ", "1/13/1446", "٣١/١/١٤٤٦"]
)
def test_typed_hijri_date_that_does_not_exist(typed):
    with pytest.raises(HijriDateDoesNotExist):
        parse_date(typed)


@pytest.mark.parametrize("typed", ["29/2/2023", "31 أبريل 2024", "2024-00-10"])
def test_typed_gregorian_date_that_does_not_exist(typed):
    with pytest.raises(DateDoesNotExist):
        parse_date(typed)


@pytest.mark.parametrize(
    "typed", ["1/1/1342", "1/1/1501هـ", "2024هـ/1/1", "1/1/1446م", "1/1/2078"]
)
def test_typed_date_out_of_range(typed):
    with pytest.raises(DateOutOfRange):
        parse_date(typed)


def test_both_calendars():
    assert both_calendars(THE_DAY, "ar") == "21 صفر 1446هـ (25 أغسطس 2024م)"
    assert both_calendars(THE_DAY, "en") == "21 Safar 1446 AH (25 August 2024)"
    assert (
        both_calendars(THE_DAY, "ar", first=Calendar.GREGORIAN) == "25 أغسطس 2024م (21 صفر 1446هـ)"
    )


def test_both_calendars_outside_the_tables_shows_what_is_known():
    assert both_calendars(date(1920, 5, 3), "ar") == "3 مايو 1920م"


def test_weekday_words():
    assert weekday_words(THE_DAY, "ar") == "الأحد"
    assert weekday_words(THE_DAY, "en") == "Sunday"


def test_days_apart():
    hijri = HijriDate(1446, 2, 21)

    assert days_apart(hijri, THE_DAY) == 0
    assert days_apart(hijri, date(2024, 8, 26)) == 1
    assert days_apart(hijri, date(2024, 8, 23)) == -2


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 15), 24, date(2028, 3, 15)),
    ],
)
def test_add_months_keeps_the_day_or_takes_the_last(start, months, end):
    assert add_months(start, months) == end


def test_add_hijri_months_keeps_the_day_or_takes_the_last():
    thirtieth = HijriDate(1446, 4, 30).gregorian()

    assert add_hijri_months(thirtieth, 1) == HijriDate(1446, 5, 29).gregorian()
    assert add_hijri_months(THE_DAY, 11) == HijriDate(1447, 1, 21).gregorian()


def test_add_hijri_months_ends_with_the_tables():
    with pytest.raises(DateOutOfRange):
        add_hijri_months(LATEST, 1)


def test_hijri_dates_are_ordered_and_written_like_iso_dates():
    first, last = HijriDate(1446, 2, 21), HijriDate(1446, 11, 3)

    assert first < last
    assert (first.isoformat(), last.isoformat()) == ("1446-02-21", "1446-11-03")


def test_dates_follow_the_language_of_the_page():
    with override("ar"):
        assert both_calendars(THE_DAY) == "21 صفر 1446هـ (25 أغسطس 2024م)"
    with override("en"):
        assert both_calendars(THE_DAY) == "21 Safar 1446 AH (25 August 2024)"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ar", "لا يوجد في تقويم أم القرى يوم 30 من الشهر 5 لعام 1446هـ."),
        (
            "en",
            "There is no day 30 in month 5 of the year 1446 AH in the Umm al-Qura calendar.",
        ),
    ],
)
def test_errors_speak_the_language_of_the_page(language, sentence):
    with pytest.raises(HijriDateDoesNotExist) as caught:
        parse_date("30/5/1446")

    with override(language):
        assert str(caught.value) == sentence
