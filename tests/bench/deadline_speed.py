"""Due dates a second, called one by one on one core, beside three libraries that count working days.

The same starts and the same holidays for all; those libraries know no pauses, and no day that is due.
"""

import json
import statistics
import time
import warnings
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import Any

import businesstimedelta
import numpy as np
import pytz
from workalendar.asia import (
    Qatar,
)  # Sunday to Thursday, as in Saudi Arabia, which it does not know

from core.deadlines.engine.calendar import Window, WorkCalendar, week
from core.deadlines.engine.due import due
from core.deadlines.engine.lines import LineReader
from core.deadlines.engine.pauses import Pause
from core.deadlines.engine.saudi import TIMEZONE, WEEKEND, proposed_holidays, usual_calendar
from core.deadlines.engine.terms import Amount, Term, Unit

NEAR, FAR = 15, 15_000
FIRST = datetime(2026, 1, 4, 7, tzinfo=UTC)
OFFICIAL = proposed_holidays(range(2026, 2029), current_year=2026)
WORKDAYS = "1111001"
ROUNDS = 5


def figures() -> dict[str, Any]:
    plain = usual_calendar(OFFICIAL)
    split = _split()
    near = _rate(lambda start: due(_most(NEAR), start, plain), _starts(plain, 2000))
    far = _rate(lambda start: due(_most(FAR), start, plain), _starts(plain, 2000))
    days = [(start, _pauses(start)) for start in _starts(split, 2000)]
    paused = _rate(lambda case: due(_most(NEAR), case[0], split, case[1]), days)
    hours = Unit.WORKING_HOUR
    near_hours = _rate(lambda case: due(_most(40, hours), case[0], split, case[1]), days)
    far_hours = _rate(lambda case: due(_most(40_000, hours), case[0], split, case[1]), days)
    others = {
        "numpy_busday_offset": _numpy(),
        "workalendar": _workalendar(),
        "businesstimedelta": _businesstimedelta(),
    }
    return {
        "due_dates_per_second": {
            "working_days": near,
            f"working_days_{FAR}": far,
            "working_days_with_windows_and_pauses": paused,
            "working_hours_with_windows_and_pauses": near_hours,
            "working_hours_40000_with_windows_and_pauses": far_hours,
            **others,
        },
        "times_faster_than": {name: round(near / rate, 1) for name, rate in others.items()},
        "near_to_far": {
            "working_days": round(near / far, 2),
            "working_hours_with_pauses": round(near_hours / far_hours, 2),
        },
        "bulk_lines_per_second": _lines(),
    }


def _most(value: int, unit: Unit = Unit.WORKING_DAY) -> Term:
    return Term(maximum=Amount(value, unit))


def _rate(action: Callable[[Any], object], inputs: Iterable[Any]) -> int:
    """Per second of one core, the median of several rounds; not the first call, which builds tables."""
    cases = list(inputs)
    action(cases[0])
    rates = []
    for _round in range(ROUNDS):
        began = time.process_time()
        for case in cases:
            action(case)
        rates.append(len(cases) / (time.process_time() - began))
    return round(statistics.median(rates))


def _starts(calendar: WorkCalendar, number: int) -> list[datetime]:
    """Every seven hours, as many as fit before the known holidays end."""
    wanted = islice(cycle(range(2000)), number)
    return [(FIRST + timedelta(hours=7 * turn)).astimezone(calendar.zone) for turn in wanted]


def _split() -> WorkCalendar:
    windows = (Window(_at("08:00"), _at("14:00")), Window(_at("16:00"), _at("18:00")))
    hours = week(dict.fromkeys((7, 1, 2, 3, 4), windows))
    return WorkCalendar(TIMEZONE, WEEKEND, hours, holidays=OFFICIAL)


def _at(text: str) -> Any:
    return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007


def _pauses(start: datetime) -> list[Pause]:
    return [
        Pause(start + timedelta(days=1), start + timedelta(days=3)),
        Pause(start + timedelta(days=5), start + timedelta(days=6)),
    ]


def _numpy() -> int:
    calendar = np.busdaycalendar(WORKDAYS, [holiday.date for holiday in OFFICIAL])

    def one(day: Any) -> Any:
        return np.busday_offset(day, NEAR, roll="backward", busdaycal=calendar).item()

    return _rate(one, [start.date() for start in _starts(usual_calendar(), 2000)])


def _workalendar() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that its Islamic calendar is a computation
        calendar = Qatar()
        dates = [start.date() for start in _starts(usual_calendar(), 200)]
        return _rate(lambda day: calendar.add_working_days(day, NEAR), dates)


def _businesstimedelta() -> int:
    days_off = {holiday.date: holiday.name.en for holiday in OFFICIAL}
    workday = businesstimedelta.WorkDayRule(
        start_time=_at("08:00"), end_time=_at("16:00"), working_days=[6, 0, 1, 2, 3],
        tz=pytz.timezone(TIMEZONE),
    )  # fmt: skip
    rules = businesstimedelta.Rules([workday, businesstimedelta.HolidayRule(days_off)])
    whole = businesstimedelta.BusinessTimeDelta(rules, hours=8 * NEAR)
    return _rate(lambda start: start + whole, _starts(usual_calendar(), 20))


def _lines() -> int:
    windows = {str(day): [["08:00", "14:00"], ["16:00", "18:00"]] for day in (6, 0, 1, 2, 3)}
    calendar = {
        "timezone": TIMEZONE,
        "weekend": [4, 5],
        "holidays": [str(holiday.date) for holiday in OFFICIAL],
        "windows": windows,
    }
    lines = [
        json.dumps({
            "start": f"{start:%Y-%m-%dT%H:%M}", "kind": "max", "value": NEAR,
            "unit": "working_day", "calendar": calendar,
            "pauses": [[f"{pause.start:%Y-%m-%dT%H:%M}", f"{pause.end:%Y-%m-%dT%H:%M}"]
                       for pause in _pauses(start)],
        }).encode()
        for start in _starts(usual_calendar(), 2000)
    ]  # fmt: skip
    reader = LineReader()
    return _rate(reader.answer, lines)


if __name__ == "__main__":
    print(json.dumps(figures(), indent=2))
