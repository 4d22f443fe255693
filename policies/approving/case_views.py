"""The open cases that a version would take over: their dates now and then."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.cases.repinning import Change, Fate
from core.deadlines.phrases import MILESTONES
from foundation.spreadsheet import csv_table
from policies.board.moving import cases_before, changes_for
from policies.pages import found, with_tone
from tenants.people.access import any_permission_required, person
from tenants.people.roles import Permission
from ui.files import as_file

PER_PAGE = 25
DECIDING = (Permission.EDIT_POLICIES, Permission.RECORD_APPROVAL)


@any_permission_required(*DECIDING)
@require_safe
def open_cases(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    changes = changes_for(version)
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "policies/approving/open_cases.html",
        {
            **with_tone(version),
            "cases": cases_before(version).count(),
            "moved": sum(change.fate != Fate.SAME for change in changes),
            "late": sum(change.is_late_at_once for change in changes),
            "page": page,
            "rows": [{"change": change, "what": MILESTONES[change.milestone]} for change in page],
            "may_see_cases": person(request).has_permission(Permission.VIEW_CASES),
        },
    )


@any_permission_required(*DECIDING)
@require_safe
def open_cases_csv(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    head = [
        _("Case"), _("What it waits for"), _("Due now"), _("Due then"), _("Days"), _("The change"),
    ]  # fmt: skip
    rows = (
        (
            change.case.reference or _("A case that is kept closed"),
            str(MILESTONES[change.milestone]),
            str(change.old_date or ""),
            str(change.new_date or ""),
            _days(change),
            fate_words(change),
        )
        for change in changes_for(version)
    )
    name = f"open-cases-version-{version.number}.csv"
    return as_file(csv_table(head, rows), "text/csv; charset=utf-8", name)


def _days(change: Change) -> str:
    if change.old_date is None or change.new_date is None:
        return ""
    return str((change.new_date - change.old_date).days)


def fate_words(change: Change) -> str:
    match change.fate:
        case Fate.BEGUN:
            return _("Promised from then on")
        case Fate.RELEASED:
            return _("Not promised any more")
        case Fate.SAME:
            return _("Stays")
        case _ if change.is_paused:
            return _("Stands still")
        case _:
            return _("Later") if change.is_later else _("Earlier")
