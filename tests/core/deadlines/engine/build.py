"""Short words for the engine's tests."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from core.deadlines.engine.calendar import Holiday, Window, WorkCalendar, week
from core.deadlines.engine.pauses import Pause
from core.deadlines.engine.reasons import Name
from core.deadlines.engine.saudi import proposed_holidays, usual_calendar
from core.deadlines.engine.terms import Amount, Term, Unit

RIYADH = ZoneInfo("Asia/Riyadh")
OFFICIAL = usual_calendar(proposed_holidays(range(2026, 2028), current_year=2026))
PLAIN = usual_calendar()
SUNDAY_TO_THURSDAY = (7, 1, 2, 3, 4)


def at(text, zone=RIYADH):
    """An instant from «2026-03-15 10:00», on the wall of the zone."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def day(text):
    return date.fromisoformat(text)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def window(text):
    opens, closes = (time.fromisoformat(part) for part in text.split("-"))
    return Window(opens, closes)


def working(*windows, weekend=frozenset({5, 6}), weekdays=SUNDAY_TO_THURSDAY, **exceptions):
    """A calendar with the same windows on each of its weekdays."""
    return WorkCalendar(
        timezone=exceptions.pop("timezone", "Asia/Riyadh"),
        weekend=frozenset(weekend),
        hours=week({weekday: tuple(map(window, windows)) for weekday in weekdays}),
        **exceptions,
    )


def holiday(text, name="عطلة"):
    return Holiday(day(text), Name(name))


def most(value, unit, **more):
    return Term(maximum=Amount(value, Unit(unit)), **more)


def least(value, unit):
    return Term(minimum=Amount(value, Unit(unit)))


def pause(start, end=None, reason="نقص مستند"):
    return Pause(at(start), at(end) if end else None, Name(reason))
