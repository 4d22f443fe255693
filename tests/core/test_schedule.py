from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.rules import MeasureMethod, ReviewRule, SatisfactionMeasure
from core.schedule import due_measures, due_review
from tests.core.provider import RULES, clause

SINCE = datetime(2026, 1, 31, 21, 30, tzinfo=UTC)  # the first of February in Riyadh
VISITS = SatisfactionMeasure("زيارات", clause("6-1"), MeasureMethod.VISIT, 3)


@pytest.mark.parametrize(
    ("today", "due_on"),
    [
        (date(2026, 2, 1), date(2026, 5, 1)),
        (date(2026, 5, 1), date(2026, 5, 1)),
        (date(2026, 5, 2), date(2026, 8, 1)),
    ],
)
def test_a_measure_is_due_each_time_its_months_have_passed(today, due_on):
    rules = replace(RULES, in_force_from=SINCE, satisfaction=(VISITS,))
    assert [each.due_on for each in due_measures(rules, today)] == [due_on]


def test_a_measure_without_a_rhythm_is_due_on_no_day():
    rules = replace(RULES, satisfaction=(replace(VISITS, every_months=None),))
    assert [each.due_on for each in due_measures(rules, date(2026, 5, 1))] == [None]


@pytest.mark.parametrize(
    ("today", "tone"),
    [(date(2026, 12, 1), "ok"), (date(2027, 1, 15), "soon"), (date(2027, 2, 2), "late")],
)
def test_the_review_of_a_version_is_due_once(today, tone):
    rules = replace(RULES, in_force_from=SINCE, review=ReviewRule(12))
    review = due_review(rules, today)
    assert review is not None
    assert (review.due_on, review.tone) == (date(2027, 2, 1), tone)


def test_no_review_where_the_policy_asks_for_none():
    assert due_review(RULES, date(2026, 5, 1)) is None
