"""The bundle for the outside authority, made as it is asked for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from core.complaints import rules, services
from core.complaints.desk.access import found
from core.complaints.desk.bundle import bundle_of
from foundation.errors import DomainError
from tenants.addresses import own_association
from tenants.people.access import person, sign_in_required
from ui.files import as_file


@sign_in_required
@require_safe
def bundle(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """For who handles the complaint, once there is a decision or it has ended; that it left is noted."""
    case = found(request, case_id)
    actor = person(request)
    try:
        rules.check_can_take_outside(actor, case)
        made = bundle_of(case, association=own_association().name)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("complaints:case", case.pk)
    services.note_bundle(case, actor=actor, digest=made.digest)
    return as_file(made.content, "application/zip", made.name)
