"""The people that the association serves, as a list and as a table to take away; what runs out soon."""

import io
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from core.beneficiaries.address import load_address
from core.beneficiaries.birth import Birth
from core.beneficiaries.categories import categories
from core.beneficiaries.expiring import expiring
from core.beneficiaries.models import Beneficiary
from core.people_desk.access import for_case_workers
from core.people_desk.facts import categories_of, end_of
from core.people_desk.forms import PeopleFilterForm
from core.people_desk.queries import PeopleFilters, people_list, people_visible_to
from foundation import audit, clock
from foundation.spreadsheet import csv_table, harmless
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission
from ui.files import as_file

PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    gettext_lazy("Name"),
    gettext_lazy("Identity number"),
    gettext_lazy("Date of birth"),
    gettext_lazy("Mobile"),
    gettext_lazy("E-mail"),
    gettext_lazy("IBAN"),
    gettext_lazy("Address"),
    gettext_lazy("Categories"),
    gettext_lazy("Known since"),
)


@for_case_workers
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    form = PeopleFilterForm(request.GET)
    chosen = form.chosen()
    found = people_list(actor, PeopleFilters(**chosen))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    known = categories()
    context = {
        "form": form,
        "page": page,
        "rows": [
            {
                "person": each,
                "categories": categories_of(each, known),
                "identity": end_of(each.identity_number),
                "mobile": end_of(each.mobile),
            }
            for each in page.object_list
        ],
        "filtered": any(chosen.values()),
        "may_export": actor.has_permission(Permission.VIEW_CASES),
        "may_merge": actor.has_permission(Permission.MERGE_BENEFICIARIES),
        "query": request.GET.urlencode(),
    }
    return render(request, "people_desk/list.html", context)


@for_case_workers
@require_safe
def expiring_soon(request: HttpRequest) -> HttpResponse:
    items = expiring(people_visible_to(person(request)))
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people_desk/expiring.html", {"page": page})


@permission_required(Permission.VIEW_CASES)
@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    table = csv_table([str(column) for column in COLUMNS], _rows(request))
    return _taken_away(request, table, "text/csv; charset=utf-8", "csv")


@permission_required(Permission.VIEW_CASES)
@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title=_("Beneficiaries")[:31])
    sheet.append([str(column) for column in COLUMNS])
    for row in _rows(request):
        sheet.append([harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return _taken_away(request, out.getvalue(), XLSX, "xlsx")


def _rows(request: HttpRequest) -> Iterator[list[str]]:
    """What the filters leave. Never the social file."""
    found = people_list(person(request), PeopleFilters(**PeopleFilterForm(request.GET).chosen()))
    known = categories()
    for each in found.defer("social_file").iterator(chunk_size=500):
        yield _row(each, known)


def _row(each: Beneficiary, known: Any) -> list[str]:
    birth, place = Birth.load(each.birth), load_address(each.address)
    return [
        each.name,
        each.identity_number or "",
        birth.typed() if birth else "",
        each.mobile or "",
        each.email or "",
        each.iban or "",
        place.line() if place else "",
        "، ".join(categories_of(each, known)),
        each.created_at.date().isoformat(),
    ]


def _taken_away(
    request: HttpRequest, content: bytes | str, media_type: str, suffix: str
) -> HttpResponse:
    actor = person(request)
    with transaction.atomic():
        filters = sorted(name for name, value in request.GET.items() if value)
        details = {"format": suffix, "filters": filters}
        audit.record(
            "beneficiaries.exported", actor=actor, obj_type="beneficiaries", details=details
        )
    response = as_file(content, media_type, f"beneficiaries-{clock.today()}.{suffix}")
    response["Cache-Control"] = "no-store"
    return response
