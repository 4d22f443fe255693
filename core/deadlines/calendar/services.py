"""Everything that changes the working calendar: first planned, then shown, then applied."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction

from core.actors import Actor, name_of
from core.cases import telling
from core.cases.enums import EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.cases.timing import show_leading_clock
from core.deadlines.calendar import rules
from core.deadlines.calendar.changes import WEEKDAYS, Change, NewDay, WorkingWeek
from core.deadlines.calendar.queries import Move, Preview, open_clocks, preview
from core.deadlines.calendars import (
    YEARS_AHEAD,
    calendar_in_force,
    proposals,
    special_hours_of,
    week_data,
    windows_data,
)
from core.deadlines.engine.calendar import MIDNIGHT, SpecialHours, Windows, week
from core.deadlines.engine.reasons import Name
from core.deadlines.engine.saudi import WEEKEND, usual_hours
from core.deadlines.enums import DayKind
from core.deadlines.models import CalendarDay, CalendarSettings
from core.deadlines.services import move_clock
from foundation import audit, clock
from foundation.dates import both_calendars


def plan_days(
    *, kind: DayKind, first: date, last: date, name: Name, windows: Windows = ()
) -> Change:
    """A closure, working days or an announced holiday, from one date up to and including another.

    `windows`: the hours of these working days, where they are not those of their weekday.
    """
    days = _range(first, last)
    _check_free(days)
    if windows and kind != DayKind.WORKING:
        raise rules.OnlyWorkedDaysHaveHours
    if kind == DayKind.WORKING and not windows:
        calendar = calendar_in_force(first)
        if all(calendar.is_working_day(day) for day in days):
            raise rules.WorkedAnyway
    _check_windows(windows)
    return Change(days=dict.fromkeys(days, NewDay(kind, name, windows)))


def plan_special_hours(*, first: date, last: date, name: Name, windows: Windows) -> Change:
    """Other hours on all worked days of a range, such as Ramadan; weekend and holidays stay."""
    _range(first, last)
    if not windows:
        raise rules.NoHours
    _check_windows(windows)
    settings = CalendarSettings.objects.filter(pk=1).first()
    _check_range_free(settings, first, last)
    hours = week(dict.fromkeys(WEEKDAYS, windows))
    return Change(special={(first, last): SpecialHours(first, last, hours, name)})


def plan_usual_hours(*, first: date, last: date) -> Change:
    """The special hours of this range are taken back."""
    settings = CalendarSettings.objects.filter(pk=1).first()
    known = {(each.first, each.last) for each in special_hours_of(settings)}
    if (first, last) not in known:
        raise rules.NotInCalendar
    return Change(special={(first, last): None})


def plan_holidays(days: Iterable[date], *, observed: bool) -> Change:
    """Confirm proposed official holidays, or decline them."""
    wanted = set(days)
    proposed = {each.date: each.name for each in proposals({day.year for day in wanted})}
    taken = CalendarDay.objects.filter(date__in=wanted).exists()
    if not wanted or taken or not wanted <= proposed.keys():
        raise rules.NotProposed
    kind = DayKind.HOLIDAY if observed else DayKind.DECLINED
    return Change(days={day: NewDay(kind, proposed[day]) for day in sorted(wanted)})


def plan_removal(*, first: date, last: date) -> Change:
    """Whatever was decided about these days is taken back."""
    if last < first:
        raise rules.RangeBackwards
    found = CalendarDay.objects.filter(date__range=(first, last)).order_by("date")
    days = list(found.values_list("date", flat=True))
    if not days:
        raise rules.NotInCalendar
    return Change(days=dict.fromkeys(days))


def plan_week(
    *, weekend: Iterable[int], hours: Windows, own: Mapping[int, Windows] | None = None
) -> Change:
    """`own`: hours of weekdays that do not have the usual ones."""
    working = WorkingWeek(frozenset(weekend), hours, own or {})
    if working.weekend >= WEEKDAYS:
        raise rules.NoWorkingDay
    for windows in working.hours:
        _check_windows(windows)
    return Change(week=working)


@transaction.atomic
def apply_change(change: Change, *, actor: Actor, seen: str | None = None) -> Preview | None:
    """Write the change. `seen`: the digest of the preview that somebody confirmed; without it every
    running clock keeps its calendar. Raises PreviewOutdated where something else would move by now.
    """
    rules.check_can_edit_calendar(actor)
    moved = None
    if seen is not None:
        cases = _locked_cases()
        moved = preview(change)
        if moved.digest != seen:
            raise rules.PreviewOutdated
        _move(moved, cases, actor)
    _write(change, actor)
    audit.record(
        "calendar.change",
        actor=actor,
        obj_type=CalendarDay._meta.label_lower,
        details=_told(change) | {"moved": len(moved.moves) if moved else 0},
    )
    return moved


def _locked_cases() -> dict[Any, Case]:
    """The cases first, as every service does: nobody can change their clocks meanwhile."""
    ids = {each.case_id for each in open_clocks()}
    cases = Case.objects.filter(pk__in=ids).order_by("pk")
    return {case.pk: case for case in cases.select_for_update(of=("self",))}


def _move(moved: Preview, cases: dict[Any, Case], actor: Actor) -> None:
    for each, calendar in moved.silent:
        move_clock(each, calendar)
    # Other hours on the same day are no news to a person.
    news = {move.clock.pk for move in moved.moves if not move.same_day}
    for move in moved.moves:
        case = cases[move.clock.case_id]
        details = _details(move)
        move_clock(move.clock, move.calendar)
        record_event(
            case,
            EventName.DEADLINE_MOVED,
            actor=actor,
            visibility=Visibility.BENEFICIARY if move.clock.pk in news else Visibility.STAFF,
            details=details,
        )
    for case_id in {move.clock.case_id for move in moved.moves}:
        show_leading_clock(cases[case_id])
    for case_id in {move.clock.case_id for move in moved.moves if move.clock.pk in news}:
        telling.dates_moved(cases[case_id])


def _details(move: Move) -> dict[str, str]:
    return {
        "milestone": move.clock.milestone,
        "clause": move.clock.clause_address,
        "from": str(move.old_date),
        "to": str(move.new_date),
    }


def _write(change: Change, actor: Actor) -> None:
    if change.week or change.special:
        _write_settings(change)
    removed = [day for day, new in change.days.items() if new is None]
    CalendarDay.objects.filter(date__in=removed).delete()
    rows = [
        CalendarDay(
            date=day,
            kind=new.kind,
            label_ar=new.name.ar[: rules.LONGEST_NAME],
            label_en=new.name.en[: rules.LONGEST_NAME],
            confirmed_at=clock.now(),
            confirmed_by=name_of(actor),
            windows=windows_data(new.windows) or None,
        )
        for day, new in change.days.items()
        if new is not None
    ]
    try:
        with transaction.atomic():
            CalendarDay.objects.bulk_create(rows)
    except IntegrityError:
        # Somebody else was faster: say which day it is.
        _check_free(list(change.days))
        raise


def _write_settings(change: Change) -> None:
    usual = {"weekend": sorted(WEEKEND), "windows": week_data(usual_hours())}
    CalendarSettings.objects.get_or_create(pk=1, defaults=usual)
    settings = CalendarSettings.objects.select_for_update().get(pk=1)
    if change.week:
        settings.weekend = sorted(change.week.weekend)
        settings.windows = week_data(change.week.hours)
    for (first, last), new in change.special.items():
        settings.special_hours = [
            row
            for row in settings.special_hours
            if (row["first"], row["last"]) != (str(first), str(last))
        ]
        if new is not None:
            _check_range_free(settings, first, last)
            settings.special_hours.append(
                {
                    "first": str(first),
                    "last": str(last),
                    "ar": new.name.ar,
                    "en": new.name.en,
                    "windows": week_data(new.hours),
                }
            )
    settings.save()


def _told(change: Change) -> dict[str, Any]:
    told: dict[str, Any] = {
        "days": {
            str(day): new.kind.value if new else "removed" for day, new in change.days.items()
        }
    }
    if change.week:
        told |= {"weekend": sorted(change.week.weekend), "windows": week_data(change.week.hours)}
    if change.special:
        told["special_hours"] = {
            f"{first}/{last}": week_data(new.hours) if new else "removed"
            for (first, last), new in change.special.items()
        }
    return told


def _check_windows(windows: Windows) -> None:
    """Each after the one before; only the last may end with the day."""
    for one, other in pairwise(windows):
        if one.closes == MIDNIGHT or other.opens < one.closes:
            raise rules.HoursBackwards


def _check_range_free(settings: CalendarSettings | None, first: date, last: date) -> None:
    for each in special_hours_of(settings):
        if each.first <= last and first <= each.last:
            raise rules.RangeTaken(name=each.name.ar)


def _range(first: date, last: date) -> list[date]:
    if last < first:
        raise rules.RangeBackwards
    today = clock.today()
    earliest, latest = date(today.year - 1, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)
    if first < earliest or last > latest:
        raise rules.DateTooFar(first=both_calendars(earliest), last=both_calendars(latest))
    number = (last - first).days + 1
    if number > rules.LONGEST_RANGE:
        raise rules.RangeTooLong(limit=rules.LONGEST_RANGE)
    return [first + timedelta(days=offset) for offset in range(number)]


def _check_free(days: list[date]) -> None:
    taken = CalendarDay.objects.filter(date__in=days).order_by("date").first()
    if taken is not None:
        raise rules.DayTaken(
            day=both_calendars(taken.date), name=f"{taken.get_kind_display()} · {taken.label_ar}"
        )
