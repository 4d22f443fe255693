"""The page on the phone, what it needs without a network, and where it sends to."""

import json
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.cases.queries import unsettled_items
from core.delegates.forms import PhoneForm, PhoneIntakeForm, PhoneReportForm
from core.delegates.phones import check_owner
from core.delegates.photos import LARGEST_PHOTO, PhotosMissing, PhotoTooLarge, stage
from core.delegates.services import receive_from_phone, report_from_phone
from core.delegates.session import session_of
from core.delegates.shell import manifest_of, page_context, worker_script
from core.delegates.surveys import PhoneSurveyForm, answer_from_phone
from core.research.models import Visit
from core.service_requests.desk.clocks import next_dates
from core.service_requests.intake import Received
from foundation import codes, limits
from foundation.dates import both_calendars
from foundation.errors import DomainError, code_of, status_of
from tenants.people.access import (
    any_permission_required,
    permission_required,
    person,
    public_page,
)
from tenants.people.roles import Permission

FIELD = (Permission.REGISTER_CASES, Permission.RESEARCH_CASES)
OWNER = "X-Field-Owner"
SENT_PER_HOUR = 240
PHOTOS_PER_HOUR = 1200
HOUR = 3600
MISSING = 428  # Precondition Required: the photos first
phone_page = csp_update({"worker-src": [SELF], "manifest-src": [SELF], "img-src": ["blob:"]})


@any_permission_required(*FIELD)
@phone_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "field/page.html", page_context())


@public_page
@phone_page
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The same page for the phone to keep: it names nobody, and everything on it comes from the phone."""
    return render(request, "field/page.html", page_context())


@public_page
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Served from the folder it may rule over, and told so."""
    response = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = reverse("field:page")
    # A browser keeps its worker by itself, whatever is said here.
    response["Cache-Control"] = "no-store"
    return response


@public_page
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps(manifest_of()), content_type="application/manifest+json")


@any_permission_required(*FIELD)
@never_cache
@require_safe
def session(request: HttpRequest) -> HttpResponse:
    return JsonResponse(session_of(request))


@any_permission_required(*FIELD)
@require_POST
def photo(request: HttpRequest) -> HttpResponse:
    """One photo ahead of what it belongs to; the body is the picture."""
    user = person(request)
    try:
        check_owner(user, request.headers.get(OWNER, ""))
        limits.hit("field-photos", str(user.pk), PHOTOS_PER_HOUR, HOUR)
        if int(request.headers.get("Content-Length") or 0) > LARGEST_PHOTO:
            raise PhotoTooLarge
        operation_id = UUID(request.GET.get("operation", ""))
        photo_id = UUID(request.GET.get("photo", ""))
        stage(user, operation_id, photo_id, request.body)
    except DomainError as error:
        return _refusal(error)
    except ValueError:
        return JsonResponse({"code": "invalid", "message": _("Not readable.")}, status=400)
    return JsonResponse({"photo": str(photo_id)}, status=201)


@permission_required(Permission.REGISTER_CASES)
@require_POST
def intake(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = PhoneIntakeForm(_sent(request))
    try:
        check_owner(user, request.headers.get(OWNER, ""))
        limits.hit("field-sent", str(user.pk), SENT_PER_HOUR, HOUR)
        if form.is_valid():
            return _receipt(request, receive_from_phone(form, actor=user))
    except DomainError as error:
        return _refusal(error, form)
    return _refusal(None, form)


@permission_required(Permission.RESEARCH_CASES)
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = PhoneReportForm(_sent(request))
    try:
        check_owner(user, request.headers.get(OWNER, ""))
        limits.hit("field-sent", str(user.pk), SENT_PER_HOUR, HOUR)
        if form.is_valid():
            visit = report_from_phone(form, actor=user)
            answer = {
                "reference": visit.case.reference,
                "address": reverse("desk:case", args=[visit.case_id]),
            }
            return JsonResponse(answer, status=201)
    except DomainError as error:
        return _refusal(error, form)
    except Visit.DoesNotExist:
        said = _("This visit is not there any more.")
        return JsonResponse({"code": "no_visit", "message": said}, status=404)
    return _refusal(None, form)


@any_permission_required(*FIELD)
@require_POST
def survey(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = PhoneSurveyForm(_sent(request))
    try:
        check_owner(user, request.headers.get(OWNER, ""))
        limits.hit("field-sent", str(user.pk), SENT_PER_HOUR, HOUR)
        if form.is_valid():
            answer, _is_new = answer_from_phone(form, actor=user)
            taken = timezone.localdate(answer.answered_at)
            return JsonResponse({"received": both_calendars(taken)}, status=201)
    except DomainError as error:
        return _refusal(error, form)
    return _refusal(None, form)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What is no object of JSON that can be stored counts as a form with nothing in it."""
    if request.content_type != "application/json":  # the check of the form's origin has read it
        return {}
    try:
        sent = json.loads(request.body)
        json.dumps(sent, ensure_ascii=False).encode()  # half a pair of surrogates is no character
    except (ValueError, RecursionError):
        return {}
    if not isinstance(sent, dict) or "\\u0000" in json.dumps(sent):
        return {}
    # A form would read words as JSON once more, however deep that goes.
    return sent if isinstance(sent.get("photos", []), list) else {**sent, "photos": []}


def _receipt(request: HttpRequest, received: Received) -> HttpResponse:
    case, code = received.case, received.tracking_code
    answer = {
        "reference": case.reference,
        "code": codes.display(code) if code else "",
        "received": both_calendars(timezone.localdate(case.received_at)),
        "missing": [item.label for item in unsettled_items(case)],
        "dates": [
            {"what": str(date["what"]), "day": both_calendars(date["due"])}
            for date in next_dates(case)
        ],
        "follow": request.build_absolute_uri(reverse("portal:follow")),
        "address": reverse("desk:case", args=[case.pk]),
        "slip": reverse("desk:slip", args=[case.pk]),
    }
    return JsonResponse(answer, status=201)


def _refusal(error: DomainError | None, form: PhoneForm | None = None) -> HttpResponse:
    """Why, and beside which field; the phone keeps everything for whoever mends it."""
    if isinstance(error, PhotosMissing):
        return JsonResponse(
            {"code": error.code, "photos": error.details["photos"]}, status=MISSING
        )
    if isinstance(error, limits.TooManyAttempts):
        answer = JsonResponse({"code": error.code, "message": str(error)}, status=429)
        answer["Retry-After"] = str(error.retry_after)
        return answer
    if form is not None and error is not None and form.is_bound and hasattr(form, "cleaned_data"):
        form.refuse(error)
    fields = form.errors_by_field() if form is not None else {}
    message = str(error) if error else _("Some answers need another look; they are marked below.")
    return JsonResponse(
        {"code": code_of(error) if error else "invalid", "message": message, "errors": fields},
        status=status_of(error) if error else 400,
    )
