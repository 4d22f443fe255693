"""Submitting a request without an account, and the receipt that is shown once."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from core import rules as governing
from core.beneficiaries.enums import ReplyChannel
from core.cases import reception
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.request_types.enums import FormState
from core.request_types.models import RequestTypeVersion
from core.rules import Channel, GoverningRules
from core.service_requests.channels import online_channel
from core.service_requests.filled_in import details_of, files_by_field
from core.service_requests.intake import NO_DETAILS, Declaration, Received
from core.service_requests.portal import choosing, drafts
from core.service_requests.portal.drafts import SIGNATURE, KeptFile
from core.service_requests.portal.forms import OTHER, RequestForm
from core.service_requests.portal.promises import promises_for, promises_of
from core.service_requests.portal.visitors import source_of
from core.service_requests.services import receive_request
from foundation import clock, codes, limits, uploads
from foundation.errors import DomainError
from tenants.addresses import association_address
from tenants.models import Association
from tenants.people.access import public_page
from tenants.schemas import current

RECEIPT = "portal_receipt"
# Many people share one address: a family, an office, a mobile network.
SENT_PER_HOUR = 60
HOUR = 3600
# They are checked in memory, one form at a time.
MOST_BYTES = 60 * uploads.MEGABYTE
TOO_LARGE = _(
    "Together these files are larger than %(limit)s MB. Please send some now and the others later."
)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    try:
        rules = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return render(request, "portal/no_policy.html")
    channel = online_channel(rules)
    if channel is None:
        return render(request, "portal/elsewhere.html", {"rules": rules})
    if request.method == "POST":
        return _sent(request, rules, channel)
    wanted = request.GET.get("type", "")
    choices = choosing.choices(rules, channel)
    chosen = next((each for each in choices if each.version.key == wanted), None)
    if choices and chosen is None and wanted != choosing.ANYTHING_ELSE:
        return render(request, "portal/choose.html", {"choices": choices, "wanted": wanted})
    form = RequestForm(
        governing=rules,
        version=chosen.version if chosen else None,
        initial={"operation": uuid.uuid4()},
    )
    return _form_page(request, form, rules)


@public_page
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """Reading it takes it out of the session: whoever uses the browser next does not see the code."""
    kept: dict[str, str] | None = request.session.pop(RECEIPT, None)
    case = Case.objects.filter(pk=kept["case"]).first() if kept else None
    if kept is None or case is None:
        return render(request, "portal/receipt_gone.html")
    return render(
        request,
        "portal/receipt.html",
        {
            "case": case,
            "code": _code_of(kept["operation"]),
            "promises": promises_for(case),
            "address": _address(),
        },
    )


def _sent(request: HttpRequest, rules: GoverningRules, channel: Channel) -> HttpResponse:
    try:
        limits.hit("portal-request", source_of(request), SENT_PER_HOUR, HOUR)
    except limits.TooManyAttempts as error:
        return _refused_by_limit(request, rules, error)
    _drop_unwanted(request)
    fits = _together(request) <= MOST_BYTES
    form = RequestForm(
        request.POST,
        request.FILES if fits else None,
        governing=rules,
        kept=_kept_for(request),
        version=_version_of(request),
    )
    form.is_valid()
    if not fits:
        form.add_error(OTHER, str(TOO_LARGE) % {"limit": MOST_BYTES // uploads.MEGABYTE})
    _keep_files(request, form)
    if form.is_valid():
        try:
            received = _receive(form, channel)
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.drop(request.session, form.kept)
            _remember_receipt(request, received, form.operation_id())
            return redirect("portal:receipt")
    return _form_page(request, form, rules, status=400)


def _receive(form: RequestForm, channel: Channel) -> Received:
    signature = next((kept.file for kept in form.kept if kept.slot == SIGNATURE), None)
    papers = [
        (kept.slot, NewDocument(kept.file, form.purpose_of(kept.slot)))
        for kept in form.kept
        if kept.slot != SIGNATURE and form.is_wanted(kept)
    ]
    details = NO_DETAILS
    if form.version is not None and form.answers is not None:
        files = files_by_field(form.answers, papers)
        details = details_of(form.version, form.answers, files=files)
    return receive_request(
        channel_key=channel.key,
        subject=form.cleaned_data["subject"],
        description=form.cleaned_data["description"],
        beneficiary_data=form.person(get_language() or "ar"),
        documents=[paper for _slot, paper in papers],
        declaration=Declaration(clock.now(), signature),
        registered_by=None,
        reply_channel=ReplyChannel(form.cleaned_data["reply_channel"]),
        operation_id=form.operation_id(),
        details=details,
    )


def _version_of(request: HttpRequest) -> RequestTypeVersion | None:
    """The wording that was filled in; whether it is still taken the reception decides."""
    try:
        wanted = uuid.UUID(request.POST.get("request_type", ""))
    except ValueError:
        return None
    versions = RequestTypeVersion.objects.exclude(state=FormState.DRAFT)
    return versions.filter(pk=wanted).first()


def _keep_files(request: HttpRequest, form: RequestForm) -> None:
    """Before anything else, so that no mistake elsewhere makes people choose their files again."""
    arrived = list(form.accepted_files())
    if len(form.kept) + len(arrived) > drafts.MOST_KEPT:
        form.add_error(OTHER, str(drafts.TOO_MANY))
        return
    for slot, checked in arrived:
        form.add_kept(drafts.keep(request.session, uploads.store_checked(checked), slot))
    if form.drawn:
        stored = uploads.store(form.drawn, name="signature.png", media_type="image/png")
        earlier = [kept for kept in form.kept if kept.slot == SIGNATURE]
        drafts.drop(request.session, earlier)
        form.kept = [kept for kept in form.kept if kept not in earlier]
        form.kept.append(drafts.keep(request.session, stored, SIGNATURE))


def _together(request: HttpRequest) -> int:
    return sum(file.size or 0 for _name, files in request.FILES.lists() for file in files)


def _kept_for(request: HttpRequest) -> list[KeptFile]:
    """Those that this form names: another tab, or whoever sat here before, has files of its own."""
    named = set(request.POST.getlist("kept"))
    return [file for file in drafts.kept_files(request.session) if file.id in named]


def _drop_unwanted(request: HttpRequest) -> None:
    unwanted = set(request.POST.getlist("drop"))
    if unwanted:
        drafts.drop(request.session, [file for file in _kept_for(request) if file.id in unwanted])


def _remember_receipt(request: HttpRequest, received: Received, operation_id: uuid.UUID) -> None:
    """The code is worked out again from the operation, so that it never lies in the session."""
    operation = str(operation_id) if received.tracking_code else ""
    request.session[RECEIPT] = {"case": str(received.case.pk), "operation": operation}


def _code_of(operation: str) -> str:
    return codes.display(reception.tracking_code(uuid.UUID(operation))) if operation else ""


def _refused_by_limit(
    request: HttpRequest, rules: GoverningRules, error: limits.TooManyAttempts
) -> HttpResponse:
    form = RequestForm(
        request.POST, governing=rules, kept=_kept_for(request), version=_version_of(request)
    )
    form.is_valid()
    form.refuse(error)
    response = _form_page(request, form, rules, status=429)
    response["Retry-After"] = str(error.retry_after)
    return response


def _form_page(
    request: HttpRequest, form: RequestForm, rules: GoverningRules, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "rules": rules,
        "promises": promises_of(rules),
        "type": choosing.choice_of(form.version, rules) if form.version else None,
    }
    return render(request, "portal/request.html", context, status=status)


def _address() -> str:
    association = current()
    if not isinstance(association, Association):
        return ""
    return association_address(association).rstrip("/")
