"""A change to the working calendar before it is made: what it would make of a calendar at hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time

from core.deadlines.calendars import proposals, windows_for
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
from core.deadlines.enums import DayKind

WEEKDAYS = frozenset(range(1, 8))


@dataclass(frozen=True, slots=True)
class NewDay:
    kind: DayKind
    name: Name


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """The same hours on all days but the weekend's; weekdays are ISO's, 1 for Monday."""

    weekend: frozenset[int]
    opens: time
    closes: time

    @property
    def hours(self) -> Week:
        """Raises InvalidCalendar for hours that end before they begin."""
        window = Window(self.opens, self.closes)
        return week(dict.fromkeys(WEEKDAYS - self.weekend, (window,)))

    @property
    def windows(self) -> dict[str, list[list[str]]]:
        """As the settings keep them."""
        span = [self.opens.strftime("%H:%M"), self.closes.strftime("%H:%M")]
        return {str(weekday): [span] for weekday in sorted(WEEKDAYS - self.weekend)}


@dataclass(frozen=True, slots=True)
class Change:
    """`days`: what each date becomes; None: nobody has decided about it any more."""

    days: Mapping[date, NewDay | None] = field(default_factory=dict)
    week: WorkingWeek | None = None

    def may_concern(self, started_on: date) -> bool:
        """A clock counts no day before the one it started on."""
        return self.week is not None or any(day >= started_on for day in self.days)


def amended(calendar: WorkCalendar, change: Change) -> WorkCalendar:
    """The calendar with this change and no other: what was changed before and not taken over stays out."""
    hours = change.week.hours if change.week else calendar.hours
    touched = change.days.keys()
    kept = [added for added in calendar.added_days if added.date not in touched]
    if change.week:
        kept = [replace(added, windows=windows_for(added.date, hours)) for added in kept]
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
            *kept,
            *(
                AddedDay(day, new.name, windows_for(day, hours))
                for day, new in _becoming(change, DayKind.WORKING)
            ),
        ),
    )


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
