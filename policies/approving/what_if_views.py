"""The pages and exports of «what if»."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.deadlines.phrases import MILESTONES, STARTS
from foundation.spreadsheet import csv_table
from policies.approving.what_if import MOST_CASES, Cases, Outcome, WhatIf, as_table, what_if
from policies.board.moving import deadlines_of
from policies.models import PolicyVersion
from policies.pages import found, with_tone
from policies.rules import WHAT_IF
from tenants.people.access import any_permission_required, person
from tenants.people.roles import Permission
from ui.files import as_file

PER_PAGE = 25
MONTHS = (3, 6, 12)
CASES = {Cases.ALL: _("All cases"), Cases.CLOSED: _("Ended"), Cases.OPEN: _("Open")}
SIDES = {"before": _("As it happened"), "after": _("With these deadlines")}
OUTCOMES = {
    Outcome.KEPT: _("Kept"),
    Outcome.LATE: _("Late"),
    Outcome.WAITING: _("Not decided yet"),
}


@any_permission_required(*WHAT_IF)
@require_safe
def page(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    answer = _asked(request, version)
    context: dict[str, Any] = {
        **with_tone(version),
        "answer": answer,
        "most": MOST_CASES,
        "months": MONTHS,
        "cases": CASES.items(),
        "chosen_months": _months(request),
        "chosen_cases": _cases(request),
        "rows": [
            {"row": row, "what": MILESTONES[row.milestone], "since": STARTS[row.start]}
            for row in answer.rows
        ],
        "may_see_cases": person(request).has_permission(Permission.VIEW_CASES),
    }
    if key := request.GET.get("promise"):
        context |= _behind(request, answer, key)
    return render(request, "policies/approving/what_if.html", context)


def _behind(request: HttpRequest, answer: WhatIf, key: str) -> dict[str, Any]:
    """The cases that one figure counts."""
    row, side = answer.row(key), request.GET.get("side", "")
    if row is None or side not in SIDES:
        raise Http404
    try:
        outcome = Outcome(request.GET.get("outcome", ""))
    except ValueError as error:
        raise Http404 from error
    figures = row.before if side == "before" else row.after
    listed = Paginator(figures.of(outcome), PER_PAGE).get_page(request.GET.get("page"))
    title = f"{MILESTONES[row.milestone]} · {SIDES[side]} · {OUTCOMES[outcome]}"
    return {"behind": title, "page": listed}


@any_permission_required(*WHAT_IF)
@require_safe
def as_csv(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    rows = as_table(_asked(request, version))
    head = list(rows[0]) if rows else []
    text = csv_table(head, (list(row.values()) for row in rows))
    name = f"what-if-version-{version.number}.csv"
    return as_file(text, "text/csv; charset=utf-8", name)


@any_permission_required(*WHAT_IF)
@require_safe
def as_json(request: HttpRequest, version_id: UUID) -> JsonResponse:
    version = found(version_id)
    answer = _asked(request, version)
    told = {
        "version": version.number,
        "since": answer.since,
        "cases": answer.cases,
        "cut": answer.is_cut,
        "promises": as_table(answer),
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _asked(request: HttpRequest, version: PolicyVersion) -> WhatIf:
    return what_if(deadlines_of(version), months=_months(request), cases=_cases(request))


def _months(request: HttpRequest) -> int:
    typed = request.GET.get("months", "")
    return int(typed) if typed in {str(each) for each in MONTHS} else MONTHS[-1]


def _cases(request: HttpRequest) -> Cases:
    typed = request.GET.get("cases", "")
    return Cases(typed) if typed in set(Cases) else Cases.ALL
