"""What stands beside a request while somebody works on it: who else has it open, whom a note can name."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.service_requests import mentions, presence, rules
from core.service_requests.desk.access import for_case_workers, found
from foundation.access import allows
from tenants.people.access import person


@for_case_workers
@require_safe
def others(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The heartbeat of an open page."""
    case, actor = found(request, case_id), person(request)
    context = {"others": presence.note(case.pk, actor)}
    return render(request, "desk/_others.html", context)


@for_case_workers
@require_safe
def mention_names(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case, actor = found(request, case_id), person(request)
    people = []
    if allows(rules.check_can_add_note, actor, case):
        people = mentions.suggested(case, request.GET.get("q", "")[:60])
    return render(request, "desk/_mentions.html", {"people": people})
