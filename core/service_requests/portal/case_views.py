"""One request, followed with its tracking code: read, answered, rated, withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.actors import BENEFICIARY
from core.cases.enums import MissingKind
from core.cases.models import Case, MissingItem
from core.cases.papers import NewDocument
from core.satisfaction.services import rate_case
from core.service_requests import rules, services
from core.service_requests.portal import case_page as page
from core.service_requests.portal.forms import (
    DocumentForm,
    PortalForm,
    RatingForm,
    ReplyForm,
    WithdrawalForm,
)
from core.service_requests.portal.visitors import following_only
from foundation import access, audit, limits, uploads
from foundation.errors import DomainError
from tenants.people.access import public_page
from ui.files import as_file

SENT_PER_HOUR = 30
HOUR = 3600


@public_page
@require_safe
@following_only
def case(request: HttpRequest, case: Case) -> HttpResponse:
    return page.case_page(request, case)


@public_page
@require_POST
@following_only
def add_document(request: HttpRequest, case: Case) -> HttpResponse:
    item = _missing_document(case, request.POST.get("item", ""))
    if item is None and "item" in request.POST:
        return _already_there(request)
    form = page.document_form(item, request.POST, request.FILES)
    place = str(item.pk) if item else page.OTHER_DOCUMENT
    try:
        limits.hit("portal-document", str(case.pk), SENT_PER_HOUR, HOUR)
        if form.is_valid():
            _add(case, form, item)
            messages.success(request, _("Your document has arrived. Thank you."))
            return redirect("portal:case")
    except MissingItem.DoesNotExist:
        return _already_there(request)
    except DomainError as error:
        form.refuse(error)
    return _shown_again(request, case, place, form)


@public_page
@require_POST
@following_only
def reply(request: HttpRequest, case: Case) -> HttpResponse:
    form = ReplyForm(request.POST)
    try:
        limits.hit("portal-reply", str(case.pk), SENT_PER_HOUR, HOUR)
        if form.is_valid():
            services.beneficiary_replies(case.pk, text=form.cleaned_data["text"])
            messages.success(request, _("Your message has arrived. Thank you."))
            return redirect("portal:case")
    except DomainError as error:
        form.refuse(error)
    return _shown_again(request, case, "reply", form)


@public_page
@require_POST
@following_only
def rate(request: HttpRequest, case: Case) -> HttpResponse:
    form = RatingForm(request.POST)
    try:
        if form.is_valid():
            data = form.cleaned_data
            rate_case(case.pk, score=data["score"], comment=data["comment"])
            messages.success(request, _("Thank you: your opinion has arrived."))
            return redirect("portal:case")
    except DomainError as error:
        form.refuse(error)
    return _shown_again(request, case, "rating", form)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
@following_only
def withdraw(request: HttpRequest, case: Case) -> HttpResponse:
    why_not = access.reason(rules.check_can_withdraw, None, case)
    if why_not:
        messages.error(request, why_not)
        return redirect("portal:case")
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.withdraw(case.pk, actor=None, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your request has been withdrawn."))
            return redirect("portal:case")
    status = 400 if form.errors else 200
    return render(request, "portal/withdraw.html", {"case": case, "form": form}, status=status)


@public_page
@require_safe
@following_only
def document(request: HttpRequest, case: Case, document_id: UUID) -> HttpResponse:
    """One's own only, and always as a file to keep: nothing that was sent is drawn as a page."""
    found = next((each for each in page.own_documents(case) if each.pk == document_id), None)
    if found is None:
        raise Http404
    with transaction.atomic():
        details = {"document": str(document_id)}
        audit.record("case.document_opened", case, actor=BENEFICIARY, details=details)
    return as_file(uploads.open_stored(found.file), found.file.media_type, found.file.name)


def _missing_document(case: Case, item_id: str) -> MissingItem | None:
    try:
        wanted = UUID(item_id)
    except ValueError:
        return None
    missing = case.missing_items.filter(provided_at=None, kind=MissingKind.DOCUMENT)
    return missing.filter(pk=wanted).first()


def _add(case: Case, form: DocumentForm, item: MissingItem | None) -> None:
    """The file is stored first; where the request cannot take it, it goes again."""
    stored = uploads.store_checked(form.cleaned_data["file"])
    purpose = item.label if item else form.cleaned_data["purpose"]
    try:
        services.beneficiary_adds_document(
            case.pk, document=NewDocument(stored, purpose), item_id=item.pk if item else None
        )
    except Exception:
        uploads.discard(stored)
        raise


def _already_there(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("That document is not missing any more."))
    return redirect("portal:case")


def _shown_again(request: HttpRequest, case: Case, place: str, form: PortalForm) -> HttpResponse:
    """With what was typed. What belongs to no field is said on top."""
    for message in form.non_field_errors():
        messages.error(request, str(message))
    return page.case_page(request, case, {place: form}, status=400)
