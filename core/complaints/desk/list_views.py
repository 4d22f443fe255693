"""The list of complaints: what is due first, what is looked for, and the same to take away."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.cases.models import Case
from core.complaints import rules
from core.complaints.desk import listing
from core.complaints.desk.due import rows_of
from core.complaints.desk.filter_form import ComplaintFilterForm
from core.complaints.queries import complaints_visible_to
from core.service_requests.desk.bulk import SPREADSHEET
from core.service_requests.desk.listing import MOST_TAKEN, workbook
from core.service_requests.inbox import counts, page_of
from foundation import audit, clock
from foundation.access import allows
from foundation.spreadsheet import csv_table
from tenants.people.access import person, sign_in_required
from tenants.people.roles import Permission


@sign_in_required
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    form = ComplaintFilterForm(request.GET)
    cases = form.cases(actor)
    found = counts({"list": cases, "any": complaints_visible_to(actor)})
    page = page_of(cases, _number(request), found=found["list"])
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(page.object_list),
        "found": found["list"],
        "nothing_yet": found["any"] == 0,
        "may_register": allows(rules.check_can_register, actor),
        "sees_patterns": actor.has_permission(Permission.VIEW_COMPLAINTS),
        "query": request.GET.urlencode(),
    }
    return render(request, "complaints/list.html", context)


@sign_in_required
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """All that the filters find of what the person may open, in the order of the list, up to a limit."""
    actor = person(request)
    cases = _listed(request, form)
    head, rows = listing.table(cases, actor)
    if form == "xlsx":
        response = HttpResponse(workbook(head, rows), content_type=SPREADSHEET)
    else:
        response = HttpResponse(csv_table(head, rows), content_type="text/csv; charset=utf-8")
    name = f"complaints-{clock.today():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _listed(request: HttpRequest, form: str) -> list[Case]:
    actor = person(request)
    listed = list(ComplaintFilterForm(request.GET).cases(actor)[:MOST_TAKEN])
    with transaction.atomic():
        details = {"form": form, "count": len(listed)}
        audit.record("complaints.exported", actor, actor=actor, details=details)
    return listed


def _number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 1
