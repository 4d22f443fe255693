"""Complaining without an account: the form, the receipt that answers it, and the page that proves it."""

import re
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import rules as governing
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.cases.queries import case_by_tracking_code
from core.complaints import receipts, rules, services
from core.complaints.intake import NewComplaint, ReceivedComplaint
from core.complaints.portal import files, phrases
from core.complaints.portal.forms import ComplaintForm, NoSuchRequest
from core.complaints.portal.padding import padded
from core.complaints.portal.receipt import receipt_page
from core.rules import Channel, GoverningRules
from core.service_requests.channels import online_channel
from core.service_requests.portal.complaining import complaining_under
from core.service_requests.portal.visitors import source_of
from foundation import clock, codes, limits, uploads
from foundation.errors import DomainError
from tenants.people.access import public_page

# Many people share one address: a family, an office, a mobile network.
SENT_PER_HOUR: Final = 60
PROOFS_PER_HOUR: Final = 120
HOUR: Final = 3600
MOST_BYTES: Final = 60 * uploads.MEGABYTE
KEY = re.compile(r"[A-Za-z0-9_-]{1,32}")


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
@padded
def submit(request: HttpRequest) -> HttpResponse:
    """Nothing of what is typed is kept before it is a complaint: neither here nor in the browser."""
    response = _answered(request)
    response["Cache-Control"] = "no-store"
    return response


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        in_force = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return render(request, "portal/no_policy.html")
    channel = online_channel(in_force)
    if channel is None:
        return _elsewhere(request, in_force)
    if request.method == "POST":
        return _sent(request, in_force, channel)
    return _form_page(request, _form(request, in_force), in_force)


@public_page
@require_safe
def proof(request: HttpRequest, receipt_key: str) -> HttpResponse:
    """Number, day and hash of a receipt: that it is genuine, and nothing else."""
    limits_error = _too_many("complaint-proof", request, PROOFS_PER_HOUR)
    found = receipts.proof_of(receipt_key) if KEY.fullmatch(receipt_key) else None
    if limits_error is not None:
        response = render(
            request, "complaints/portal/proof.html", {"wait": limits_error}, status=429
        )
        response["Retry-After"] = str(limits_error.retry_after)
    elif found is None:
        raise Http404
    else:
        response = render(request, "complaints/portal/proof.html", {"proof": found})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _elsewhere(request: HttpRequest, in_force: GoverningRules) -> HttpResponse:
    context = {"rules": in_force, "complaining": complaining_under(in_force)}
    return render(request, "complaints/portal/elsewhere.html", context)


def _sent(request: HttpRequest, in_force: GoverningRules, channel: Channel) -> HttpResponse:
    error = _too_many("portal-complaint", request, SENT_PER_HOUR)
    fits = sum(file.size or 0 for _name, sent in request.FILES.lists() for file in sent)
    form = _form(request, in_force, with_files=fits <= MOST_BYTES and error is None)
    form.is_valid()
    if error is not None:
        form.refuse(error)
        response = _form_page(request, form, in_force, status=429)
        response["Retry-After"] = str(error.retry_after)
        return response
    if fits > MOST_BYTES:
        told = _("Together these files are larger than %(limit)s MB. You can send more later.")
        form.add_error("papers", told % {"limit": MOST_BYTES // uploads.MEGABYTE})
    if form.is_valid():
        try:
            received = _receive(request, form, channel)
        except DomainError as refused:
            form.refuse(refused)
        else:
            return receipt_page(request, received)
    return _form_page(request, form, in_force, status=400)


def _receive(request: HttpRequest, form: ComplaintForm, channel: Channel) -> ReceivedComplaint:
    """Raises a kind of DomainError, and then nothing of what was sent is left."""
    data, about = form.cleaned_data, _request_named(request, form)
    with files.stored(data["papers"], nameless=form.is_anonymous) as papers:
        return services.receive_complaint(
            NewComplaint(
                confidentiality=form.how,
                text=data["text"],
                subject_key=data["subject_key"],
                wanted=data["wanted"],
                damage=data.get("damage", ""),
                asks_compensation=data.get("asks_compensation", False),
                about_words=_about_words(data, about),
                about_management=data["about_management"],
                about_case=about,
                person=form.person(get_language() or "ar"),
                reply_channel=data["reply_channel"],
                language=get_language() or "ar",
                documents=papers,
                operation_id=form.operation_id(),
            ),
            channel_key=channel.key,
            registered_by=None,
        )


def _request_named(request: HttpRequest, form: ComplaintForm) -> Case | None:
    """Only the tracking code proves that a request is one's own; a number alone is kept as words."""
    typed = form.cleaned_data["about_request"]
    try:
        codes.parse(typed)
    except codes.UnreadableCode:
        return None
    case = case_by_tracking_code(typed, source=source_of(request))
    if case is None or case.kind != CaseKind.REQUEST:
        raise NoSuchRequest
    return case


def _about_words(data: dict[str, Any], about: Case | None) -> str:
    number = "" if about is not None else data["about_request"].strip()
    return "\n".join(filter(None, [data["about_words"].strip(), number]))


def _form(
    request: HttpRequest, in_force: GoverningRules, *, with_files: bool = True
) -> ComplaintForm:
    """Anonymous is not offered to somebody whose name this browser has told us."""
    posted = request.method == "POST"
    return ComplaintForm(
        request.POST if posted else None,
        request.FILES if posted and with_files else None,
        governing=in_force,
        anonymous=rules.takes_anonymous(in_force) and not request.user.is_authenticated,
    )


def _form_page(
    request: HttpRequest, form: ComplaintForm, in_force: GoverningRules, status: int = 200
) -> HttpResponse:
    how = [(option, phrases.WHO_KNOWS[option.data["value"]]) for option in form["confidentiality"]]
    context = {
        "form": form,
        "how": how,
        "complaining": complaining_under(in_force),
        "takes_anonymous": rules.takes_anonymous(in_force),
        "names_staff": request.user.is_authenticated,
        "had_files": bool(request.FILES),
    }
    return render(request, "complaints/portal/form.html", context, status=status)


def _too_many(scope: str, request: HttpRequest, most: int) -> limits.TooManyAttempts | None:
    try:
        limits.hit(scope, source_of(request), most, HOUR)
    except limits.TooManyAttempts as error:
        return error
    return None
