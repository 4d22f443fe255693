"""A change to the working calendar before it is made: what it would make of a calendar at hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from core.deadlines.calendars import proposals, windows_for
from core.deadlines.engine.calendar import (
    AddedDay,
    Closure,
    Holiday,
    SpecialHours,
    Week,
    Windows,
    WorkCalendar,
    week,
)
from core.deadlines.engine.reasons import Name
from core.deadlines.enums import DayKind

WEEKDAYS = frozenset(range(1, 8))
Range = tuple[date, date]


@dataclass(frozen=True, slots=True)
class NewDay:
    """`windows`: the hours of this one date; empty: those of its weekday."""

    kind: DayKind
    name: Name
    windows: Windows = ()


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """The same hours on all days but the weekend's and those that have their own; weekdays are ISO's."""

    weekend: frozenset[int]
    usual: Windows
    own: Mapping[int, Windows] = field(default_factory=dict)

    @property
    def hours(self) -> Week:
        worked = sorted(WEEKDAYS - self.weekend)
        return week({weekday: self.own.get(weekday, self.usual) for weekday in worked})


@dataclass(frozen=True, slots=True)
class Change:
    """`days`: what each date becomes; None: nobody has decided about it any more.

    `special`: other hours for a range of dates; None: the usual ones again.
    """

    days: Mapping[date, NewDay | None] = field(default_factory=dict)
    week: WorkingWeek | None = None
    special: Mapping[Range, SpecialHours | None] = field(default_factory=dict)

    def may_concern(self, started_on: date) -> bool:
        """A clock counts no day before the one it started on."""
        return (
            self.week is not None
            or any(day >= started_on for day in self.days)
            or any(last >= started_on for _first, last in self.special)
        )


def amended(calendar: WorkCalendar, change: Change) -> WorkCalendar:
    """The calendar with this change and no other: what was changed before and not taken over stays out."""
    hours = change.week.hours if change.week else calendar.hours
    special = _special(calendar, change)
    touched = change.days.keys()
    return replace(
        calendar,
        weekend=change.week.weekend if change.week else calendar.weekend,
        hours=hours,
        holidays=tuple(
            sorted(
                [
                    *(holiday for holiday in calendar.holidays if holiday.date not in touched),
                    *_holidays(change),
                ],
                key=lambda holiday: holiday.date,
            )
        ),
        closures=(
            *(closure for closure in calendar.closures if closure.first not in touched),
            *(Closure(day, day, new.name) for day, new in _becoming(change, DayKind.CLOSURE)),
        ),
        added_days=(
            *(
                _in_new_hours(added, calendar, hours, special)
                for added in calendar.added_days
                if added.date not in touched
            ),
            *(
                AddedDay(day, new.name, new.windows or windows_for(day, hours, special))
                for day, new in _becoming(change, DayKind.WORKING)
            ),
        ),
        special_hours=special,
    )


def _special(calendar: WorkCalendar, change: Change) -> tuple[SpecialHours, ...]:
    """What a new range overlaps gives way to it."""
    new = [each for each in change.special.values() if each is not None]
    kept = [
        each
        for each in calendar.special_hours
        if (each.first, each.last) not in change.special
        and not any(each.first <= other.last and other.first <= each.last for other in new)
    ]
    return tuple(sorted([*kept, *new], key=lambda each: each.first))


def _in_new_hours(
    added: AddedDay, calendar: WorkCalendar, hours: Week, special: tuple[SpecialHours, ...]
) -> AddedDay:
    """Where it had the hours of its weekday, it follows them."""
    followed = windows_for(added.date, calendar.hours, calendar.special_hours)
    if added.windows != followed:
        return added
    return replace(added, windows=windows_for(added.date, hours, special))


def _holidays(change: Change) -> Iterable[Holiday]:
    for day, new in _becoming(change, DayKind.HOLIDAY):
        yield Holiday(day, new.name)
    undecided = {day for day, new in change.days.items() if new is None}
    if undecided:
        official = proposals({day.year for day in undecided})
        yield from (holiday for holiday in official if holiday.date in undecided)


def _becoming(change: Change, kind: DayKind) -> Iterable[tuple[date, NewDay]]:
    for day, new in sorted(change.days.items()):
        if new is not None and new.kind == kind:
            yield day, new
