"""Each action on a request is one POST, one form, one call of a service."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.cases.models import Case, MissingItem
from core.cases.rules import StepAlreadyThere
from core.service_requests import services
from core.service_requests.desk import actions
from core.service_requests.desk.access import for_case_workers, found
from core.service_requests.desk.actions import Action
from core.service_requests.desk.case_page import case_page
from core.service_requests.desk.forms import ActionForm, SetAsideForm, SettleForm
from core.service_requests.staleness import check_unchanged
from foundation.errors import DomainError, status_of
from tenants.people.access import View, person


def _view(action: Action) -> View[Any]:
    @for_case_workers
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, case_id: UUID) -> HttpResponse:
        case = found(request, case_id)
        if request.method != "POST":
            return redirect("desk:case", case_id)
        form = actions.new_form(action, case, data=request.POST, files=request.FILES)
        try:  # who may not act at all is told so before anything about what was typed
            action.check(person(request), case)
        except DomainError as error:
            return _refused(request, case, form, error, action.name)
        guarded = not action.adds
        return _done(
            request, case, form, action.perform, str(action.done), action.name, guarded=guarded
        )

    return view


mark_complete = _view(actions.MARK_COMPLETE)
mark_missing = _view(actions.MARK_MISSING)
send_to_decision_body = _view(actions.SEND)
refer = _view(actions.REFER)
return_from_research = _view(actions.RETURN)
decide = _view(actions.DECIDE)
start_delivery = _view(actions.START_DELIVERY)
deliver = _view(actions.DELIVER)
close = _view(actions.CLOSE)
add_note = _view(actions.NOTE)
log_contact = _view(actions.CONTACT)
add_document = _view(actions.DOCUMENT)
assign = _view(actions.ASSIGN)
assign_by_rule = _view(actions.BY_RULE)
change_priority = _view(actions.PRIORITY)
appeal = _view(actions.APPEAL)
wait_outside = _view(actions.WAIT_OUTSIDE)
outside_answered = _view(actions.OUTSIDE_ANSWERED)
data_request = _view(actions.DATA_REQUEST)
data_answered = _view(actions.DATA_ANSWERED)
data_extended = _view(actions.DATA_EXTENDED)
breach = _view(actions.BREACH)
breach_told = _view(actions.BREACH_TOLD)
withdraw = _view(actions.WITHDRAW)


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    case = found(request, case_id)
    if not case.missing_items.filter(pk=item_id).exists():
        raise Http404
    if request.method != "POST":
        return redirect("desk:case", case_id)
    form = SettleForm(request.POST, case=case, auto_id=f"settle_{item_id}_%s")

    def perform(case_id: UUID, actor: Any, form: ActionForm) -> object:
        note = form.cleaned_data["note"]
        return services.settle_missing(case_id, actor=actor, item_id=item_id, note=note)

    return _done(request, case, form, perform, _("The item was settled."), str(item_id))


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def tick(request: HttpRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Done, with a note where there is one; or, by the button `reopen`, open again."""
    case = found(request, case_id)
    if not case.checklist.filter(pk=item_id).exists():
        raise Http404
    if request.method != "POST":
        return redirect("desk:case", case_id)
    form = ActionForm(request.POST, case=case)
    reopen = "reopen" in request.POST

    def perform(case_id: UUID, actor: Any, form: ActionForm) -> object:
        change = services.reopen_step if reopen else services.complete_step
        return change(case_id, actor=actor, item_id=item_id)

    said = _("The step is open again.") if reopen else _("The step is done.")
    return _done(request, case, form, perform, said, str(item_id), anchor="steps")


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """The step does not apply to this case, for the reason that was typed."""
    case = found(request, case_id)
    if not case.checklist.filter(pk=item_id).exists():
        raise Http404
    if request.method != "POST":
        return redirect("desk:case", case_id)
    form = SetAsideForm(request.POST, case=case, auto_id=f"aside_{item_id}_%s")

    def perform(case_id: UUID, actor: Any, form: ActionForm) -> object:
        reason = form.cleaned_data["reason"]
        return services.set_step_aside(case_id, actor=actor, item_id=item_id, reason=reason)

    said = _("The step is set aside; the reason stands beside it.")
    return _done(request, case, form, perform, said, f"aside-{item_id}", anchor="steps")


def _refused(
    request: HttpRequest, case: Case, form: ActionForm, error: DomainError, name: str
) -> HttpResponse:
    form.full_clean()
    form.errors.clear()
    form.refuse(error)
    return case_page(request, case, {name: form}, status=status_of(error))


def _done(
    request: HttpRequest,
    case: Case,
    form: ActionForm,
    perform: actions.Perform,
    said: str,
    name: str,
    anchor: str = "",
    guarded: bool = False,
) -> HttpResponse:
    """Back to the page of the request; or that page with the form as it was typed, and what is wrong.

    `guarded`: refused where the request is no longer what it was on the page.
    """
    status = 400
    if form.is_valid():
        try:
            with transaction.atomic():
                if guarded:
                    check_unchanged(case, request.POST.get("seen", "")[:120])
                perform(case.pk, person(request), form)
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        except MissingItem.DoesNotExist:
            form.refuse(StepAlreadyThere())
            status = 409
        else:
            messages.success(request, said)
            response = redirect("desk:case", case.pk)
            if anchor:
                response["Location"] += f"#{anchor}"
            return response
    return case_page(request, found(request, case.pk), {name: form}, status=status)
