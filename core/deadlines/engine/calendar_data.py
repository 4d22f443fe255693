"""A calendar as JSON and back, so that a clock can keep the one in force at its start."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import lru_cache
from typing import Any

from core.deadlines.engine.calendar import (
    AddedDay,
    Closure,
    Holiday,
    SpecialHours,
    Week,
    Window,
    Windows,
    WorkCalendar,
)
from core.deadlines.engine.reasons import Name

Data = dict[str, Any]
MOST_CALENDARS = 100


def to_data(calendar: WorkCalendar) -> Data:
    """Equal calendars give equal data; only JSON types inside."""
    return {
        "timezone": calendar.timezone,
        "weekend": sorted(calendar.weekend),
        "hours": _hours_out(calendar.hours),
        "holidays": [
            {"date": str(holiday.date), **_name_out(holiday.name), "estimated": holiday.estimated}
            for holiday in calendar.holidays
        ],
        "closures": [
            {"first": str(closure.first), "last": str(closure.last), **_name_out(closure.name)}
            for closure in calendar.closures
        ],
        "added_days": [
            {
                "date": str(added.date),
                "windows": _windows_out(added.windows),
                **_name_out(added.name),
            }
            for added in calendar.added_days
        ],
        "special_hours": [
            {
                "first": str(special.first),
                "last": str(special.last),
                "hours": _hours_out(special.hours),
                **_name_out(special.name),
            }
            for special in calendar.special_hours
        ],
    }


def from_data(data: Data) -> WorkCalendar:
    """Raises InvalidCalendar where the data break a rule. Equal data give the same calendar."""
    return _built(json.dumps(data))


@lru_cache(maxsize=MOST_CALENDARS)
def _built(text: str) -> WorkCalendar:
    """Clocks pinned to one calendar share it, and what has been worked out of it."""
    data = json.loads(text)
    return WorkCalendar(
        timezone=data["timezone"],
        weekend=frozenset(data["weekend"]),
        hours=_hours_in(data["hours"]),
        holidays=tuple(
            Holiday(_date(row["date"]), _name_in(row), row["estimated"])
            for row in data["holidays"]
        ),
        closures=tuple(
            Closure(_date(row["first"]), _date(row["last"]), _name_in(row))
            for row in data["closures"]
        ),
        added_days=tuple(
            AddedDay(_date(row["date"]), _name_in(row), _windows_in(row["windows"]))
            for row in data["added_days"]
        ),
        special_hours=tuple(
            SpecialHours(
                _date(row["first"]), _date(row["last"]), _hours_in(row["hours"]), _name_in(row)
            )
            for row in data["special_hours"]
        ),
    )


def _name_out(name: Name) -> dict[str, str]:
    return {"ar": name.ar, "en": name.en}


def _name_in(row: Data) -> Name:
    return Name(ar=row["ar"], en=row["en"])


def _windows_out(windows: Windows) -> list[list[str]]:
    return [[window.opens.isoformat(), window.closes.isoformat()] for window in windows]


def _windows_in(windows: Iterable[Sequence[str]]) -> Windows:
    return tuple(
        Window(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in windows
    )


def _hours_out(hours: Week) -> list[list[list[str]]]:
    return [_windows_out(windows) for windows in hours]


def _hours_in(hours: Iterable[Iterable[Sequence[str]]]) -> Week:
    return tuple(_windows_in(windows) for windows in hours)


def _date(text: str) -> date:
    return date.fromisoformat(text)
