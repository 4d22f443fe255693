"""Complaints as a table to take away. No amount stands in it but for those who may see it."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.cases.models import Case
from core.complaints.amounts import open_amounts
from core.complaints.desk.due import Row, rows_of
from tenants.people.models import User


def table(cases: Sequence[Case], actor: User) -> tuple[list[str], list[list[str]]]:
    head = [
        _("Reference"),
        _("Received"),
        _("Title"),
        _("Subject"),
        _("Class"),
        _("Severity"),
        _("Confidentiality"),
        _("Channel"),
        _("Status"),
        _("Finding"),
        _("Compensation"),
        _("Amount agreed, in riyals"),
        pgettext("assignee", "With"),
        _("Due on"),
        _("Deadline"),
    ]
    amounts = open_amounts(actor, cases)
    return head, [_cells(row, amounts) for row in rows_of(list(cases))]


def _cells(row: Row, amounts: dict[UUID, Decimal]) -> list[str]:
    case, complaint = row.case, row.case.complaint
    amount = amounts.get(case.pk)
    return [
        case.reference,
        f"{timezone.localtime(case.received_at):%Y-%m-%d}",
        row.title,
        row.subject,
        str(complaint.get_rights_class_display()),
        str(complaint.get_severity_display()),
        str(complaint.get_confidentiality_display()),
        case.channel_label,
        str(case.get_status_display()),
        str(complaint.get_finding_display()),
        str(complaint.get_compensation_display()),
        "" if amount is None else str(amount),
        case.assignee.display_name if case.assignee else "",
        f"{case.due_date:%Y-%m-%d}" if case.due_date else "",
        row.due.words,
    ]
