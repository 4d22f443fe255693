from datetime import date

import pytest

from core.beneficiaries.distinct import record_distinct
from core.beneficiaries.household import RelatedData, add_related
from core.beneficiaries.queries import find_matches, possible_duplicates
from core.beneficiaries.scoring import (
    LIKELY,
    PROPOSED,
    MatchOn,
    Reason,
    Signs,
    compare,
    distance,
    total,
)
from core.beneficiaries.services import receive_beneficiary
from tests.core.requests import IDENTITY, person

ON = MatchOn


def score(one: str, other: str) -> int:
    return total(compare(Signs(one), Signs(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد سالم", "احمد سالم"),
        ("نورة بنت سالم", "نوره سالم"),
        ("ليلى الغامدي", "ليلي غامدى"),
        ("عبد الله بن علي", "عبدالله علي"),
        ("عبد الرحمن الحربي", "عبدالرحمن حربي"),
        ("محـمـد علي", "مُحَمَّد عَلِي"),
        ("أبو بكر العمري", "ابوبكر عمري"),
        ("نور الدين آل سعد", "نورالدين السعد"),
        ("علاء سالم", "علا سالم"),
        ("فضل الله صالح", "فضلالله صالح"),
    ],
)
def test_spellings_of_one_name_are_one_name(one, other):
    assert compare(Signs(one), Signs(other)) == (Reason(ON.NAME, 40),)
    assert score(other, one) == 40


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("نورة سالم الغامدي", "نورا سالم الغامدي"),  # a letter
        ("نورة سالم الغامدي", "نورة الغامدي سالم"),  # another order
        ("نورة سالم محمد الغامدي", "نورة سالم الغامدي"),  # a part left out
        ("عبدالرحمن الزهراني", "عبدالرحيم الزهراني"),
    ],
)
def test_similar_names_count_less_than_the_same(one, other):
    assert PROPOSED <= score(one, other) <= 35
    assert score(other, one) == score(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("نورة سالم الغامدي", "هند سالم الغامدي"),  # sisters
        ("نورة سالم", "نورة خالد"),
        ("علي", "عمر"),
        ("", "نورة"),
    ],
)
def test_other_names_count_nothing(one, other):
    assert score(one, other) == 0


def test_a_single_word_says_less():
    assert score("نورة", "نوره") == 25


def test_points_add_up_with_what_speaks_against():
    numbers = {ON.MOBILE: b"m", ON.EMAIL: b"e", ON.IBAN: b"i"}
    one = Signs("نورة سالم", numbers | {ON.IDENTITY: b"1"}, date(1990, 1, 1), frozenset({"سعد"}))
    same = Signs("نوره سالم", numbers, date(1990, 1, 1), frozenset({"سعد"}))
    other = Signs("نوره سالم", {ON.IDENTITY: b"2"}, date(1991, 1, 1))

    assert {reason.sign: reason.points for reason in compare(one, same)} == {
        ON.IBAN: 40, ON.NAME: 40, ON.MOBILE: 30, ON.EMAIL: 25, ON.BIRTH: 20, ON.HOUSEHOLD: 15,
    }  # fmt: skip
    assert total(compare(one, same)) == 100
    assert {reason.sign: reason.points for reason in compare(one, other)} == {
        ON.NAME: 40, ON.OTHER_BIRTH: -25, ON.OTHER_IDENTITY: -30,
    }  # fmt: skip
    assert total(compare(one, other)) == 0


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("سالم", "سالم", 0), ("سالم", "سليم", 2), ("نورة", "نروة", 1), ("", "اب", 2)],
)
def test_distance_counts_letters(one, other, steps):
    assert distance(one, other) == distance(other, one) == steps


def test_a_misspelt_name_is_proposed_at_the_reception(officer):
    known = receive_beneficiary(person(name="نورة بنت سالم الغامدي", mobile=""), actor=officer)

    [match] = find_matches(name="نورا سالم الغامدى")

    assert (match.beneficiary, match.on) == (known, (ON.SIMILAR_NAME,))
    assert find_matches(name="هند خالد العتيبي") == []


def test_household_speaks_for_one_person_and_told_apart_is_not_proposed(
    officer, django_assert_num_queries
):
    one = receive_beneficiary(person(identity_number=IDENTITY, mobile=""), actor=officer)
    two = receive_beneficiary(person(name="نورا سالم", mobile=""), actor=officer)
    for each in (one, two):
        related = RelatedData(relation="son", name="سعد بن خالد")
        add_related(each.pk, actor=officer, revision=each.revision, related=related)

    with django_assert_num_queries(3):
        [match] = possible_duplicates(one)
    assert (match.beneficiary, match.on) == (two, (ON.SIMILAR_NAME, ON.HOUSEHOLD))
    assert match.score < LIKELY

    record_distinct(one.pk, two.pk, actor=officer)
    record_distinct(two.pk, one.pk, actor=officer)
    assert possible_duplicates(one) == possible_duplicates(two) == []
