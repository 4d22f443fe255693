"""How complaints look in lists: the tone of their status, their gravity, what is due."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.complaints.enums import RightsClass, Severity
from core.complaints.settings import SETTINGS, ComplaintSettings
from core.deadlines.calendars import calendar_in_force
from core.service_requests.desk.due import Due, due_of, first_day

STATUS_TONES = {
    S.RECEIVED: "info",
    S.ACKNOWLEDGED: "info",
    S.WAITING_FOR_BENEFICIARY: "soon",
    S.SETTLING: "violet",
    S.SETTLED: "ok",
    S.INVESTIGATING: "violet",
    S.UPHELD: "ok",
    S.PARTLY_UPHELD: "ok",
    S.NOT_UPHELD: "neutral",
    S.COMPENSATING: "violet",
    S.RESOLVED: "ok",
    S.CLOSED: "neutral",
    S.WITHDRAWN: "neutral",
}
SEVERITY_TONES = {
    Severity.LOW: "neutral",
    Severity.MEDIUM: "info",
    Severity.HIGH: "soon",
    Severity.CRITICAL: "late",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A complaint as lists show it."""

    case: Case
    title: str
    subject: str
    due: Due

    @property
    def status_tone(self) -> str:
        return STATUS_TONES[S(self.case.status)]

    @property
    def severity_tone(self) -> str:
        severity = self.case.complaint.severity
        return SEVERITY_TONES[Severity(severity)] if severity else "neutral"

    @property
    def is_sensitive(self) -> bool:
        return self.case.complaint.rights_class == RightsClass.SENSITIVE


def rows_of(cases: list[Case]) -> list[Row]:
    calendar = calendar_in_force(first_day(cases))
    settings = SETTINGS.read()
    return [
        Row(case, title_of(case), subject_of(case, settings), due_of(case, calendar))
        for case in cases
    ]


def row_of(case: Case) -> Row:
    return rows_of([case])[0]


def subject_of(case: Case, settings: ComplaintSettings) -> str:
    found = settings.subject(case.complaint.subject_key)
    return str(found) if found else ""


def title_of(case: Case) -> str:
    return case.subject or _("Complaint without a title")
