"""Figures against a set that was counted by hand."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from core.satisfaction.questions import DEFAULT, Question, QuestionKind
from core.satisfaction.results import OTHERS, By, Row, grouped, nps_of, results_of
from core.satisfaction.settings import MeasureSettings

ASKED = datetime(2026, 3, 1, tzinfo=UTC)
QUESTIONS = [question.model_dump(mode="json") for question in DEFAULT]
SETTINGS = MeasureSettings(smallest_group=3)


def row(score: int | None = None, answers: Any = None, *, month: int = 3, **values: Any) -> Row:
    """Answered where there is a score or an answer; invited unless `asked_at` is None."""
    given = score is not None or answers is not None
    fields: dict[str, Any] = {
        "round_id": None,
        "way": "link",
        "channel": "phone",
        "type": "rent",
        "branch": "",
        "employee": "",
        "asked_at": ASKED,
        "answered_at": datetime(2026, month, 5, tzinfo=UTC) if given else None,
        "score": score,
        "is_unhappy": score is not None and score <= 40,
        "questions": QUESTIONS,
        "answers": answers or ({} if given else None),
    }
    return Row(**fields | values)


# Six were asked, four of them answered; two more by a poster.
HAND_MADE = [
    row(100, {"satisfied": 5, "on-time": "yes", "recommend": 10, "words": "ب"}),
    row(75, {"satisfied": 4, "on-time": "yes", "recommend": 9}),
    row(50, {"satisfied": 3, "on-time": "no", "recommend": 7, "easy": "wait"}, month=4),
    row(0, {"satisfied": 1, "on-time": "no", "recommend": 0, "words": "أ"}, month=4),
    row(),
    row(),
    row(25, {"satisfied": 2, "recommend": 6}, way="poster", channel="", asked_at=None, month=4),
    row(80, {"satisfied": 5, "recommend": 10}, way="poster", channel="", asked_at=None),
]


def test_rates_and_the_mean_are_those_of_the_set():
    found = results_of(HAND_MADE, SETTINGS)

    assert (found.rate.asked, found.rate.replied, found.rate.answers) == (6, 4, 6)
    assert found.rate.percent == 67
    assert found.mean == 55  # 330 / 6
    assert found.unhappy == 2


def test_each_question_has_its_distribution():
    found = {each.question.key: each for each in results_of(HAND_MADE, SETTINGS).questions}

    stars = found["satisfied"]
    assert [share.count for share in stars.shares] == [1, 1, 1, 1, 2]
    assert [share.percent for share in stars.shares] == [17, 17, 17, 17, 33]
    assert stars.mean == 3.3  # 20 / 6
    assert [(share.count, share.percent) for share in found["on-time"].shares] == [
        (2, 50),
        (2, 50),
    ]
    assert found["on-time"].mean is None


def test_net_promoters_are_promoters_less_detractors():
    # 10, 9, 10 promote; 7 neither; 0 and 6 detract: 3 - 2 of 6.
    assert nps_of([10, 9, 7, 0, 6, 10]) == 17
    found = {each.question.key: each for each in results_of(HAND_MADE, SETTINGS).questions}
    assert (found["recommend"].nps, found["satisfied"].nps) == (17, None)


def test_a_question_that_few_answered_shows_only_how_many():
    found = {each.question.key: each for each in results_of(HAND_MADE, SETTINGS).questions}

    assert (found["easy"].answers, found["easy"].shares) == (1, ())


def test_months_follow_each_other_and_small_ones_tell_no_score():
    months = results_of(HAND_MADE, SETTINGS).months

    assert [(month.first.month, month.rate.answers, month.mean) for month in months] == [
        (3, 3, 85),
        (4, 3, 25),
    ]
    fewer = results_of(HAND_MADE, MeasureSettings(smallest_group=4)).months
    assert [month.mean for month in fewer] == [None, None]


def test_one_small_month_is_not_what_is_left_of_the_whole():
    sizes = {3: 9, 4: 6, 5: 1}
    rows = [row(60, month=month) for month, size in sizes.items() for _each in range(size)]

    months = results_of(rows, MeasureSettings(smallest_group=5)).months

    assert [(month.first.month, month.mean) for month in months] == [(3, 60), (4, None), (5, None)]


def test_texts_stand_in_the_order_of_the_alphabet_without_what_else_was_said():
    [(question, texts)] = results_of(HAND_MADE, SETTINGS).texts

    assert (question.key, texts) == ("words", ("أ", "ب"))


def test_too_few_answers_tell_nothing_but_their_number():
    found = results_of(HAND_MADE, MeasureSettings(smallest_group=7))

    assert (found.is_small, found.rate.answers) == (True, 6)
    assert (found.mean, found.questions, found.texts, found.months) == (None, (), (), ())
    assert dict(found.groups) == {}


def groups(sizes: dict[str, int], smallest: int) -> list[tuple[str, int, int | None]]:
    rows = [row(60, type=name) for name, size in sizes.items() for _each in range(size)]
    found = grouped(rows, lambda each: each.type, smallest)
    return [(group.key, group.rate.answers, group.mean) for group in found]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a": 5, "b": 6}, [("b", 6, 60), ("a", 5, 60)]),
        # Two small ones are enough together.
        ({"a": 9, "b": 3, "c": 2}, [("a", 9, 60), (OTHERS, 5, 60)]),
        # One small group alone would be what is left of the whole: the smallest other joins it.
        ({"a": 9, "b": 6, "c": 1}, [("a", 9, 60), (OTHERS, 7, 60)]),
        ({"a": 5, "b": 1}, [(OTHERS, 6, 60)]),
        ({"a": 2, "b": 1}, [(OTHERS, 3, None)]),
    ],
)
def test_small_groups_are_taken_together(sizes, expected):
    assert groups(sizes, 5) == expected


def test_the_setting_says_how_small_is_small():
    sizes = {"a": 9, "b": 4}

    assert groups(sizes, 4) == [("a", 9, 60), ("b", 4, 60)]
    assert groups(sizes, 5) == [(OTHERS, 13, 60)]


def test_who_was_asked_and_did_not_answer_makes_no_group_known():
    rows = [row(60, type="a") for _each in range(5)] + [row(type="b")]

    found = grouped(rows, lambda each: each.type, 5)

    assert [(group.key, group.rate.asked, group.mean) for group in found] == [
        ("a", 5, 60),
        (OTHERS, 1, None),
    ]


def test_figures_by_employee_exist_only_where_the_association_allows_them():
    rows = [row(60, employee=str(uuid.UUID(int=number % 2))) for number in range(10)]

    without = results_of(rows, SETTINGS)
    allowed = results_of(rows, MeasureSettings(smallest_group=3, by_employee=True))

    assert By.EMPLOYEE not in without.groups
    assert [group.rate.answers for group in allowed.groups[By.EMPLOYEE]] == [5, 5]


def test_a_question_reworded_later_is_one_question_and_another_kind_another():
    old = Question(key="satisfied", kind=QuestionKind.SCALE, ar="قديم").model_dump(mode="json")
    rows = [row(90, {"satisfied": 9}, questions=[old], month=1) for _each in range(3)]

    found = results_of([*HAND_MADE, *rows], SETTINGS).questions

    kinds = [each.question.kind.value for each in found if each.question.key == "satisfied"]
    assert kinds == ["stars", "scale"]
