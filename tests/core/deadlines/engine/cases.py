"""Random cases for the engine, from any source of whole numbers, so that Hypothesis can shrink them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.deadlines.engine.calendar import (
    AddedDay,
    Closure,
    Holiday,
    SpecialHours,
    Window,
    WorkCalendar,
)
from core.deadlines.engine.pauses import Pause
from core.deadlines.engine.reasons import Name
from core.deadlines.engine.terms import Amount, Term, Unit

ZONES = (
    "Asia/Riyadh", "Africa/Cairo", "Europe/Berlin", "America/New_York", "Asia/Kathmandu",
    "Australia/Lord_Howe", "America/Nuuk", "UTC",
)  # fmt: skip
TURNS = ((3, 8), (3, 28), (4, 4), (4, 23), (10, 3), (10, 24), (10, 28), (10, 31))
WEEKENDS = ({5, 6}, {6, 7}, {5}, set(), {4, 5}, {5, 6, 7})
LONGEST = {
    Unit.WORKING_DAY: 40,
    Unit.DAY: 60,
    Unit.WEEK: 8,
    Unit.MONTH: 8,
    Unit.HIJRI_MONTH: 6,
    Unit.WORKING_HOUR: 9,
    Unit.HOUR: 60,
}
NAME = Name("اسم", "Name")


@dataclass(frozen=True)
class Case:
    term: Term
    start: datetime
    calendar: WorkCalendar
    pauses: tuple[Pause, ...]
    grain: int
    """Minutes that all times are multiples of, so that the oracle need not step by one."""


def build(pick):
    """`pick(low, high)` gives a whole number between both, including them."""
    return next(build_some(pick, 1))


def build_some(pick, number):
    """Cases that share a calendar, so that many of them take little time."""
    grain = 1 if pick(0, 59) == 0 else 15
    first = build_first_date(pick)
    calendar = build_calendar(pick, first)
    for _case in range(number):
        day = first + timedelta(days=pick(-3, 12) if number > 1 else 0)
        start = build_start(pick, day, calendar, grain)
        amounts = build_amounts(pick, grain)
        term = Term(amounts[0], amounts[1], rolls_to_working_day=pick(0, 3) > 0)
        yield Case(term, start, calendar, build_pauses(pick, start, calendar, grain), grain)


def build_first_date(pick):
    """Often just before the clocks change somewhere."""
    if pick(0, 1):
        return date(pick(2024, 2030), *TURNS[pick(0, len(TURNS) - 1)])
    return date(2024, 1, 1) + timedelta(days=pick(0, 2500))


def build_start(pick, day, calendar, grain):
    zone = ZoneInfo(calendar.timezone)
    minute = pick(0, 24 * 60 // grain - 1) * grain
    at = datetime.combine(day, time(minute // 60, minute % 60), zone)
    # Through UTC: a wall time that daylight saving leaves out does not exist.
    return at.astimezone(UTC).astimezone(zone)


def build_amounts(pick, grain):
    """Minimum and maximum: mostly the maximum alone."""
    kind = pick(0, 9)
    minimum = build_amount(pick, grain) if kind < 4 else None
    maximum = build_amount(pick, grain) if kind > 0 else None
    return minimum, maximum


def build_amount(pick, grain):
    unit = list(Unit)[pick(0, len(Unit) - 1)]
    longest = LONGEST[unit]
    if grain == 1 and unit in (Unit.HOUR, Unit.WORKING_HOUR):
        longest = 6
    return Amount(pick(1, longest), unit)


def build_calendar(pick, start_date):
    weekend = frozenset(WEEKENDS[pick(0, len(WEEKENDS) - 1)])
    hours = build_week(pick)
    if not any(hours[weekday - 1] for weekday in {1, 2, 3, 4, 5, 6, 7} - weekend):
        hours = ((Window(time(8), time(16)),), *hours[1:])
    near = near_days(pick, start_date)
    closures = tuple(
        Closure(first := near(), first + timedelta(days=pick(0, 12)), NAME)
        for _closure in range(pick(0, 2))
    )
    if pick(0, 40) == 0:
        closures += (Closure(start_date, start_date + timedelta(days=pick(30, 90)), NAME),)
    return WorkCalendar(
        timezone=ZONES[pick(0, len(ZONES) - 1)],
        weekend=weekend,
        hours=hours,
        holidays=tuple(Holiday(near(), NAME) for _holiday in range(pick(0, 5))),
        closures=closures,
        added_days=build_added_days(pick, near, closures),
        special_hours=build_special_hours(pick, near),
    )


def near_days(pick, start_date):
    return lambda: start_date + timedelta(days=pick(-3, 60))


def build_added_days(pick, near, closures):
    dates = {near() for _added in range(pick(0, 3))}
    return tuple(
        AddedDay(day, NAME, build_windows(pick) or (Window(time(9), time(12)),))
        for day in sorted(dates)
        if not any(closure.first <= day <= closure.last for closure in closures)
    )


def build_special_hours(pick, near):
    if pick(0, 2) > 0:
        return ()
    first = near()
    return (SpecialHours(first, first + timedelta(days=29), build_week(pick), NAME),)


def build_week(pick):
    usual = build_windows(pick)
    return tuple(usual if pick(0, 3) else build_windows(pick) for _weekday in range(7))


def build_windows(pick):
    """None to three windows on quarters of an hour; the last one may end with the day."""
    kind = pick(0, 7)
    if kind == 0:
        return (Window(time(0), time(0)),)
    earliest, latest = {1: (0, 24), 2: (0, 96)}.get(kind, (24, 96))  # the clocks change at night
    edges = sorted({pick(earliest, latest) for _edge in range(2 * pick(0, 3))})
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Window(quarter(opens), quarter(closes)) for opens, closes in pairs)


def quarter(number):
    return time(number // 4 % 24, number % 4 * 15)


def build_pauses(pick, start, calendar, grain):
    pauses = []
    for _pause in range(pick(0, 4)):
        first = build_instant(pick, start, calendar, grain)
        other = build_instant(pick, start, calendar, grain)
        pauses.append(Pause(min(first, other), max(first, other), NAME))
    if pick(0, 7) == 0:
        pauses.append(Pause(build_instant(pick, start, calendar, grain), None, NAME))
    return tuple(pauses)


def build_instant(pick, start, calendar, grain):
    """Often exactly where a day closes, where mistakes hide."""
    days = pick(-3, 45)
    kind = pick(0, 3)
    day = calendar.date_of(start) + timedelta(days=days)
    if kind == 0:
        return calendar.closes(day) or calendar.ends(day)
    if kind == 1:
        return calendar.ends(day)
    minutes = pick(0, 24 * 60 // grain) * grain
    return start.astimezone(UTC) + timedelta(days=days, minutes=minutes)
