"""The slip that a person takes along; again, with a new code for who lost theirs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import rules as governing
from core.cases.models import Case
from core.cases.queries import unsettled_items
from core.service_requests import rules
from core.service_requests.as_written import is_kept_from_files
from core.service_requests.desk.access import for_case_workers, found
from core.service_requests.desk.clocks import next_dates
from core.service_requests.queries import request_for
from core.service_requests.services import reissue_tracking_code
from foundation import codes
from foundation.access import reason
from foundation.errors import DomainError, status_of
from foundation.printing.qr import qr_path
from tenants.people.access import person


def slip_context(request: HttpRequest, case: Case, code: str | None) -> dict[str, Any]:
    """`code` as it was made, or None where nobody knows it any more. The drawing holds the address alone."""
    actor = person(request)
    if is_kept_from_files(actor):
        case = request_for(actor, case.pk)
    follow = request.build_absolute_uri(reverse("portal:follow"))
    return {
        "case": case,
        "code": codes.display(code) if code else "",
        "dates": next_dates(case),
        "missing": unsettled_items(case),
        "follow": follow,
        "qr": qr_path(follow),
        "contacts": governing.pinned(case.policy_version).liaison_officers,
    }


@for_case_workers
@require_safe
def slip(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Without the code, which stands nowhere."""
    case = found(request, case_id)
    return _page(request, case, None)


@for_case_workers
@require_POST
def new_code(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The answer itself, not a page to come back to."""
    case = found(request, case_id)
    try:
        received = reissue_tracking_code(case.pk, actor=person(request))
    except DomainError as error:
        return _page(request, case, None, error=error, status=status_of(error))
    return _page(request, received.case, received.tracking_code, status=201)


def _page(
    request: HttpRequest,
    case: Case,
    code: str | None,
    *,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **slip_context(request, case, code),
        "why_not": reason(rules.check_can_reissue_code, person(request), case),
        "error": error,
    }
    response = render(request, "desk/slip.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
