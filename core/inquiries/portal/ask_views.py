"""Asking a question: what is published comes first, then the question is sent, then the receipt is shown once."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import rules as governing
from core.cases import reception
from core.cases.models import Case
from core.inquiries import entries
from core.inquiries.portal.forms import AskForm, QuestionForm
from core.inquiries.portal.inquiry_views import promises_of_replies
from core.inquiries.services import receive_inquiry
from core.rules import Channel
from core.service_requests.channels import online_channel
from core.service_requests.intake import Received
from core.service_requests.portal.visitors import source_of
from foundation import clock, codes, limits
from foundation.errors import DomainError
from tenants.addresses import own_address
from tenants.people.access import public_page

RECEIPT = "portal_inquiry_receipt"
# Many people share one address: a family, an office, a mobile network.
SENT_PER_HOUR, HOUR = 60, 3600


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """In steps: the question; the answers that may be it; the way of reply. None where nothing matches."""
    try:
        rules = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return render(request, "portal/no_policy.html")
    channel = online_channel(rules)
    if channel is None:
        return render(request, "portal/elsewhere.html", {"rules": rules})
    if request.method != "POST":
        asked = request.GET.get("question", "")[:200]
        return _page(request, "question", QuestionForm(initial={"question": asked}))
    if request.POST.get("step") == "send":
        return _sent(request, channel)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, "question", form, status=400)
    question = form.cleaned_data["question"]
    found = entries.proposed(question)
    if found and request.POST.get("step") != "send_anyway":
        return _page(request, "answers", form, found=found)
    initial = {"question": question, "operation": uuid.uuid4()}
    return _page(request, "details", AskForm(initial=initial))


@public_page
@require_POST
def answers(request: HttpRequest) -> HttpResponse:
    """What may answer it, while it is being typed; by POST, to keep it out of addresses."""
    asked = request.POST.get("question", "")[:200]
    context = {"found": entries.proposed(asked), "live": True}
    return render(request, "inquiries/portal/_proposed.html", context)


@public_page
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """Reading it takes it out of the session: whoever uses the browser next does not see the code."""
    kept: dict[str, str] | None = request.session.pop(RECEIPT, None)
    case = Case.objects.filter(pk=kept["case"]).first() if kept else None
    if kept is None or case is None:
        return render(request, "portal/receipt_gone.html")
    operation = kept["operation"]
    context = {
        "case": case,
        "code": codes.display(reception.tracking_code(uuid.UUID(operation))) if operation else "",
        "promises": promises_of_replies(case),
        "address": own_address(""),
    }
    return render(request, "inquiries/portal/receipt.html", context)


def _sent(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = AskForm(request.POST)
    try:
        limits.hit("portal-inquiry", source_of(request), SENT_PER_HOUR, HOUR)
    except limits.TooManyAttempts as error:
        form.is_valid()
        form.refuse(error)
        response = _page(request, "details", form, status=429)
        response["Retry-After"] = str(error.retry_after)
        return response
    if form.is_valid():
        try:
            received = receive_inquiry(
                channel_key=channel.key,
                question=form.cleaned_data["question"],
                details=form.cleaned_data["details"],
                asker=form.asker(get_language() or "ar"),
                registered_by=None,
                operation_id=form.operation_id(),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            _remember(request, received, form.operation_id())
            return redirect("information:receipt")
    return _page(request, "details", form, status=400)


def _remember(request: HttpRequest, received: Received, operation_id: uuid.UUID) -> None:
    """The code is worked out again from the operation, so that it never lies in the session."""
    operation = str(operation_id) if received.tracking_code else ""
    request.session[RECEIPT] = {"case": str(received.case.pk), "operation": operation}


def _page(
    request: HttpRequest, step: str, form: QuestionForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"step": step, "form": form}
    return render(request, "inquiries/portal/ask.html", context, status=status)
