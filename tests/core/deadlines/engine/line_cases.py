"""Random lines for the bulk command, and what the slow oracle answers to them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.deadlines.engine.calendar import AddedDay, Closure, Holiday, Window, WorkCalendar
from core.deadlines.engine.pauses import Pause
from core.deadlines.engine.reasons import Name
from core.deadlines.engine.terms import Amount, Term, Unit
from tests.core.deadlines.engine.cases import LONGEST, ZONES, build_first_date
from tests.core.deadlines.engine.oracle import Oracle

UNITS = ("working_day", "day", "week", "month", "working_hour", "hour")
WEEKENDS = ([4, 5], [5, 6], [4], [], [6, 0, 2])
NAME = Name("")


def build_line(pick):
    near = build_first_date(pick)
    unit = UNITS[pick(0, len(UNITS) - 1)]
    line = {
        "start": f"{near}T{clock(pick(0, 95))}",
        "kind": ("max", "max", "min")[pick(0, 2)],
        "value": pick(1, LONGEST[Unit(unit)]),
        "unit": unit,
        "calendar": build_calendar(pick, near),
    }
    if pick(0, 3) == 0:
        line["start"] += ("+03:00", "Z", "-05:00")[pick(0, 2)]
    if pick(0, 1):
        line["pauses"] = [build_pause(pick, near) for _pause in range(pick(0, 3))]
    if pick(0, 2) == 0:
        line["roll"] = bool(pick(0, 1))
    if pick(0, 2) == 0:
        line["month_calendar"] = ("hijri", "gregorian")[pick(0, 1)]
    return line


def build_calendar(pick, near):
    calendar = {
        "timezone": ZONES[pick(0, len(ZONES) - 1)],
        "weekend": WEEKENDS[pick(0, len(WEEKENDS) - 1)],
        "holidays": [day_near(pick, near) for _holiday in range(pick(0, 4))],
    }
    if pick(0, 2):
        calendar["windows"] = {
            str(weekday): build_windows(pick) for weekday in range(7) if pick(0, 4)
        }
        # Some day of the week is worked, whatever the weekend is.
        calendar["windows"]["1"] = calendar["windows"]["3"] = [["08:00", "14:00"]]
    if pick(0, 1):
        calendar["exceptions"] = {
            day_near(pick, near): build_windows(pick) for _exception in range(pick(0, 4))
        }
    return calendar


def build_windows(pick):
    latest = 96 if pick(0, 2) else 24  # the clocks change at night
    edges = sorted({pick(0, latest) for _edge in range(2 * pick(0, 3))})
    pairs = zip(edges[::2], edges[1::2], strict=False)
    windows = [[clock(opens), clock(closes)] for opens, closes in pairs]
    return windows[::-1] if pick(0, 3) == 0 else windows


def build_pause(pick, near):
    first, other = sorted(f"{day_near(pick, near)}T{clock(pick(0, 95))}" for _edge in range(2))
    return [first, None if pick(0, 9) == 0 else other]


def day_near(pick, near):
    return str(near + timedelta(days=pick(-3, 40)))


def clock(quarter):
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


def expected(line):
    """What must come out, or None where the clocks make a pause end before it starts."""
    zone = ZoneInfo(line["calendar"]["timezone"])
    pauses = []
    for first, last in line.get("pauses", []):
        start = instant(first, zone)
        end = None if last is None else instant(last, zone)
        if end is not None and end < start:
            return None
        pauses.append(Pause(start, end))
    hijri = line["unit"] == "month" and line.get("month_calendar") == "hijri"
    amount = Amount(line["value"], Unit.HIJRI_MONTH if hijri else Unit(line["unit"]))
    oracle = Oracle(calendar_of(line["calendar"]), pauses, 15)
    start, rolls = instant(line["start"], zone), line.get("roll", True)
    if line["kind"] == "min":
        found = oracle.earliest(Term(minimum=amount), start)
        earliest = None if found is None else str(found[1])
        return {"due": None, "due_date": None, "earliest": earliest}
    found = oracle.due(Term(maximum=amount, rolls_to_working_day=rolls), start)
    if found is None or any(pause.end is None for pause in pauses):
        return {"due": None, "due_date": None, "earliest": None}
    due, due_date = found
    return {
        "due": due.astimezone(zone).isoformat(),
        "due_date": str(due_date),
        "earliest": None,
    }


def instant(text, zone):
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=zone).astimezone(UTC) if at.tzinfo is None else at


def calendar_of(told):
    windows, exceptions = told.get("windows", {}), told.get("exceptions", {})
    return WorkCalendar(
        timezone=told["timezone"],
        weekend=frozenset(weekday + 1 for weekday in told["weekend"]),
        hours=tuple(
            windows_of(windows.get(str(weekday), [["00:00", "24:00"]])) for weekday in range(7)
        ),
        holidays=tuple(Holiday(date.fromisoformat(day), NAME) for day in told["holidays"]),
        closures=tuple(
            Closure(date.fromisoformat(day), date.fromisoformat(day), NAME)
            for day, spans in exceptions.items()
            if spans == []
        ),
        added_days=tuple(
            AddedDay(date.fromisoformat(day), NAME, windows_of(spans))
            for day, spans in exceptions.items()
            if spans != []
        ),
    )


def windows_of(told):
    return tuple(
        Window(time.fromisoformat(opens), time.fromisoformat(closes.replace("24:00", "00:00")))
        for opens, closes in sorted(told)
    )
