"""Registering a request, and the receipt with the tracking code that is shown this once."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import rules as governing
from core.beneficiaries.queries import MatchOn, find_matches
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.service_requests import rules
from core.service_requests.as_written import is_kept_from_files
from core.service_requests.desk.intake_forms import SOMEBODY_NEW, IntakeForm, as_typed
from core.service_requests.desk.matches import (
    Proposal,
    acting_no_more,
    is_same_person,
    proposals,
)
from core.service_requests.desk.paper_drafts import documents_of, files_of
from core.service_requests.desk.slip import slip_context
from core.service_requests.filled_in import details_of, files_by_field
from core.service_requests.intake import NO_DETAILS, Declaration, IntakeDetails, Received
from core.service_requests.paper import PAPER, check_register_number_is_free, keep_words
from core.service_requests.services import receive_request
from foundation import clock
from foundation.access import allows
from foundation.errors import DomainError, status_of
from foundation.models import StoredFile
from foundation.uploads import FileKind, store, store_checked
from tenants.people.access import permission_required, person
from tenants.people.models import User
from tenants.people.roles import Permission

ASKED_FOR_MATCHES = ("name", "identity_number", "mobile", "email")


@permission_required(Permission.REGISTER_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    try:
        in_force = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        status = 409 if request.method == "POST" else 200
        return render(request, "desk/register_nothing.html", status=status)
    if request.method != "POST":
        return _form_page(request, in_force, IntakeForm(governing=in_force), [])
    if "load" in request.POST:
        return _form_page(request, in_force, as_typed(request.POST, in_force), [])
    form = IntakeForm(request.POST, request.FILES, governing=in_force)
    found: list[Proposal] = []
    warned: tuple[str, ...] = ()
    known: UUID | None = None
    status = 400
    if form.is_valid():
        found, known = _undecided(form, person(request))
        warned = () if found else _unseen_warnings(request, form, known)
        if warned:
            status = 409
        elif not found:
            try:
                received = _receive(form, person(request), _scans(request, form))
            except DomainError as error:
                form.refuse(error)
                status = status_of(error)
            except ObjectDoesNotExist:
                form.add_error("name", _("The person you chose is no longer there."))
            else:
                return _receipt(request, received)
    else:
        _judge_the_rest(request, form)
    found = found or _matches(request)
    return _form_page(request, in_force, form, found, status, warned=warned, known=known)


@permission_required(Permission.REGISTER_CASES)
@require_POST
def matches(request: HttpRequest) -> HttpResponse:
    """Who it may be, while the person is being typed; asked by POST to keep it out of addresses."""
    context = {
        "proposals": _matches(request),
        "chosen": request.POST.get("beneficiary", ""),
    }
    return render(request, "desk/_matches.html", context)


@permission_required(Permission.REGISTER_CASES)
@require_POST
def intake_fields(request: HttpRequest) -> HttpResponse:
    """What the chosen type asks, in the place of what stood there."""
    try:
        in_force = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return HttpResponse(status=409)
    return render(request, "desk/_asked.html", {"form": as_typed(request.POST, in_force)})


def _undecided(form: IntakeForm, actor: User) -> tuple[list[Proposal], UUID | None]:
    """Who it may be, where nobody has said so yet, or who of those we know it is.

    The same number and name say it by themselves. Whoever may not open the files of others is told of
    nobody: the number alone says who it is, and staff weigh what differs.
    """
    if is_kept_from_files(actor):
        return [], None
    if chosen := form.cleaned_data["beneficiary"]:
        return [], None if chosen == SOMEBODY_NEW else UUID(chosen)
    found = find_matches(**{name: form.cleaned_data[name] for name in ASKED_FOR_MATCHES})
    if not found or _was_received(form):
        return [], None
    if is_same_person(found[0]):
        return [], found[0].beneficiary.pk
    if MatchOn.IDENTITY in found[0].on:
        form.add_error(
            "identity_number",
            _("Somebody with another name has this number. Choose them below, or correct it."),
        )
    else:
        form.add_error(None, _("Is it somebody we know? Choose below, then register."))
    return proposals(found, at_intake=True), None


def _judge_the_rest(request: HttpRequest, form: IntakeForm) -> None:
    """What registering would refuse next is said with the rest, not after it was put right."""
    if form["beneficiary"].value() in ("", None, SOMEBODY_NEW) and not _matches(request):
        form.check_can_be_answered()


def _unseen_warnings(
    request: HttpRequest, form: IntakeForm, known: UUID | None
) -> tuple[str, ...]:
    """Who speaks for this person and may not any more; nothing where that was on the page already."""
    if known is None or str(known) in request.POST.getlist("acting_seen") or _was_received(form):
        return ()
    warnings = acting_no_more([known]).get(known, ())
    if warnings:
        form.add_error(
            None,
            _("Somebody who acted for this person may not any more. Read on, then register."),
        )
    return warnings


def _was_received(form: IntakeForm) -> bool:
    return Case.objects.filter(operation_id=form.cleaned_data["operation_id"]).exists()


def _matches(request: HttpRequest) -> list[Proposal]:
    if is_kept_from_files(person(request)):
        return []
    typed = request.POST
    found = find_matches(**{name: str(typed.get(name, ""))[:300] for name in ASKED_FOR_MATCHES})
    return proposals(found, at_intake=True)


@transaction.atomic
def _receive(form: IntakeForm, actor: User, scans: list[StoredFile]) -> Received:
    data = form.cleaned_data
    # The second of two clicks has its papers with the first already.
    repeated = _was_received(form)
    papers = [] if repeated else form.papers()
    documents = [
        (paper.field, NewDocument(store_checked(paper.file), paper.purpose)) for paper in papers
    ]
    scanned = [] if repeated else documents_of(scans, _("The letter as it came"))
    received = receive_request(
        channel_key=data["channel"],
        subject=data["subject"],
        description=data["description"],
        beneficiary_data=form.beneficiary_data(),
        documents=[*scanned, *(document for _field, document in documents)],
        declaration=None if repeated else _declaration(data),
        registered_by=actor,
        reply_channel=data["reply_channel"],
        register_number=data["register_number"],
        received_at=form.received_at(),
        operation_id=data["operation_id"],
        details=_details(form, documents),
    )
    case = received.case
    if case.channel_kind in PAPER:
        check_register_number_is_free(case.register_number, case.received_at, case=case)
    keep_words(case, scans)
    return received


def _scans(request: HttpRequest, form: IntakeForm) -> list[StoredFile]:
    """Of a letter that this person scanned before, under the same operation."""
    return files_of(request.session, form.cleaned_data["operation_id"])


def _details(form: IntakeForm, documents: list[tuple[str, NewDocument]]) -> IntakeDetails:
    found = NO_DETAILS
    if form.version is not None and form.answers is not None:
        files = files_by_field(form.answers, documents)
        found = details_of(form.version, form.answers, files=files)
    return replace(found, received_by=form.cleaned_data["received_by"])


def _declaration(data: dict[str, Any]) -> Declaration | None:
    if not data["declared"]:
        return None
    drawn = data["signature"]
    signature = (
        store(drawn, name="signature.png", media_type=FileKind.PNG.value) if drawn else None
    )
    return Declaration(declared_at=clock.now(), signature=signature)


def _receipt(request: HttpRequest, received: Received) -> HttpResponse:
    """The answer itself, not a page to come back to: the code stands nowhere else."""
    case = received.case
    context = slip_context(request, case, received.tracking_code)
    response = render(request, "desk/receipt.html", context, status=201)
    response["Cache-Control"] = "no-store"
    return response


def _form_page(
    request: HttpRequest,
    in_force: governing.GoverningRules,
    form: IntakeForm,
    found: list[Proposal],
    status: int = 200,
    *,
    warned: tuple[str, ...] = (),
    known: UUID | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "policy": in_force,
        "proposals": found,
        "warned": warned,
        "known": known,
        "chosen": form["beneficiary"].value() or "",
        "may_register": allows(rules.check_can_register, person(request)),
    }
    return render(request, "desk/register.html", context, status=status)
