"""Inquiries at the desk: the list, what was told to staff, the answer, and what an inquiry becomes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import rules as governing
from core.cases.enums import CaseKind, CaseStatus, EventName
from core.cases.models import Case
from core.cases.pages import desk_address
from core.cases.queries import cases_visible_to
from core.deadlines.calendars import calendar_in_force
from core.inquiries import entries, queries, rules, services, turning
from core.inquiries.desk.forms import AnswerForm, InquiryForm, TurnForm, WithdrawForm
from core.inquiries.models import Entry
from core.inquiries.navigation import SEE
from core.notices.services import mark_case_read
from core.service_requests.desk.clauses import Clauses
from core.service_requests.desk.clocks import cards_of, next_dates
from core.service_requests.desk.due import due_of, first_day
from core.service_requests.desk.timeline import entries_of
from core.service_requests.intake import Received
from foundation import audit, clock, codes
from foundation.access import allows, reason
from foundation.errors import DomainError, status_of
from foundation.printing.qr import qr_path
from tenants.people.access import any_permission_required, permission_required, person
from tenants.people.models import User
from tenants.people.roles import Permission
from ui.forms import RefusableForm

PER_PAGE = 30
REGISTRARS = (Permission.ANSWER_INQUIRIES, Permission.REGISTER_CASES)
TONES = {
    CaseStatus.RECEIVED: "info",
    CaseStatus.ANSWERED: "ok",
    CaseStatus.CLOSED: "neutral",
    CaseStatus.WITHDRAWN: "neutral",
}
for_readers = any_permission_required(*SEE)


@for_readers
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    which = request.GET.get("list", queries.WAITING)
    which = which if which in queries.LISTS else queries.WAITING
    typed = request.GET.get("q", "").strip()[:200]
    found = queries.inbox(actor, which, typed)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    cases = list(page)
    calendar = calendar_in_force(first_day(cases))
    labels = {
        queries.WAITING: _("Waiting for an answer"),
        queries.ANSWERED: _("Answered"),
        queries.ENDED: _("Ended"),
    }
    context = {
        "page": page,
        "rows": [(case, due_of(case, calendar), TONES[CaseStatus(case.status)]) for case in cases],
        "tabs": [(name, label, name == which) for name, label in labels.items()],
        "which": which,
        "typed": typed,
        "may_register": allows(rules.check_can_register, actor),
    }
    return render(request, "inquiries/desk/inbox.html", context)


@any_permission_required(*REGISTRARS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    try:
        in_force = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return render(request, "desk/register_nothing.html", status=409)
    if request.method != "POST":
        form = InquiryForm(governing=in_force)
        return render(request, "inquiries/desk/new.html", {"form": form})
    form = InquiryForm(request.POST, governing=in_force)
    status = 400
    if form.is_valid():
        data = form.cleaned_data
        try:
            received = services.receive_inquiry(
                channel_key=data["channel"],
                question=data["question"],
                details=data["details"],
                asker=form.asker(get_language() or "ar"),
                registered_by=person(request),
                operation_id=data["operation_id"],
            )
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            return _receipt(request, received)
    return render(request, "inquiries/desk/new.html", {"form": form}, status=status)


@for_readers
@require_safe
def inquiry(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """With `?entry=` the answer begins as that published one; `q` looks for others."""
    case, actor = _found(request, inquiry_id), person(request)
    mark_case_read(actor, case)
    if case.unread_since is not None and actor.has_permission(Permission.ANSWER_INQUIRIES):
        services.mark_read(case.pk, actor=actor)
    chosen = _entry(request.GET.get("entry", ""))
    forms: dict[str, RefusableForm] = {}
    if chosen is not None:
        text = entries.answer_of(chosen, case.written_in)
        forms["answer"] = AnswerForm(initial={"text": text, "entry": chosen.pk})
    return _page(request, case, forms)


@for_readers
@require_POST
def answer(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)

    def perform() -> object:
        data = form.cleaned_data
        chosen = _entry(str(data["entry"] or ""))
        entry_id = chosen.pk if chosen else None
        actor = person(request)
        return services.answer_inquiry(
            inquiry_id, actor=actor, text=data["text"], entry_id=entry_id
        )

    return _done(request, inquiry_id, "answer", form, perform, _("The answer is on its way."))


@for_readers
@require_POST
def close(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    form = RefusableForm(request.POST)

    def perform() -> object:
        return services.close_inquiry(inquiry_id, actor=person(request))

    return _done(request, inquiry_id, "close", form, perform, _("The inquiry was closed."))


@for_readers
@require_POST
def withdraw(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    form = WithdrawForm(request.POST)

    def perform() -> object:
        why = form.cleaned_data["reason"]
        return services.withdraw_inquiry(inquiry_id, actor=person(request), reason=why)

    return _done(request, inquiry_id, "withdraw", form, perform, _("The inquiry was withdrawn."))


@permission_required(Permission.EDIT_INFORMATION)
@require_POST
def publish(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """A draft of a published answer, to be read before anybody else does."""
    case = _found(request, inquiry_id)
    try:
        draft = services.publish_as_answer(case.pk, actor=person(request))
    except DomainError as error:
        form = RefusableForm({})
        form.refuse(error)
        return _page(request, case, {"publish": form}, status=status_of(error))
    messages.success(
        request,
        _("A draft was made. Look whether it says nothing of the person, then publish it."),
    )
    return redirect("inquiries:entry", draft.pk)


@for_readers
@require_POST
def into_request(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    return _turned(request, inquiry_id, turning.turn_into_request)


@for_readers
@require_POST
def into_complaint(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    return _turned(request, inquiry_id, turning.turn_into_complaint)


def _turned(request: HttpRequest, inquiry_id: UUID, turn: Callable[..., Received]) -> HttpResponse:
    """The answer itself holds the code of the new case, which stands nowhere else."""
    case = _found(request, inquiry_id)
    form = TurnForm(request.POST, auto_id="turn_%s")
    status = 400
    if form.is_valid():
        try:
            received = turn(inquiry_id, actor=person(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            return _receipt(request, received, came_from=case)
    return _page(request, case, {"turn": form}, status=status)


def _done(
    request: HttpRequest,
    inquiry_id: UUID,
    name: str,
    form: RefusableForm,
    perform: Callable[[], object],
    said: str,
) -> HttpResponse:
    case = _found(request, inquiry_id)
    status = 400
    if form.is_valid():
        try:
            perform()
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, said)
            return redirect("inquiries:inquiry", inquiry_id)
    return _page(request, _found(request, case.pk), {name: form}, status=status)


def _found(request: HttpRequest, inquiry_id: UUID) -> Case:
    """What is not there and what the person may not see are the same to them."""
    try:
        return queries.inquiry_for(person(request), inquiry_id)
    except Case.DoesNotExist as error:
        raise Http404 from error


def _entry(typed: str) -> Entry | None:
    """A published answer by its id; None for anything else."""
    try:
        return entries.published().filter(pk=UUID(typed)).first()
    except ValueError:
        return None


def _receipt(
    request: HttpRequest, received: Received, *, came_from: Case | None = None
) -> HttpResponse:
    """The answer itself, not a page to come back to: the code stands nowhere else."""
    case, code = received.case, received.tracking_code
    follow = request.build_absolute_uri(reverse("portal:follow"))
    visible = _visible(person(request), case)
    context = {
        "case": case,
        "name": turning.person_of(case).name if case.kind == CaseKind.INQUIRY else "",
        "code": codes.display(code) if code else "",
        "dates": next_dates(case),
        "follow": follow,
        "qr": qr_path(follow),
        "page": desk_address(case) if visible else "",
        "came_from": came_from,
    }
    response = render(request, "inquiries/desk/receipt.html", context, status=201)
    response["Cache-Control"] = "no-store"
    return response


def _page(
    request: HttpRequest, case: Case, tried: dict[str, RefusableForm], *, status: int = 200
) -> HttpResponse:
    actor = person(request)
    with transaction.atomic():
        audit.record("case.viewed", case, actor=actor)
    typed = request.GET.get("q", "").strip()[:200]
    timeline = entries_of(case, actor)
    became = turning.became(case)
    person_data = turning.person_of(case)
    turn_initial = {
        "subject": case.subject,
        "name": person_data.name,
        "identity_number": person_data.identity_number,
    }
    why_not_answer = reason(rules.check_can_answer, actor, case)
    context: dict[str, Any] = {
        "case": case,
        "tone": TONES[CaseStatus(case.status)],
        "due": due_of(case, calendar_in_force(first_day([case]))),
        "clocks": cards_of(case, Clauses(case.policy_version)),
        "timeline": timeline,
        "answers": [entry.event for entry in timeline if entry.event.name == EventName.ANSWERED],
        "linked": became if became and _visible(actor, became) else None,
        "linked_page": desk_address(became) if became else "",
        "shows_words": became is None or _visible(actor, became),
        "answer_form": tried.get("answer") or AnswerForm(),
        "withdraw_form": tried.get("withdraw") or WithdrawForm(),
        "turn_form": tried.get("turn") or TurnForm(initial=turn_initial, auto_id="turn_%s"),
        "refused": [message for form in tried.values() for message in form.non_field_errors()],
        "typed": typed,
        "found": _proposals(case, typed) if why_not_answer is None else [],
        "why_not_answer": why_not_answer,
        "may_answer": why_not_answer is None,
        "may_close": allows(rules.check_can_close, actor, case),
        "may_withdraw": allows(rules.check_can_withdraw, actor, case),
        "may_publish": actor.has_permission(Permission.EDIT_INFORMATION),
        "may_turn": allows(rules.check_can_turn, actor, case, CaseKind.REQUEST),
        "may_complain": allows(rules.check_can_turn, actor, case, CaseKind.COMPLAINT),
    }
    return render(request, "inquiries/desk/inquiry.html", context, status=status)


def _proposals(case: Case, typed: str) -> list[Entry]:
    return entries.found(typed)[:8] if typed else entries.proposed(f"{case.subject}")


def _visible(actor: User, case: Case) -> bool:
    return cases_visible_to(actor).filter(pk=case.pk).exists()
