"""Each action on a complaint is one POST, one form, one call of a service."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from core.cases.models import Case
from core.complaints.desk.access import found
from core.complaints.desk.actions import ACTIONS
from core.complaints.desk.case_page import complaint_page
from core.complaints.queries import complaints_visible_to
from core.complaints.services import open_identity
from core.complaints.services.changes import locked_complaint
from core.service_requests.desk.actions import Action, new_form
from core.service_requests.desk.forms import ActionForm
from core.service_requests.staleness import ADDING, token_of
from foundation.errors import DomainError, WrongState, status_of
from tenants.people.access import person, sign_in_required


class ComplaintChanged(WrongState):
    code = "complaint_changed"
    message = _(
        "This complaint changed after you opened it. What you typed is still here."
        " Look at the complaint, then save again."
    )


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, case_id: UUID, action: str) -> HttpResponse:
    chosen = ACTIONS.get(action)
    case = found(request, case_id)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return redirect("complaints:case", case_id)
    form = new_form(chosen, case, data=request.POST, files=request.FILES)
    try:  # who may not act at all is told so before anything about what was typed
        chosen.check(person(request), case)
    except DomainError as error:
        form.full_clean()
        form.errors.clear()
        return _refused(request, case, chosen, form, error)
    if not form.is_valid():
        return complaint_page(request, case, {chosen.name: form}, status=400)
    try:
        with transaction.atomic():
            if not chosen.adds:
                _check_unchanged(case, request.POST.get("seen", "")[:120])
            chosen.perform(case.pk, person(request), form)
    except DomainError as error:
        return _refused(request, found(request, case_id), chosen, form, error)
    except ObjectDoesNotExist:
        changed = ComplaintChanged()
        return _refused(request, found(request, case_id), chosen, form, changed)
    messages.success(request, str(chosen.done))
    return _after(request, case)


@sign_in_required
@require_POST
def identity(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The answer itself, not a page to come back to; each look is written down."""
    case = found(request, case_id)
    who = open_identity(case, actor=person(request))
    if who is None:
        raise Http404
    return complaint_page(request, case, {}, identity=who)


def _after(request: HttpRequest, case: Case) -> HttpResponse:
    """Whoever is kept out by what they did goes back to their list."""
    if complaints_visible_to(person(request)).filter(pk=case.pk).exists():
        return redirect("complaints:case", case.pk)
    return redirect("complaints:list")


def _refused(
    request: HttpRequest, case: Case, action: Action, form: ActionForm, error: DomainError
) -> HttpResponse:
    form.refuse(error)
    return complaint_page(request, case, {action.name: form}, status=status_of(error))


def _check_unchanged(case: Case, seen: str) -> None:
    """Locks the complaint until the transaction ends. Whoever hands back nothing saw no page."""
    if not seen:
        return
    now = locked_complaint(case.pk)
    events = now.events.exclude(name__in=ADDING).order_by("-happened_at", "-pk")
    if seen != token_of(now, events[:1]):
        raise ComplaintChanged
