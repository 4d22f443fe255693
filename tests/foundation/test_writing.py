from datetime import date

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from django.utils.translation import override, pgettext

from foundation import arabic, dates, writing
from foundation.naming import Word
from foundation.writing import Writing

DAY = date(2024, 3, 11)


@pytest.fixture
def written():
    """written(Writing(...)): how it is written here, for the block of the test."""
    before = list(writing._sources)
    asked = []

    def set_writing(how):
        def ask():
            asked.append(how)
            return how

        writing.register(lambda: ("here", ask))
        return asked

    yield set_writing
    writing._sources[:] = before


def test_digits_and_calendar_follow_within_a_scope(written):
    written(Writing(arabic_digits=True, gregorian_first=True))

    with writing.scope():
        inside = (dates.both_calendars(DAY, "ar"), arabic.counted(15, "day", language="ar"))
        english = dates.both_calendars(DAY, "en")
    outside = dates.both_calendars(DAY, "ar")

    assert inside == ("١١ مارس ٢٠٢٤م (١ رمضان ١٤٤٥هـ)", "١٥ يومًا")
    assert english == "11 March 2024 (1 Ramadan 1445 AH)"
    assert outside == "1 رمضان 1445هـ (11 مارس 2024م)"


def test_it_is_asked_once_in_a_scope_and_only_where_needed(written):
    asked = written(Writing(arabic_digits=True))

    with writing.scope():
        nothing_yet = len(asked)
        writing.numeral("1", "ar")
        writing.numeral("2", "ar")

    assert (nothing_yet, len(asked)) == (0, 1)


def test_sentences_of_ours_call_people_by_their_word(written):
    written(Writing(word=Word.of("عضو")))

    with writing.scope(), override("ar"):
        shell = Template("{% load i18n %}{% translate 'Beneficiary services' %}").render(Context())
        status = pgettext("case status", "Waiting for the beneficiary")

    assert (shell, status) == ("خدمات الأعضاء", "بانتظار العضو")
    assert isinstance(shell, SafeString)


def test_dates_for_programs_and_codes_stay_western(written):
    written(Writing(arabic_digits=True))
    page = Template(
        "{{ d|date:'c' }} {{ d|date:'SHORT_DATE_FORMAT' }} {{ n|numeral }} {{ c|code }}"
    )

    with writing.scope(), override("ar"):
        shown = page.render(Context({"d": DAY, "n": 42, "c": "3-6"}))

    assert shown == ('2024-03-11 ٢٠٢٤/٠٣/١١ ٤٢ <bdi class="num" dir="ltr">3-6</bdi>')
