import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.deadlines.engine.agreement import check
from tests.core.deadlines.engine.cases import build


@st.composite
def cases(draw):
    return build(lambda low, high: draw(st.integers(low, high)))


@pytest.mark.slow
@settings(
    max_examples=2000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cases())
def test_the_engine_agrees_with_the_oracle(case):
    check(case)
