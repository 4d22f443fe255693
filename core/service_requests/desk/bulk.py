"""Work on several requests of the inbox at once, and lists of them to take away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.actors import Actor
from core.cases.models import Case
from core.request_types.enums import Priority
from core.service_requests import bulk, daily_rules, services
from core.service_requests.desk import listing
from core.service_requests.desk.access import for_case_workers
from core.service_requests.desk.filter_form import Choices, FilterForm
from core.service_requests.desk.forms import workers
from core.service_requests.inbox import inbox
from foundation import audit, clock, writing
from foundation.arabic import isolate
from foundation.errors import DomainError, Invalid
from foundation.spreadsheet import csv_table
from tenants.people.access import person

Perform = Callable[[UUID], object]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NotUnderstood(Invalid):
    code = "bulk_not_understood"
    message = gettext_lazy("Choose what to do with the requests that are ticked.")


@for_case_workers
@require_POST
def bulk_action(request: HttpRequest) -> HttpResponse:
    """Says how many were changed, and which were not and why; then back to the list."""
    actor = person(request)
    try:
        perform = _perform(request, actor)
        cases = bulk.chosen(_ids(request.POST.getlist("case")), actor)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(_back(request))
    result = bulk.for_each(cases, perform)
    if result.done:
        done = writing.numeral(str(result.done))
        messages.success(request, _("Done for %(count)s.") % {"count": done})
    for why, references in result.refused.items():
        said = {
            "count": writing.numeral(str(len(references))),
            "why": why,
            "references": ", ".join(isolate(reference) for reference in references),
        }
        messages.warning(request, _("Left as they were: %(count)s. %(why)s %(references)s") % said)
    return redirect(_back(request))


@for_case_workers
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What is ticked, or all that the filters find; both in the order of the inbox, up to a limit."""
    cases = _listed(request, "cases.exported", form)
    head, rows = listing.table(cases)
    name = f"requests-{clock.today():%Y-%m-%d}.{form}"
    if form == "xlsx":
        response = HttpResponse(listing.workbook(head, rows), content_type=SPREADSHEET)
    else:
        response = HttpResponse(csv_table(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_case_workers
@require_safe
def print_list(request: HttpRequest) -> HttpResponse:
    cases = _listed(request, "cases.printed", "print")
    context = {
        "rows": listing.lines(cases),
        "today": clock.today(),
        "cut": len(cases) == listing.MOST_TAKEN,
    }
    return render(request, "desk/print_list.html", context)


def _listed(request: HttpRequest, what: str, form: str) -> list[Case]:
    actor = person(request)
    cases = inbox(actor, FilterForm(request.GET, choices=Choices.now()).filters(actor))
    if ids := _ids(request.GET.getlist("case")):
        cases = cases.filter(pk__in=ids)
    listed = list(cases[: listing.MOST_TAKEN])
    with transaction.atomic():
        details = {"form": form, "count": len(listed)}
        audit.record(what, actor, actor=actor, details=details)
    return listed


def _perform(request: HttpRequest, actor: Actor) -> Perform:
    typed = request.POST
    match typed.get("do"):
        case "assign":
            return _assigning(typed.get("assignee", ""), actor)
        case "rule":
            return lambda pk: services.assign_by_rule(pk, actor=actor)
        case "priority" if typed.get("priority") in Priority.values:
            priority = Priority(typed["priority"])
            return lambda pk: services.change_priority(pk, actor=actor, priority=priority)
        case "note":
            return lambda pk: services.add_note(pk, actor=actor, text=typed.get("note", ""))
        case "read":
            return lambda pk: services.mark_read(pk, actor=actor)
        case _:
            raise NotUnderstood


def _assigning(chosen: str, actor: Actor) -> Perform:
    people: dict[str, Any] = {str(user.pk): user for user in workers()}
    if chosen not in (*people, "none"):
        raise NotUnderstood
    assignee = people.get(chosen)
    return lambda pk: services.assign(pk, actor=actor, assignee=assignee)


def _ids(typed: list[str]) -> list[UUID]:
    """What is no id is nobody's case."""
    found = []
    for text in typed[: daily_rules.MOST_AT_ONCE + 1]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _back(request: HttpRequest) -> str:
    """To the list as it was filtered; never to another site."""
    wanted = request.POST.get("back", "")
    local = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if local and wanted.startswith("/desk/") else "desk:inbox"
