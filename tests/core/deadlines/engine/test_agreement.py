import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.deadlines.engine.agreement import check, check_many
from tests.core.deadlines.engine.cases import build


@st.composite
def cases(draw):
    return build(lambda low, high: draw(st.integers(low, high)))


@pytest.mark.slow
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cases())
def test_the_engine_agrees_with_the_oracle(case):
    check(case)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_the_engine_agrees_with_the_oracle_on_ten_thousand_more(seed):
    check_many(random.Random(seed).randint, 10_000)  # noqa: S311
