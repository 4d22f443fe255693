"""What whoever complained answers: a settlement, an offer of compensation, or what they ask for instead."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.cases.models import Case
from core.complaints import queries, services
from core.complaints.portal.case_views import following, shown_again
from core.complaints.portal.forms import SIGNATURE, AskForm, SigningForm, WhyForm
from core.complaints.services.compensation import OfferNotOpen
from core.service_requests.portal.forms import PortalForm
from foundation import clock, uploads
from foundation.dates import both_calendars
from foundation.errors import DomainError
from foundation.models import StoredFile
from tenants.people.access import public_page

YES: Final = "yes"


@public_page
@require_POST
@following
def settlement(request: HttpRequest, case: Case) -> HttpResponse:
    """`digest` names the record that was read: another one since then is not answered by this."""
    accepts = request.POST.get("accepts") == YES
    form = _answer_form(request, accepts=accepts)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.answer_settlement(
                case.pk,
                actor=None,
                accepts=accepts,
                digest=request.POST.get("digest", ""),
                words=data.get("words", ""),
                drawn=data.get(SIGNATURE, ""),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            accepted = _("You accepted the settlement. Thank you.")
            messages.success(
                request, accepted if accepts else _("Your answer has arrived. Thank you.")
            )
            return redirect("complain:case")
    return shown_again(request, case, "settlement" if accepts else "refusal", form)


@public_page
@require_POST
@following
def offer(request: HttpRequest, case: Case) -> HttpResponse:
    accepts = request.POST.get("accepts") == YES
    form = _answer_form(request, accepts=accepts)
    if form.is_valid():
        try:
            _answer(case, request.POST.get("offer", ""), form, accepts=accepts)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your answer has arrived. Thank you."))
            return redirect("complain:case")
    return shown_again(request, case, "offer" if accepts else "offer_refusal", form)


@public_page
@require_POST
@following
def ask_for(request: HttpRequest, case: Case) -> HttpResponse:
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            services.ask_for(case.pk, new=form.offer())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("What you ask for has arrived."))
            return redirect("complain:case")
    return shown_again(request, case, "ask", form)


def _answer_form(request: HttpRequest, *, accepts: bool) -> PortalForm:
    if accepts:
        return SigningForm(request.POST)
    return WhyForm(request.POST, auto_id="id_%s_refusal")


def _answer(case: Case, typed: str, form: PortalForm, *, accepts: bool) -> None:
    """Who cannot draw declares it; the declaration is then the paper that was signed."""
    data, offer_id = form.cleaned_data, _id_of(case, typed)
    drawn = data.get(SIGNATURE, "")
    paper = _declaration() if accepts and not drawn else None
    try:
        services.answer_offer(
            case.pk,
            actor=None,
            offer_id=offer_id,
            accepts=accepts,
            words=data.get("words", ""),
            drawn=drawn,
            paper=paper,
        )
    except Exception:
        if paper is not None:
            uploads.discard(paper)
        raise


def _declaration() -> StoredFile:
    words = _("I declare that this is my own, and it counts as my signature.")
    said = f"{words}\n{both_calendars(clock.today())}\n"
    return uploads.store(said.encode(), name="declaration.txt", media_type=uploads.FileKind.TEXT)


def _id_of(case: Case, typed: str) -> UUID:
    """Raises OfferNotOpen for what is none of this complaint."""
    known = {str(each.pk): each.pk for each in queries.offers(case.complaint)}
    if typed not in known:
        raise OfferNotOpen
    return known[typed]
