"""Reading the working calendar, and which open deadlines a change of it would move."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import get_language
from hijridate import Gregorian, Hijri

from core.cases.circles import open_reference
from core.cases.models import Case
from core.deadlines import queries
from core.deadlines.calendar.changes import Change, amended
from core.deadlines.calendars import (
    hours_of,
    own_hours,
    proposals,
    special_hours_of,
    weekend_of,
)
from core.deadlines.engine import calendar_data
from core.deadlines.engine.calendar import Holiday, Week, Windows, WorkCalendar
from core.deadlines.engine.due import Due, due
from core.deadlines.engine.reasons import Name
from core.deadlines.enums import ClockState, DayKind
from core.deadlines.models import CalendarDay, CalendarSettings, Clock
from foundation import clock as time

RAMADAN = 9


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline before and after a change; `calendar`: the one it would count by."""

    clock: Clock
    reference: str
    calendar: WorkCalendar
    after: Due

    @property
    def is_about_due(self) -> bool:
        """Else it is the first day that moves."""
        return self.after.due != self.clock.due_at

    @property
    def old(self) -> datetime | None:
        return self.clock.due_at if self.is_about_due else self.clock.earliest_at

    @property
    def new(self) -> datetime | None:
        return self.after.due if self.is_about_due else self.after.earliest

    @property
    def old_date(self) -> date | None:
        return self.clock.due_date if self.is_about_due else _day(self.clock.earliest_at)

    @property
    def new_date(self) -> date | None:
        return self.after.due_date if self.is_about_due else self.after.earliest_date

    @property
    def same_day(self) -> bool:
        """Other hours move a deadline within its day."""
        return self.old_date == self.new_date

    @property
    def is_later(self) -> bool:
        return self.old is not None and self.new is not None and self.new > self.old

    @property
    def is_missed_at_once(self) -> bool:
        passed = self.after.due is not None and self.after.due < time.now()
        return passed and self.clock.state != ClockState.MISSED


@dataclass(frozen=True)
class Preview:
    """`moves`: the deadlines that would move; `silent`: those that count by the changed calendar from
    now on and do not move today, of which `paused` stand still."""

    moves: tuple[Move, ...]
    silent: tuple[tuple[Clock, WorkCalendar], ...]

    @property
    def paused(self) -> int:
        return sum(clock.state == ClockState.PAUSED for clock, _calendar in self.silent)

    @property
    def later(self) -> int:
        return sum(move.is_later for move in self.moves)

    @property
    def earlier(self) -> int:
        return len(self.moves) - self.later

    @property
    def needs_an_answer(self) -> bool:
        return bool(self.moves or self.paused)

    @cached_property
    def digest(self) -> str:
        """Equal for whoever is shown the same moves."""
        told = [[str(move.clock.pk), str(move.old), str(move.after)] for move in self.moves]
        waiting = [str(clock.pk) for clock, _calendar in self.silent]
        return sha256(json.dumps([sorted(told), sorted(waiting)]).encode()).hexdigest()


def preview(change: Change) -> Preview:
    """Of all open cases; nothing is written. As many queries for one case as for a thousand."""
    clocks = open_clocks()
    cases = Case.objects.filter(pk__in={clock.case_id for clock in clocks})
    references = {
        pk: open_reference(kind, reference)
        for pk, kind, reference in cases.values_list("pk", "kind", "reference")
    }
    change_of = _changed_calendars(change)
    moves, silent = [], []
    for clock in clocks:
        calendar = change_of(clock)
        if calendar is None:
            continue
        after = due(queries.term_of(clock), clock.started_at, calendar, queries.pauses_of(clock))
        if (after.due, after.earliest) == (clock.due_at, clock.earliest_at):
            silent.append((clock, calendar))
        else:
            moves.append(Move(clock, references[clock.case_id], calendar, after))
    return Preview(tuple(moves), tuple(silent))


def open_clocks() -> list[Clock]:
    """What is still owed in cases that have not ended."""
    owed = Clock.objects.filter(
        case__closed_at=None, state__in=queries.OWED, met_at=None
    ).prefetch_related("pauses")
    return list(owed.order_by("due_at", "case__reference", "pk"))


def _changed_calendars(change: Change) -> Callable[[Clock], WorkCalendar | None]:
    """Clocks of one year mostly share a calendar, and then what was worked out of its days."""
    known: dict[str, tuple[WorkCalendar, WorkCalendar]] = {}

    def changed(clock: Clock) -> WorkCalendar | None:
        key = json.dumps(clock.calendar, sort_keys=True)
        if key not in known:
            pinned = calendar_data.from_data(clock.calendar)
            known[key] = (pinned, amended(pinned, change))
        before, after = known[key]
        concerned = before != after and change.may_concern(before.date_of(clock.started_at))
        return after if concerned else None

    return changed


@dataclass(frozen=True, slots=True)
class Official:
    """An official holiday and what was decided about it."""

    holiday: Holiday
    decided: CalendarDay | None

    @property
    def name(self) -> str:
        return _said(self.holiday.name)

    @property
    def date(self) -> date:
        return self.holiday.date

    @property
    def kind(self) -> str:
        return self.decided.kind if self.decided else ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row that were entered as one."""

    first: date
    last: date
    kind: DayKind
    name: str
    decided_by: str
    windows: Windows = ()

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Season:
    """Other hours for a range of dates."""

    first: date
    last: date
    name: str
    windows: Windows


@dataclass(frozen=True, slots=True)
class Ramadan:
    """By the tables; `is_estimate`: its first day is sighted shortly before."""

    hijri_year: int
    first: date
    last: date
    name: Name
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """`own`: hours of weekdays that do not have the usual ones; `ramadans`: those without hours yet."""

    weekend: frozenset[int]
    hours: Windows
    own: dict[int, Windows]
    special: list[Season]
    ramadans: list[Ramadan]
    official: dict[int, list[Official]]
    spans: list[Span]


def overview() -> Overview:
    """This year and the next; days that were added, from a year back on."""
    this_year = time.today().year
    years = (this_year, this_year + 1)
    days = list(CalendarDay.objects.filter(date__year__gte=this_year - 1).order_by("date"))
    by_date = {day.date: day for day in days}
    official = [Official(holiday, by_date.get(holiday.date)) for holiday in proposals(years)]
    decisions = {
        each.date for each in official if each.kind in (DayKind.HOLIDAY, DayKind.DECLINED)
    }
    settings = CalendarSettings.objects.filter(pk=1).first()
    special = special_hours_of(settings)
    usual, own = hours_by_day(settings)
    return Overview(
        weekend=weekend_of(settings),
        hours=usual,
        own=own,
        special=[
            Season(each.first, each.last, _said(each.name), _most_common(each.hours))
            for each in special
            if each.last.year >= this_year - 1
        ],
        ramadans=[
            month
            for month in ramadans()
            if month.last >= time.today()
            and not any(each.first <= month.last and month.first <= each.last for each in special)
        ],
        official={year: [each for each in official if each.date.year == year] for year in years},
        spans=_spans(day for day in days if day.date not in decisions),
    )


def hours_by_day(settings: CalendarSettings | None) -> tuple[Windows, dict[int, Windows]]:
    """Those that most worked days have, and the days that have others."""
    hours = hours_of(settings)
    usual = _most_common(hours)
    off = weekend_of(settings)
    return usual, {
        day: windows
        for day, windows in enumerate(hours, start=1)
        if day not in off and windows and windows != usual
    }


def ramadans() -> list[Ramadan]:
    """That of this year and the next."""
    years = (time.today().year, time.today().year + 1)
    hijri = range(Gregorian(years[0], 1, 1).to_hijri().year, years[1] - 570)
    found = [_ramadan(year) for year in hijri]
    return [month for month in found if month.first.year in years]


def _ramadan(year: int) -> Ramadan:
    begins = Hijri(year, RAMADAN, 1)
    first = date(*begins.to_gregorian().datetuple())
    return Ramadan(
        hijri_year=year,
        first=first,
        last=first + timedelta(days=begins.month_length() - 1),
        name=Name(ar=f"رمضان {year}", en=f"Ramadan {year}"),
        is_estimate=first > time.today(),
    )


def _most_common(hours: Week) -> Windows:
    return Counter(windows for windows in hours if windows).most_common(1)[0][0]


def _spans(days: Iterable[CalendarDay]) -> list[Span]:
    spans: list[Span] = []
    for day in days:
        last = spans[-1] if spans else None
        name = _said(Name(ar=day.label_ar, en=day.label_en))
        said = (DayKind(day.kind), name, day.confirmed_by, own_hours(day))
        if (
            last is not None
            and (day.date - last.last).days == 1
            and said == (last.kind, last.name, last.decided_by, last.windows)
        ):
            spans[-1] = Span(last.first, day.date, *said)
        else:
            spans.append(Span(day.date, day.date, *said))
    return spans


def _said(name: Name) -> str:
    return name.text(get_language() or "ar")


def _day(instant: datetime | None) -> date | None:
    return timezone.localdate(instant) if instant is not None else None
