"""The summary of a year for the board: to read, to print, as PDF; and what the board decided on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.satisfaction import measure_rules as rules
from core.satisfaction import rounds
from core.satisfaction.access import for_board, revision_of
from core.satisfaction.forms import DecisionForm
from core.satisfaction.settings import MEASURES
from core.satisfaction.yearly import Year, year_of, years_with_rounds
from core.writing import writing_in_force
from foundation import clock, writing
from foundation.access import allows
from foundation.errors import DomainError, status_of
from foundation.printing import pdf
from foundation.uploads import FileKind
from tenants.addresses import own_association
from tenants.people.access import person
from ui.files import as_file

FIRST_YEAR, LAST_YEAR = 2000, 2200


@for_board
@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    return _page(request, _asked_for(request.GET.get("year", "")))


@for_board
@require_safe
def as_pdf(request: HttpRequest) -> HttpResponse:
    """In Arabic, as the board keeps it."""
    year = _asked_for(request.GET.get("year", ""))
    if not pdf.is_available():
        return redirect(_address(year))
    found = year_of(year, MEASURES.read())
    return as_file(pdf.typeset(html_of(found)), FileKind.PDF, f"satisfaction-{year}.pdf")


@for_board
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    year = _asked_for(request.POST.get("year", ""))
    form = DecisionForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            rounds.decide_on_year(
                year, actor=person(request), revision=revision_of(request), **form.cleaned_data
            )
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("The decision was recorded."))
            return redirect(_address(year))
    return _page(request, year, form, status=status)


def html_of(found: Year) -> str:
    with translation.override("ar"), writing.written_as(writing_in_force()):
        context = {"year": found, "association": own_association().name, "today": clock.today()}
        page = render_to_string("satisfaction/year_pdf.html", context)
        styles = render_to_string("satisfaction/year_pdf.css")
    return page.replace("</head>", f"<style>{styles}</style></head>", 1)


def _page(
    request: HttpRequest, year: int, tried: DecisionForm | None = None, *, status: int = 200
) -> HttpResponse:
    found = year_of(year, MEASURES.read())
    context: dict[str, Any] = {
        "year": found,
        "years": years_with_rounds(),
        "form": (tried or DecisionForm(initial=_initial(found)))
        if allows(rules.check_records_decisions, person(request))
        else None,
    }
    return render(request, "satisfaction/year.html", context, status=status)


def _initial(found: Year) -> dict[str, Any]:
    said = found.decision
    if said is None:
        return {}
    return {"decision": said.text, "session": said.session, "decided_on": said.decided_on}


def _asked_for(typed: str) -> int:
    if not typed:
        return clock.today().year
    if not typed.isascii() or not typed.isdecimal() or not FIRST_YEAR <= int(typed) <= LAST_YEAR:
        raise Http404
    return int(typed)


def _address(year: int) -> str:
    return f"{reverse('satisfaction:year')}?year={year}"
