"""Every phrase in the tables is read: who adds one sees it tested here without writing a line."""

import pytest

from policies.reading.dates import find_dates
from policies.reading.deadlines import _subject
from policies.reading.durations import find_durations
from policies.reading.grammar import (
    COMPLETION,
    EVENT_FROM,
    GREGORIAN_MONTHS,
    HIJRI_MONTHS,
    MAX_AFTER,
    MAX_BEFORE,
    MIN_AFTER,
    MIN_BEFORE,
    SUBJECTS,
    SUBMISSION,
    WITHIN,
)
from policies.reading.part_names import GUESSES, OPENINGS, TOPICS, WHOLE, guess_section, section_of
from policies.reading.parts import Section
from policies.reading.reader import read_text
from policies.reading.text import Passage, fold

HANDLING = Section("handling", Passage([]), 1)


def each(tables):
    return [(key, phrase) for key, phrases in tables for phrase in phrases]


@pytest.mark.parametrize(("key", "phrase"), each(OPENINGS))
def test_heading_that_opens_so_names_its_part(key, phrase):
    assert section_of(fold(f"{phrase} في الجمعية")) in {key, *named_by_topic(phrase)}


@pytest.mark.parametrize(("key", "phrase"), each(TOPICS))
def test_heading_that_speaks_of_it_names_its_part(key, phrase):
    assert section_of(fold(f"حول {phrase} في الجمعية")) == key


@pytest.mark.parametrize(("title", "key"), WHOLE.items())
def test_heading_that_stands_alone_names_its_part(title, key):
    assert section_of(title) == key


@pytest.mark.parametrize(("key", "phrase"), each(GUESSES))
def test_heading_in_unknown_words_is_guessed(key, phrase):
    assert guess_section(fold(f"بيان {phrase}")) is not None


def named_by_topic(phrase):
    return [key for key, words in TOPICS if any(fold(word) in fold(phrase) for word in words)]


@pytest.mark.parametrize("phrase", [*WITHIN, *MAX_BEFORE])
def test_what_stands_before_a_length_makes_it_a_maximum(phrase):
    assert kinds(f"يرد الموظف {phrase} خمسة أيام") == ["max"]


@pytest.mark.parametrize("phrase", MIN_BEFORE)
def test_what_stands_before_a_length_makes_it_a_minimum(phrase):
    assert kinds(f"يرد الموظف في مدة {phrase} خمسة أيام") == ["min"]


@pytest.mark.parametrize(
    ("kind", "phrase"), [*(("max", p) for p in MAX_AFTER), *(("min", p) for p in MIN_AFTER)]
)
def test_what_stands_after_a_length_bounds_it(kind, phrase):
    assert kinds(f"يرد الموظف والمدة خمسة أيام {phrase}") == [kind]


def kinds(text):
    return [duration.kind for duration in find_durations(fold(text)) if duration.bounded]


@pytest.mark.parametrize("phrase", EVENT_FROM)
def test_what_a_time_counts_from(phrase):
    assert triggers(f"خلال خمسة أيام {phrase} تقديم الطلب") == ["submission"]


@pytest.mark.parametrize("phrase", SUBMISSION)
def test_a_request_is_submitted(phrase):
    assert triggers(f"خلال خمسة أيام من تاريخ {phrase} الطلب") == ["submission"]


@pytest.mark.parametrize("phrase", COMPLETION)
def test_a_request_is_complete(phrase):
    assert triggers(f"خلال خمسة أيام من تاريخ {phrase} المستندات") == ["completion"]


def triggers(words):
    text = (
        f"سياسة خدمة المستفيدين\nخطوات العمل:\n- تبت اللجنة في الطلب {words}.\n- يبلغ المستفيد.\n"
    )
    return [deadline.trigger for deadline in read_text(text).deadlines]


@pytest.mark.parametrize(("subject", "phrase"), each(SUBJECTS))
def test_what_a_time_is_promised_for(subject, phrase):
    assert _subject(fold(f"ويكون {phrase} "), "", HANDLING) in {subject, *also(phrase)}


def also(phrase):
    """Phrases of several words hold words of other subjects; the first table entry wins."""
    return [name for name, words in SUBJECTS if any(fold(word) in fold(phrase) for word in words)]


@pytest.mark.parametrize(("number", "names"), HIJRI_MONTHS.items())
def test_months_of_the_hijri_year(number, names):
    assert {date.month for name in names for date in find_dates(fold(f"5 {name} 1446هـ"))} == {
        number
    }


@pytest.mark.parametrize(("number", "names"), GREGORIAN_MONTHS.items())
def test_months_of_the_gregorian_year(number, names):
    assert {date.month for name in names for date in find_dates(fold(f"5 {name} 2024م"))} == {
        number
    }
