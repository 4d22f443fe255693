"""Deadlines as JSON lines: a case in, its dates out. Whatever is wrong with a line is told in its place."""

import json
import marshal
import re
from codecs import BOM_UTF8
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, NoReturn

from core.deadlines.engine.calendar import (
    MIDNIGHT,
    AddedDay,
    CalendarProblem,
    Closure,
    Holiday,
    InvalidCalendar,
    Week,
    Window,
    Windows,
    WorkCalendar,
    week,
)
from core.deadlines.engine.due import due
from core.deadlines.engine.explain import ExplainedDay, explain
from core.deadlines.engine.pauses import Pause
from core.deadlines.engine.reasons import Name, Reason
from core.deadlines.engine.tally import NoWorkingTime
from core.deadlines.engine.terms import Amount, Term, Unit
from foundation.dates import EARLIEST, LATEST, DateOutOfRange, HijriDate

LONGEST_LINE = 1_000_000
MOST_CALENDARS = 100
MOST_DAYS_TOLD = 100 * 366
UNNAMED = Name("")

Data = dict[str, Any]
Say = Callable[[Reason], str]

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d(:\d\d)?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?", re.ASCII)
_UNITS = {unit.value: unit for unit in Unit if unit is not Unit.HIJRI_MONTH}
_PROBLEMS = {
    CalendarProblem.TIMEZONE: "timezone: no such time zone",
    CalendarProblem.WEEKDAY: "weekdays are 0 (Monday) to 6 (Sunday)",
    CalendarProblem.WINDOW: "a window closes after it opens",
    CalendarProblem.WINDOWS_OVERLAP: "windows of one day overlap",
    CalendarProblem.NO_WORKING_HOURS: "no day of the week has working time",
}


class BadLine(ValueError):
    """Its words are the answer to that line."""


class LineReader:
    """Keeps the calendars that lines have in common, so that each is worked out once."""

    def __init__(self, say: Say | None = None) -> None:
        self._say = say
        self._calendars: dict[bytes, WorkCalendar] = {}

    def answer(self, line: bytes) -> str:
        """`say` puts reasons into words; with it the answer lists the days."""
        try:
            return self._answer(_parsed(line))
        except (BadLine, NoWorkingTime) as error:
            return _refused(str(error))
        except InvalidCalendar as error:
            return _refused(f"calendar: {_PROBLEMS.get(error.problem, error.problem.value)}")
        except DateOutOfRange:
            return _refused("outside the Hijri calendar that is known (1343 to 1500 AH)")
        except (OverflowError, RecursionError, ValueError):
            return _refused("out of range")

    def _answer(self, case: Data) -> str:
        term = _term(case)
        calendar = self._calendar(_field(case, "calendar"))
        start = _instant(_field(case, "start"), "start", calendar)
        told = case.get("pauses")
        pauses = () if told is None else _pauses(told, calendar)
        found = due(term, start, calendar, pauses)
        if term.maximum is None:
            last = found.earliest_date
            dates = f'{{"due": null, "due_date": null, "earliest": {_quoted(last)}'
        else:
            # A line tells of one moment: while a pause is open there is no date, whenever it opened.
            stands = any(pause.end is None for pause in pauses)
            last = None if stands else found.due_date
            instant = _quoted(None if stands else found.due and found.due.isoformat())
            dates = f'{{"due": {instant}, "due_date": {_quoted(last)}, "earliest": null'
        if self._say is None:
            return dates + "}"
        ends = last or max(calendar.date_of(pause.start) for pause in pauses)
        if (ends - calendar.date_of(start)).days > MOST_DAYS_TOLD:
            _refuse(f"more than {MOST_DAYS_TOLD} days to explain")
        days = [_told(day, self._say) for day in explain(term, start, calendar, pauses)]
        return f'{dates}, "days": {json.dumps(days)}}}'

    def _calendar(self, data: object) -> WorkCalendar:
        if not isinstance(data, dict):
            _refuse("calendar: an object")
        # Written as bytes only to be compared, and nothing is read back from them.
        key = marshal.dumps(data, 2)
        known = self._calendars.pop(key, None) or calendar_of(data)
        if len(self._calendars) >= MOST_CALENDARS:
            del self._calendars[next(iter(self._calendars))]
        self._calendars[key] = known  # now the one used last
        return known


def calendar_of(data: Data) -> WorkCalendar:
    """A weekday that `windows` does not name is worked all day; an empty list closes it."""
    zone = _text(_field(data, "timezone"), "timezone")
    weekend = _list(_field(data, "weekend"), "weekend")
    if any(type(day) is not int or not 0 <= day <= 6 for day in weekend):
        _refuse("weekend: weekdays are 0 (Monday) to 6 (Sunday)")
    exceptions = {
        _date(day, "exceptions"): _windows(windows, f"exceptions {day}")
        for day, windows in _object(data.get("exceptions"), "exceptions").items()
    }
    holidays = _list(data.get("holidays", []), "holidays")
    return WorkCalendar(
        timezone=zone,
        weekend=frozenset(day + 1 for day in weekend),
        hours=_hours(_object(data.get("windows"), "windows")),
        holidays=tuple(_holiday(holiday) for holiday in holidays),
        closures=tuple(
            Closure(day, day, UNNAMED) for day, spans in exceptions.items() if not spans
        ),
        added_days=tuple(
            AddedDay(day, UNNAMED, spans) for day, spans in exceptions.items() if spans
        ),
    )


def _parsed(line: bytes) -> Data:
    if len(line) > LONGEST_LINE:
        _refuse(f"longer than {LONGEST_LINE} bytes")
    try:
        case = json.loads(line.removeprefix(BOM_UTF8).decode(), parse_constant=_no_number)
    except BadLine:
        raise
    except (ValueError, RecursionError):
        _refuse("not JSON" if line.strip() else "an empty line")
    if not isinstance(case, dict):
        _refuse("not a JSON object")
    return case


def _term(case: Data) -> Term:
    kind, value = _field(case, "kind"), _field(case, "value")
    unit, roll = _field(case, "unit"), case.get("roll", True)
    months = case.get("month_calendar", "gregorian")
    if type(value) is not int or value < 1:
        _refuse("value: a whole number, 1 or more")
    if type(roll) is not bool:
        _refuse("roll: true or false")
    if not (isinstance(kind, str) and isinstance(unit, str) and isinstance(months, str)):
        _refuse("kind, unit and month_calendar are words")
    return _known_term(kind, value, unit, months, roll)


@lru_cache(maxsize=4096)
def _known_term(kind: str, value: int, unit: str, months: str, roll: bool) -> Term:
    if kind not in ("max", "min"):
        _refuse("kind: max or min")
    if unit not in _UNITS:
        _refuse(f"unit: one of {', '.join(_UNITS)}")
    if months not in ("gregorian", "hijri"):
        _refuse("month_calendar: gregorian or hijri")
    hijri = unit == Unit.MONTH and months == "hijri"
    amount = Amount(value, Unit.HIJRI_MONTH if hijri else _UNITS[unit])
    if kind == "min":
        return Term(minimum=amount, rolls_to_working_day=roll)
    return Term(maximum=amount, rolls_to_working_day=roll)


def _pauses(told: object, calendar: WorkCalendar) -> tuple[Pause, ...]:
    return tuple([_pause(pause, calendar) for pause in _list(told, "pauses")])


def _pause(told: object, calendar: WorkCalendar) -> Pause:
    if not isinstance(told, list) or len(told) != 2:
        _refuse("pauses: a list of [start, end]")
    start = _instant(told[0], "pauses", calendar)
    end = None if told[1] is None else _instant(told[1], "pauses", calendar)
    try:
        return Pause(start, end)
    except ValueError:
        _refuse("pauses: a pause cannot end before it starts")


def _instant(told: object, what: str, calendar: WorkCalendar) -> datetime:
    """Without an offset, on the wall of the association."""
    if isinstance(told, str) and _INSTANT.fullmatch(told):
        with suppress(ValueError):
            instant = datetime.fromisoformat(told)
            if instant.tzinfo is None:
                # Through UTC: a wall time that the clocks skip is some other time of a real day.
                return instant.replace(tzinfo=calendar.zone).astimezone(UTC)
            return instant
    return _refuse(f"{what}: a date and time such as 2026-03-15T09:30")


def _hours(told: Data) -> Week:
    if not told.keys() <= set("0123456"):
        _refuse("windows: weekdays are 0 (Monday) to 6 (Sunday)")
    all_day = (Window(MIDNIGHT, MIDNIGHT),)
    return week(
        {
            weekday + 1: _windows(told[str(weekday)], f"windows {weekday}")
            if str(weekday) in told
            else all_day
            for weekday in range(7)
        }
    )


def _windows(told: object, what: str) -> Windows:
    windows = [_window(window, what) for window in _list(told, what)]
    return tuple(sorted(windows, key=lambda window: window.opens))


def _window(told: object, what: str) -> Window:
    if not isinstance(told, list) or len(told) != 2:
        _refuse(f"{what}: a list of [opens, closes]")
    closes = MIDNIGHT if told[1] == "24:00" else _time(told[1], what)
    if closes == MIDNIGHT and told[1] != "24:00":
        _refuse(f"{what}: a window closes after it opens")
    return Window(_time(told[0], what), closes)


def _time(told: object, what: str) -> time:
    if isinstance(told, str) and _TIME.fullmatch(told):
        with suppress(ValueError):
            return time.fromisoformat(told)
    return _refuse(f"{what}: a time such as 08:00")


def _holiday(told: object) -> Holiday:
    if isinstance(told, dict):
        name = Name(_text(told.get("name", ""), "holidays"))
        return Holiday(_date(_field(told, "date"), "holidays"), name)
    return Holiday(_date(told, "holidays"), UNNAMED)


def _date(told: object, what: str) -> date:
    if isinstance(told, str) and _DATE.fullmatch(told):
        with suppress(ValueError):
            return date.fromisoformat(told)
    return _refuse(f"{what}: a date such as 2026-03-19")


def _field(data: Data, name: str) -> Any:
    try:
        return data[name]
    except KeyError:
        _refuse(f"{name} is missing")


def _text(told: object, what: str) -> str:
    if not isinstance(told, str):
        _refuse(f"{what}: text")
    return told


def _list(told: object, what: str) -> list[Any]:
    if not isinstance(told, list):
        _refuse(f"{what}: a list")
    return told


def _object(told: object, what: str) -> Data:
    if told is None:
        return {}
    if not isinstance(told, dict):
        _refuse(f"{what}: an object")
    return told


def _no_number(constant: str) -> NoReturn:
    _refuse(f"{constant} is not JSON")


def _told(day: ExplainedDay, say: Say) -> Data:
    known = EARLIEST <= day.date <= LATEST
    return {
        "date": day.date.isoformat(),
        "hijri": HijriDate.of(day.date).isoformat() if known else None,
        "counted": day.counted,
        "why": "; ".join(say(reason) for reason in day.reasons),
    }


def _quoted(value: object) -> str:
    return "null" if value is None else f'"{value}"'


def _refused(words: str) -> str:
    return json.dumps({"error": words})


def _refuse(words: str) -> NoReturn:
    raise BadLine(words)
