"""One page of figures, each with the cases that it counts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from core.reports.chart import bars
from core.reports.complaints import complaint_figures
from core.reports.queries import Figure, cases_queryset, executive_figures
from core.rules import NoPolicyInForce, in_force
from core.schedule import due_measures, due_review
from core.service_requests.desk.due import rows_of
from foundation import clock
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission

PER_PAGE = 25
TITLES: dict[Figure, str | Promise] = {
    Figure.OPEN: _("Open requests"),
    Figure.LATE: _("Late requests"),
    Figure.DUE_SOON: _("Due within 3 days"),
    Figure.DECIDED_ON_TIME: _("Decided on time"),
    Figure.DECIDED_LATE: _("Decided late"),
    Figure.RATED: _("Rated by the beneficiary"),
    Figure.ALL: pgettext_lazy("requests", "All requests"),
}


@permission_required(Permission.VIEW_REPORTS)
@require_safe
def executive(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    figures = executive_figures(actor)
    context = {
        "figures": figures,
        "bars": bars(figures.by_channel),
        "sees_cases": actor.has_permission(Permission.VIEW_CASES),
        "complaints": complaint_figures(actor),
        "now": clock.now(),
        **_schedule(),
    }
    return render(request, "reports/executive.html", context)


@permission_required(Permission.VIEW_REPORTS)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    figure = _figure(request.GET.get("figure", Figure.ALL))
    channel = request.GET.get("channel", "")[:80]
    found = cases_queryset(figure, person(request), channel=channel)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    context: dict[str, Any] = {
        "title": TITLES[figure],
        "channel": listed[0].channel_label if channel and listed else channel,
        "page": page,
        "rows": rows_of(listed),
    }
    return render(request, "reports/cases.html", context)


def _schedule() -> dict[str, Any]:
    try:
        rules = in_force(clock.now())
    except NoPolicyInForce:
        return {}
    today = clock.today()
    return {"measures": due_measures(rules, today), "review": due_review(rules, today)}


def _figure(name: str) -> Figure:
    try:
        return Figure(name)
    except ValueError as error:
        raise Http404 from error
