"""Requests as a table to take away: for spreadsheets and for paper."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _
from openpyxl import Workbook

from core.cases.models import Case
from core.deadlines.calendars import calendar_in_force
from core.service_requests.desk.due import due_of, first_day
from foundation.spreadsheet import harmless

MOST_TAKEN: Final = 5000


@dataclass(frozen=True, slots=True)
class Line:
    case: Case
    due: str


def lines(cases: Sequence[Case]) -> list[Line]:
    calendar = calendar_in_force(first_day(cases))
    return [Line(case, due_of(case, calendar).words) for case in cases]


def table(cases: Sequence[Case]) -> tuple[list[str], list[list[str]]]:
    head = [
        _("Reference"),
        _("Received"),
        _("Subject"),
        _("Name"),
        _("Channel"),
        _("Status"),
        _("Priority"),
        pgettext("assignee", "With"),
        _("Due on"),
        _("Deadline"),
        _("Policy version"),
    ]
    return head, [_cells(line) for line in lines(cases)]


def workbook(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.append([harmless(cell) for cell in head])
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(line: Line) -> list[str]:
    case = line.case
    return [
        case.reference,
        f"{timezone.localtime(case.received_at):%Y-%m-%d}",
        case.subject,
        case.person.name,
        case.channel_label,
        str(case.get_status_display()),
        str(case.get_priority_display()),
        case.assignee.display_name if case.assignee else "",
        f"{case.due_date:%Y-%m-%d}" if case.due_date else "",
        line.due,
        case.policy_label,
    ]
