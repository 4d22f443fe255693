"""What is usual in Saudi Arabia: the official holidays as proposals, weekend and office hours."""

from collections.abc import Iterable
from datetime import date, time

import holidays

from core.deadlines.engine.calendar import Holiday, Week, Window, WorkCalendar, week
from core.deadlines.engine.reasons import Name

TIMEZONE = "Asia/Riyadh"
WEEKEND = frozenset({5, 6})
_WORKING_WEEKDAYS = (7, 1, 2, 3, 4)
# Their dates follow the sighted moon and are announced shortly before.
_LUNAR = ("Eid al-Fitr", "Eid al-Adha", "Day of Arafah")


def proposed_holidays(years: Iterable[int], *, current_year: int) -> tuple[Holiday, ...]:
    """Public holidays in order; those by the moon after the current year are estimates."""
    wanted = sorted(set(years))
    arabic = _public(wanted, "ar")
    english = _public(wanted, "en_US")
    return tuple(
        Holiday(
            day,
            Name(ar=arabic[day], en=english[day]),
            estimated=day.year > current_year and _is_lunar(english[day]),
        )
        for day in sorted(arabic)
        if day.year in wanted
    )


def usual_hours() -> Week:
    """Sunday to Thursday, 08:00 to 16:00."""
    return week(dict.fromkeys(_WORKING_WEEKDAYS, (Window(time(8), time(16)),)))


def usual_calendar(official: tuple[Holiday, ...] = ()) -> WorkCalendar:
    return WorkCalendar(timezone=TIMEZONE, weekend=WEEKEND, hours=usual_hours(), holidays=official)


def _public(years: list[int], language: str) -> dict[date, str]:
    found = holidays.country_holidays(
        "SA", years=years, language=language, categories=holidays.PUBLIC
    )
    return dict(found.items())


def _is_lunar(english: str) -> bool:
    return any(name in english for name in _LUNAR)
