import pytest

from core.deadlines.engine.counting import days_to_count
from core.deadlines.engine.terms import Amount, Term, Unit
from tests.core.deadlines.engine.build import day


@pytest.mark.parametrize("value", [0, -1])
def test_an_amount_is_at_least_one(value):
    with pytest.raises(ValueError, match="at least one"):
        Amount(value, Unit.DAY)


def test_a_term_needs_a_bound():
    with pytest.raises(ValueError, match="minimum or a maximum"):
        Term()


@pytest.mark.parametrize("unit", [Unit.HOUR, Unit.WORKING_HOUR])
def test_hours_are_not_counted_in_days(unit):
    with pytest.raises(ValueError, match="not counted in days"):
        days_to_count(Amount(1, unit), day("2026-01-04"))
