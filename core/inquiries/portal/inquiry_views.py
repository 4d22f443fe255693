"""One inquiry, followed with its tracking code: the answer, a further question, what it became."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.cases.enums import CaseKind, CaseStatus, EventName
from core.cases.models import Case, CaseEvent
from core.cases.pages import portal_address
from core.cases.queries import timeline_for_beneficiary
from core.inquiries import turning
from core.inquiries.portal.forms import FurtherForm
from core.inquiries.services import ask_on, withdraw_inquiry
from core.service_requests.portal.promises import CasePromises, promises_for
from core.service_requests.portal.visitors import begin_following, following
from foundation import limits
from foundation.errors import DomainError
from tenants.people.access import public_page

SENT_PER_HOUR, HOUR = 30, 3600
STATUSES: dict[CaseStatus, str | Promise] = {
    CaseStatus.RECEIVED: gettext_lazy("We have your question, and are working on the answer."),
    CaseStatus.ANSWERED: gettext_lazy("Your question was answered. The answer stands below."),
    CaseStatus.CLOSED: gettext_lazy("This inquiry has ended."),
    CaseStatus.WITHDRAWN: gettext_lazy("This inquiry was withdrawn."),
}
LINES: dict[EventName, tuple[str, str | Promise]] = {
    EventName.INQUIRY_RECEIVED: ("in", gettext_lazy("Your question arrived")),
    EventName.ANSWERED: ("check", gettext_lazy("We answered")),
    EventName.REPLY: ("chat", gettext_lazy("You asked further")),
    EventName.TURNED_INTO: ("refresh", gettext_lazy("We went on with it as a case of its own")),
    EventName.CLOSE: ("lock", gettext_lazy("The inquiry ended")),
    EventName.WITHDRAW: ("close", gettext_lazy("The inquiry was withdrawn")),
}


@dataclass(frozen=True, slots=True)
class Line:
    event: CaseEvent
    icon: str
    words: str | Promise


@public_page
@require_safe
@following(CaseKind.INQUIRY)
def inquiry(request: HttpRequest, case: Case) -> HttpResponse:
    return _page(request, case)


@public_page
@require_POST
@following(CaseKind.INQUIRY)
def further(request: HttpRequest, case: Case) -> HttpResponse:
    form = FurtherForm(request.POST)
    try:
        limits.hit("portal-inquiry-further", str(case.pk), SENT_PER_HOUR, HOUR)
        if form.is_valid():
            ask_on(case.pk, text=form.cleaned_data["text"])
            messages.success(request, _("Your question has arrived. Thank you."))
            return redirect("information:inquiry")
    except DomainError as error:
        form.refuse(error)
    return _page(request, Case.objects.get(pk=case.pk), form, status=400)


@public_page
@require_POST
@following(CaseKind.INQUIRY)
def withdraw(request: HttpRequest, case: Case) -> HttpResponse:
    try:
        withdraw_inquiry(case.pk, actor=None)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your question was withdrawn."))
    return redirect("information:inquiry")


@public_page
@require_POST
@following(CaseKind.INQUIRY)
def became(request: HttpRequest, case: Case) -> HttpResponse:
    """Whoever asked follows what it became, without another code."""
    other = turning.became(case)
    if other is None:
        raise Http404
    begin_following(request, other)
    return redirect(portal_address(other))


def promises_of_replies(case: Case) -> CasePromises:
    """Without what the policy promises of requests, which never begins here."""
    return replace(promises_for(case), later=[])


def _page(
    request: HttpRequest, case: Case, form: FurtherForm | None = None, *, status: int = 200
) -> HttpResponse:
    events = list(timeline_for_beneficiary(case))
    context: dict[str, Any] = {
        "case": case,
        "status_words": STATUSES[CaseStatus(case.status)],
        "answers": [event for event in events if event.name == EventName.ANSWERED],
        "lines": [
            Line(event, *LINES[EventName(event.name)]) for event in events if event.name in LINES
        ],
        "promises": promises_of_replies(case),
        "became": turning.became(case),
        "form": form or FurtherForm(),
        "may_ask": case.status == CaseStatus.ANSWERED,
        "may_withdraw": case.status == CaseStatus.RECEIVED,
    }
    return render(request, "inquiries/portal/inquiry.html", context, status=status)
