"""The beneficiary appeals against a decision, on the page of their request."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core.cases.models import Case
from core.cases.rules import LONGEST_TEXT
from core.service_requests import services
from core.service_requests.appeals import check_can_appeal
from core.service_requests.portal.forms import PortalForm
from core.service_requests.portal.visitors import following_only
from foundation import access, codes, limits
from foundation.errors import DomainError
from tenants.people.access import public_page

APPEALS_PER_HOUR = 10
HOUR = 3600


class AppealForm(PortalForm):
    grounds = forms.CharField(
        label=_("Why you do not agree"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What was not seen, or has changed since."),
    )
    operation_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("operation_id", uuid.uuid4())


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
@following_only
def appeal(request: HttpRequest, case: Case) -> HttpResponse:
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _appealed(request, case, form)
    if why_not := access.reason(check_can_appeal, None, case):
        messages.error(request, why_not)
        return redirect("portal:case")
    return _page(request, case, form)


def _appealed(request: HttpRequest, case: Case, form: AppealForm) -> HttpResponse:
    """The answer itself shows the code of the appeal: it stands nowhere else."""
    data = form.cleaned_data
    try:
        limits.hit("portal-appeal", str(case.pk), APPEALS_PER_HOUR, HOUR)
        received = services.appeal(
            case.pk, actor=None, grounds=data["grounds"], operation_id=data["operation_id"]
        )
    except DomainError as error:
        form.refuse(error)
        return _page(request, case, form)
    code = codes.display(received.tracking_code) if received.tracking_code else ""
    context = {"first": case, "case": received.case, "code": code}
    response = render(request, "portal/appealed.html", context, status=201)
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, case: Case, form: AppealForm) -> HttpResponse:
    status = 400 if form.errors else 200
    return render(request, "portal/appeal.html", {"case": case, "form": form}, status=status)
