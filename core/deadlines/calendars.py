"""The association's working calendar, put together from its settings, its days and the official holidays."""

from collections.abc import Iterable, Mapping
from datetime import date, time
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
    hours, special = hours_of(settings), special_hours_of(settings)
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
            AddedDay(day.date, _name(day), own_hours(day) or windows_for(day.date, hours, special))
            for day in days
            if day.kind == DayKind.WORKING
        ),
        special_hours=tuple(each for each in special if each.last.year >= start.year),
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
    return week_of(settings.windows) if settings else usual_hours()


def special_hours_of(settings: CalendarSettings | None) -> tuple[SpecialHours, ...]:
    """In order; they never overlap."""
    rows = settings.special_hours if settings else []
    return tuple(
        SpecialHours(
            date.fromisoformat(row["first"]),
            date.fromisoformat(row["last"]),
            week_of(row["windows"]),
            Name(ar=row["ar"], en=row["en"]),
        )
        for row in sorted(rows, key=lambda row: str(row["first"]))
    )


def own_hours(day: CalendarDay) -> Windows:
    """Of this one date; empty where it has those of its weekday."""
    return _windows(day.windows or ())


def week_of(windows: Mapping[str, Any]) -> Week:
    """As the settings keep it, by ISO weekday."""
    return week({int(weekday): _windows(spans) for weekday, spans in windows.items()})


def week_data(hours: Week) -> dict[str, list[list[str]]]:
    """For the settings to keep; days without hours stay out."""
    return {
        str(weekday): windows_data(windows)
        for weekday, windows in enumerate(hours, start=1)
        if windows
    }


def windows_data(windows: Windows) -> list[list[str]]:
    return [[f"{span.opens:%H:%M}", f"{span.closes:%H:%M}"] for span in windows]


def _windows(spans: Iterable[Any]) -> Windows:
    return tuple(
        Window(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans
    )


def weekend_of(settings: CalendarSettings | None) -> frozenset[int]:
    return frozenset(settings.weekend) if settings else WEEKEND


def proposals(years: Iterable[int]) -> tuple[Holiday, ...]:
    """The official holidays of these years, decided or not."""
    return proposed_holidays(years, current_year=clock.today().year)


def windows_for(day: date, hours: Week, special: Iterable[SpecialHours] = ()) -> Windows:
    """A weekend day that is worked has the hours of the first day that has any."""
    of_season = (each.hours for each in special if each.first <= day <= each.last)
    in_force = next(of_season, hours)
    return in_force[day.weekday()] or next(windows for windows in in_force if windows)


def _name(day: CalendarDay) -> Name:
    return Name(ar=day.label_ar, en=day.label_en)
