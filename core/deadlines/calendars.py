"""The association's working calendar, put together from its settings, its days and the official holidays."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from core.deadlines.engine.calendar import (
    AddedDay,
    Closure,
    Holiday,
    Week,
    Window,
    WorkCalendar,
    week,
)
from core.deadlines.engine.reasons import Name
from core.deadlines.engine.saudi import TIMEZONE, WEEKEND, proposed_holidays, usual_hours
from core.deadlines.enums import DayKind
from core.deadlines.models import CalendarDay, CalendarSettings
from foundation import clock

YEARS_AHEAD = 2


def calendar_in_force(start: date) -> WorkCalendar:
    """From `start`'s year on. Official holidays that nobody has confirmed count as proposed."""
    settings = CalendarSettings.objects.filter(pk=1).first()
    hours = hours_of(settings)
    years = range(start.year, start.year + YEARS_AHEAD + 1)
    days = list(CalendarDay.objects.filter(date__year__in=years).order_by("date"))
    return WorkCalendar(
        timezone=TIMEZONE,
        weekend=weekend_of(settings),
        hours=hours,
        holidays=_holidays(years, days),
        closures=tuple(
            Closure(day.date, day.date, _name(day)) for day in days if day.kind == DayKind.CLOSURE
        ),
        added_days=tuple(
            AddedDay(day.date, _name(day), windows_for(day.date, hours))
            for day in days
            if day.kind == DayKind.WORKING
        ),
    )


def _holidays(years: range, days: list[CalendarDay]) -> tuple[Holiday, ...]:
    decided = {day.date for day in days}
    proposed = proposals(years)
    confirmed = [Holiday(day.date, _name(day)) for day in days if day.kind == DayKind.HOLIDAY]
    return tuple(
        sorted(
            [*confirmed, *(holiday for holiday in proposed if holiday.date not in decided)],
            key=lambda holiday: holiday.date,
        )
    )


def hours_of(settings: CalendarSettings | None) -> Week:
    windows: dict[str, Any] | None = settings.windows if settings else None
    if windows is None:
        return usual_hours()
    return week(
        {
            int(weekday): [
                Window(time.fromisoformat(opens), time.fromisoformat(closes))
                for opens, closes in spans
            ]
            for weekday, spans in windows.items()
        }
    )


def weekend_of(settings: CalendarSettings | None) -> frozenset[int]:
    return frozenset(settings.weekend) if settings else WEEKEND


def proposals(years: Iterable[int]) -> tuple[Holiday, ...]:
    """The official holidays of these years, decided or not."""
    return proposed_holidays(years, current_year=clock.today().year)


def windows_for(day: date, hours: Week) -> tuple[Window, ...]:
    """A weekend day that is worked has the hours of the first day that has any."""
    return hours[day.weekday()] or next(windows for windows in hours if windows)


def _name(day: CalendarDay) -> Name:
    return Name(ar=day.label_ar, en=day.label_en)
