"""How near a due date is, in the words and colours of lists and cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.actors import Actor
from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.progress import working_days_between
from core.request_types.enums import Priority
from core.service_requests.next_action import NextAction, facts_of, next_action
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
PRIORITY_TONES = {Priority.URGENT: "late", Priority.HIGH: "soon", Priority.LOW: "neutral"}


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
    next: NextAction | None = None

    @property
    def priority_tone(self) -> str:
        """Empty for what needs no word: most are of normal priority."""
        return PRIORITY_TONES.get(Priority(self.case.priority), "")


def rows_of(cases: list[Case], actor: Actor | None = None) -> list[Row]:
    """With what comes next for `actor`, where one is given."""
    calendar = calendar_in_force(first_day(cases))
    facts = facts_of(cases) if actor is not None else {}
    return [
        Row(
            case,
            due_of(case, calendar),
            status_tone(case),
            next_action(case, actor, facts[case.pk]) if actor is not None else None,
        )
        for case in cases
    ]


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


def first_day(cases: Sequence[Case]) -> date:
    """The calendar must know the years between the oldest due date and today."""
    return min([clock.today(), *(case.due_date for case in cases if case.due_date)])
