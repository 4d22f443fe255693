"""What the policy asks to be done again and again: measuring satisfaction, reviewing the policy itself."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.rules import GoverningRules, ReviewRule, SatisfactionMeasure
from foundation.dates import add_months

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class DueMeasure:
    """`due_on`: None where the policy does not say how often."""

    measure: SatisfactionMeasure
    due_on: date | None


@dataclass(frozen=True, slots=True)
class DueReview:
    rule: ReviewRule
    due_on: date
    days_left: int
    """Negative once the day has passed."""

    @property
    def tone(self) -> str:
        if self.days_left < 0:
            return "late"
        return "soon" if self.days_left <= SOON_DAYS else "ok"


def due_measures(rules: GoverningRules, today: date) -> list[DueMeasure]:
    """Counted from the day on which the version came into force: the next time, today included."""
    since = timezone.localtime(rules.in_force_from).date()
    return [
        DueMeasure(measure, _next(since, measure.every_months, today))
        for measure in rules.satisfaction
    ]


def due_review(rules: GoverningRules, today: date) -> DueReview | None:
    """None where the policy asks for no review. Only a new version ends the wait for it."""
    if rules.review is None:
        return None
    since = timezone.localtime(rules.in_force_from).date()
    due_on = add_months(since, rules.review.every_months)
    return DueReview(rules.review, due_on, (due_on - today).days)


def _next(since: date, every_months: int | None, today: date) -> date | None:
    if every_months is None:
        return None
    times = 1
    while (due_on := add_months(since, times * every_months)) < today:
        times += 1
    return due_on
