"""How near a due date is, in the words and colours of lists and cards."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.progress import working_days_between
from foundation import clock
from foundation.arabic import counted

SOON = 3

STATUS_TONES = {
    CaseStatus.RECEIVED: "info",
    CaseStatus.WAITING_FOR_BENEFICIARY: "soon",
    CaseStatus.COMPLETE: "ok",
    CaseStatus.UNDER_STUDY: "ok",
    CaseStatus.BEFORE_COMMITTEE: "violet",
    CaseStatus.ACCEPTED: "ok",
    CaseStatus.PARTLY_ACCEPTED: "ok",
    CaseStatus.REJECTED: "neutral",
    CaseStatus.DELIVERING: "info",
    CaseStatus.DELIVERED: "ok",
    CaseStatus.CLOSED: "neutral",
    CaseStatus.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class Due:
    """`tone`: late, soon, ok or neutral."""

    words: str
    tone: str
    icon: str = "clock"


@dataclass(frozen=True, slots=True)
class Row:
    """A request as lists show it."""

    case: Case
    due: Due
    status_tone: str


def rows_of(cases: list[Case]) -> list[Row]:
    calendar = calendar_in_force(_first_day(cases))
    return [Row(case, due_of(case, calendar), status_tone(case)) for case in cases]


def status_tone(case: Case) -> str:
    return STATUS_TONES[CaseStatus(case.status)]


def due_of(case: Case, calendar: WorkCalendar) -> Due:
    if not case.is_open:
        return Due(_("Ended"), "neutral", "done")
    if case.due_at is None or case.due_date is None:
        if case.clock_paused:
            return Due(_("Paused"), "neutral", "pause")
        return Due(_("Nothing is due"), "neutral", "check")
    left = working_days_between(clock.today(), case.due_date, calendar)
    return time_left(left, late=case.due_at < clock.now(), today=case.due_date == clock.today())


def time_left(working_days: int, *, late: bool, today: bool) -> Due:
    """`working_days`: negative once the due day is over."""
    if late:
        if working_days >= 0:
            return Due(_("Late"), "late")
        days = counted(-working_days, "working_day", oblique=True)
        return Due(_("Late by %(days)s") % {"days": days}, "late")
    if today:
        return Due(_("Due today"), "soon")
    if working_days <= 0:
        return Due(_("Due before the next working day"), "soon")
    days = counted(working_days, "working_day")
    return Due(_("%(days)s left") % {"days": days}, "soon" if working_days <= SOON else "ok")


def _first_day(cases: list[Case]) -> date:
    """The calendar must know the years between the oldest due date and today."""
    return min([clock.today(), *(case.due_date for case in cases if case.due_date)])
