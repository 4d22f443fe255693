"""One complaint, followed with its tracking code: read, talked about, opened again, appealed, withdrawn."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.actors import BENEFICIARY
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.complaints import rules, services
from core.complaints.enums import Confidentiality
from core.complaints.portal import case_page as page
from core.complaints.portal import files
from core.complaints.portal.forms import (
    AppealForm,
    ReopeningForm,
    WithdrawalForm,
    WritingForm,
)
from core.complaints.portal.padding import AnyView, padded
from core.complaints.portal.receipt import receipt_page
from core.service_requests.portal import visitors
from core.service_requests.portal.forms import PortalForm
from foundation import access, audit, limits, uploads
from foundation.errors import DomainError
from tenants.people.access import public_page
from ui.files import as_file

SENT_PER_HOUR = 30
APPEALS_PER_HOUR = 10
HOUR = 3600
CLEARED = '"cache", "cookies", "storage"'


def following(view: AnyView) -> AnyView:
    return padded(visitors.following(CaseKind.COMPLAINT)(view))


@public_page
@require_safe
@following
def case(request: HttpRequest, case: Case) -> HttpResponse:
    return page.case_page(request, case)


@public_page
@require_POST
@padded
def leave(request: HttpRequest) -> HttpResponse:
    """The browser is told to forget this page and all that it kept of it; whoever is signed in stays so."""
    visitors.close(request)
    response = render(request, "complaints/portal/left.html")
    response["Cache-Control"] = "no-store"
    if not request.user.is_authenticated:
        request.session.flush()
        response["Clear-Site-Data"] = CLEARED
    return response


@public_page
@require_POST
@following
def write(request: HttpRequest, case: Case) -> HttpResponse:
    form = WritingForm(request.POST, request.FILES)
    try:
        limits.hit("complaint-writing", str(case.pk), SENT_PER_HOUR, HOUR)
        if form.is_valid():
            _write(case, form)
            messages.success(request, _("Your message has arrived. Thank you."))
            return redirect("complain:case")
    except DomainError as error:
        form.refuse(error)
    return shown_again(request, case, "writing", form)


def _write(case: Case, form: WritingForm) -> None:
    nameless = case.complaint.confidentiality == Confidentiality.ANONYMOUS
    with files.stored(form.cleaned_data["papers"], nameless=nameless) as papers:
        services.complainant_writes(case.pk, text=form.cleaned_data["text"], documents=papers)


@public_page
@require_safe
@following
def document(request: HttpRequest, case: Case, document_id: UUID) -> HttpResponse:
    """Always as a file to keep: nothing that was sent is drawn as a page."""
    found = next((each for each in page.readable_documents(case) if each.pk == document_id), None)
    if found is None:
        raise Http404
    with transaction.atomic():
        details = {"document": str(document_id)}
        audit.record("case.document_opened", case, actor=BENEFICIARY, details=details)
    return as_file(uploads.open_stored(found.file), found.file.media_type, found.file.name)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
@following
def reopen(request: HttpRequest, case: Case) -> HttpResponse:
    if why_not := access.reason(rules.check_can_reopen, None, case):
        return _told(request, why_not)
    form = ReopeningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.reopen(case.pk, actor=None, why=form.cleaned_data["why"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your complaint is open again."))
            return redirect("complain:case")
    context = {"until": rules.reopenable_until(case)}
    return _form_page(request, "reopen", case, form, context)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
@following
def appeal(request: HttpRequest, case: Case) -> HttpResponse:
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _appealed(request, case, form)
    if why_not := access.reason(rules.check_can_appeal, None, case):
        return _told(request, why_not)
    return _appeal_page(request, case, form)


def _appealed(request: HttpRequest, case: Case, form: AppealForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        limits.hit("complaint-appeal", str(case.pk), APPEALS_PER_HOUR, HOUR)
        received = services.appeal(
            case.pk, actor=None, grounds=data["grounds"], operation_id=data["operation_id"]
        )
    except DomainError as error:
        form.refuse(error)
        return _appeal_page(request, case, form)
    return receipt_page(request, received)


def _appeal_page(request: HttpRequest, case: Case, form: AppealForm) -> HttpResponse:
    decided = rules.decided_on(case)
    until = rules.appealable_until(case, decided) if decided else None
    return _form_page(request, "appeal", case, form, {"until": until})


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
@following
def withdraw(request: HttpRequest, case: Case) -> HttpResponse:
    if why_not := access.reason(rules.check_can_withdraw, None, case):
        return _told(request, why_not)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.withdraw(case.pk, actor=None, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your complaint has been withdrawn."))
            return redirect("complain:case")
    return _form_page(request, "withdraw", case, form, {})


def shown_again(request: HttpRequest, case: Case, place: str, form: PortalForm) -> HttpResponse:
    """With what was typed. What belongs to no field is said on top."""
    for message in form.non_field_errors():
        messages.error(request, str(message))
    return page.case_page(request, case, {place: form}, status=400)


def _form_page(
    request: HttpRequest, name: str, case: Case, form: PortalForm, context: Mapping[str, object]
) -> HttpResponse:
    shown = {"case": case, "form": form, "subject": page.subject_of(case), **context}
    status = 400 if form.errors else 200
    return render(request, f"complaints/portal/{name}.html", shown, status=status)


def _told(request: HttpRequest, why_not: str) -> HttpResponse:
    messages.error(request, why_not)
    return redirect("complain:case")
