"""How far the reading of a scan is, and what to do when it failed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import allows
from foundation.errors import DomainError
from policies import rules
from policies.enums import ImportState
from policies.importing import services
from policies.importing.pages import OPEN
from policies.models import DocumentImport
from policies.reading.scan.recognition import PROBLEMS
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission

TONES = {
    ImportState.WAITING: "info",
    ImportState.READING: "info",
    ImportState.DONE: "ok",
    ImportState.FAILED: "late",
    ImportState.CANCELLED: "neutral",
}
SENTENCES = {problem.code: problem.message for problem in PROBLEMS}


def found(import_id: UUID) -> DocumentImport:
    started = (
        DocumentImport.objects.defer("texts")
        .select_related("created_by")
        .filter(pk=import_id)
        .first()
    )
    if started is None:
        raise Http404
    return started


@permission_required(Permission.EDIT_POLICIES)
@require_safe
def import_page(request: HttpRequest, import_id: UUID) -> HttpResponse:
    return render(request, "policies/importing/import.html", _shown(request, found(import_id)))


@permission_required(Permission.EDIT_POLICIES)
@require_safe
def progress(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The part of the page that asks for itself every few seconds; once read it leads to the draft."""
    started = found(import_id)
    answer = render(request, "policies/importing/_progress.html", _shown(request, started))
    if started.state == ImportState.DONE:
        answer["HX-Redirect"] = reverse("policies:reading", args=[started.version_id])
    return answer


def _shown(request: HttpRequest, started: DocumentImport) -> dict[str, Any]:
    may_edit = allows(rules.check_can_edit, person(request))
    return {
        "started": started,
        "tone": TONES[ImportState(started.state)],
        "under_way": started.state in OPEN,
        "sentence": SENTENCES.get(started.error, _("Something went wrong. Try again.")),
        "may_retry": may_edit and services.may_retry(started),
        "may_cancel": may_edit and services.may_cancel(started),
    }


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def retry(request: HttpRequest, import_id: UUID) -> HttpResponse:
    return _done(request, import_id, services.retry_import, _("The reading goes on."))


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def cancel(request: HttpRequest, import_id: UUID) -> HttpResponse:
    return _done(request, import_id, services.cancel_import, _("The reading was stopped."))


def _done(
    request: HttpRequest, import_id: UUID, action: Callable[..., DocumentImport], said: str
) -> HttpResponse:
    started = found(import_id)
    try:
        action(started.pk, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("policies:import", started.pk)
