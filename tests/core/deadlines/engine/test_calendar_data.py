import json
import random

import pytest

from core.deadlines.engine.calendar import InvalidCalendar
from core.deadlines.engine.calendar_data import from_data, to_data
from tests.core.deadlines.engine.build import OFFICIAL, day
from tests.core.deadlines.engine.cases import build_calendar


@pytest.mark.parametrize("seed", range(50))
def test_a_calendar_comes_back_from_json(seed):
    calendar = build_calendar(random.Random(seed).randint, day("2026-01-04"))  # noqa: S311

    assert from_data(json.loads(json.dumps(to_data(calendar)))) == calendar


def test_the_official_calendar_comes_back_with_its_names():
    back = from_data(json.loads(json.dumps(to_data(OFFICIAL))))

    assert back == OFFICIAL
    assert any(holiday.estimated for holiday in back.holidays)


def test_data_that_break_a_rule_are_refused():
    data = to_data(OFFICIAL)

    with pytest.raises(InvalidCalendar):
        from_data({**data, "weekend": [1, 2, 3, 4, 5, 6, 7]})
