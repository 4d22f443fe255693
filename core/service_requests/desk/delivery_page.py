"""The delivery of one request: its instalments, their proof, and what is still to hand over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.actors import Actor
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.service_requests import rules, services
from core.service_requests.desk import panels
from core.service_requests.desk.access import for_case_workers, found
from core.service_requests.desk.delivery_forms import (
    EndServiceForm,
    PlanForm,
    ProofForm,
    TakeBackForm,
    is_overdue,
)
from core.service_requests.desk.document_view import SHOWN_IN_PLACE
from core.service_requests.desk.forms import ActionForm
from core.service_requests.enums import DeliveryState, ExitReason
from core.service_requests.models import Delivery
from foundation import audit
from foundation.access import reason
from foundation.errors import DomainError, status_of
from foundation.models import StoredFile
from foundation.uploads import discard, open_stored
from tenants.people.access import person
from ui.files import as_file

GRANTED = (S.ACCEPTED, S.PARTLY_ACCEPTED, S.DELIVERING, S.DELIVERED)
TONES = {
    DeliveryState.PLANNED: "info",
    DeliveryState.DELIVERED: "ok",
    DeliveryState.RETURNED: "soon",
    DeliveryState.CANCELLED: "neutral",
}
PROOFS = ("receipt", "photo", "signature")
Forms = Mapping[str, ActionForm]
Perform = Callable[[UUID, Actor, Any], object]


@dataclass(frozen=True, slots=True)
class Line:
    """An instalment as staff see it. `proofs`: the names of the files that show it was handed over."""

    delivery: Delivery
    tone: str
    overdue: bool
    proofs: tuple[str, ...]
    hand_over: ProofForm | None
    take_back: TakeBackForm | None


@for_case_workers
@require_safe
def delivery_page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return _page(request, found(request, case_id), {})


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def perform(pk: UUID, actor: Actor, form: PlanForm) -> object:
        return services.plan_deliveries(pk, actor=actor, instalments=form.instalments())

    return _act(request, case_id, "plan", PlanForm, perform, _("The delivery is planned."))


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, case_id: UUID, delivery_id: UUID) -> HttpResponse:
    def perform(pk: UUID, actor: Actor, form: ProofForm) -> object:
        proof = form.proof()
        try:
            return services.hand_over(
                pk,
                actor=actor,
                delivery_id=delivery_id,
                proof=proof,
                note=form.cleaned_data["note"],
            )
        except DomainError:
            for file in proof.files:
                discard(file)
            raise

    name = f"hand-over-{delivery_id}"
    _check_exists(found(request, case_id), delivery_id)
    return _act(request, case_id, name, ProofForm, perform, _("The instalment was handed over."))


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, case_id: UUID, delivery_id: UUID) -> HttpResponse:
    def perform(pk: UUID, actor: Actor, form: TakeBackForm) -> object:
        words = form.cleaned_data["reason"]
        return services.take_back(pk, actor=actor, delivery_id=delivery_id, reason=words)

    name = f"take-back-{delivery_id}"
    _check_exists(found(request, case_id), delivery_id)
    return _act(request, case_id, name, TakeBackForm, perform, _("It is planned again."))


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def end_service(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def perform(pk: UUID, actor: Actor, form: EndServiceForm) -> object:
        data = form.cleaned_data
        why = ExitReason(data["reason"])
        return services.end_service(pk, actor=actor, reason=why, note=data["note"])

    return _act(request, case_id, "end", EndServiceForm, perform, _("The service has ended."))


@for_case_workers
@require_safe
def proof_file(request: HttpRequest, case_id: UUID, delivery_id: UUID, proof: str) -> HttpResponse:
    case = found(request, case_id)
    stored = _file(case, delivery_id, proof)
    with transaction.atomic():
        details = {"delivery": str(delivery_id), "proof": proof}
        audit.record("case.proof_opened", case, actor=person(request), details=details)
    return as_file(
        open_stored(stored),
        stored.media_type,
        stored.name,
        inline=stored.media_type in SHOWN_IN_PLACE,
    )


def _file(case: Case, delivery_id: UUID, proof: str) -> StoredFile:
    if proof not in PROOFS:
        raise Http404
    delivery = case.deliveries.select_related(proof).filter(pk=delivery_id).first()
    stored: StoredFile | None = getattr(delivery, proof, None)
    if stored is None:
        raise Http404
    return stored


def _check_exists(case: Case, delivery_id: UUID) -> None:
    if not case.deliveries.filter(pk=delivery_id).exists():
        raise Http404


def _act(
    request: HttpRequest,
    case_id: UUID,
    name: str,
    kind: type[ActionForm],
    perform: Perform,
    said: str,
) -> HttpResponse:
    """Back to the page of the delivery; or that page with the form as it was typed, and what is wrong."""
    case = found(request, case_id)
    if request.method != "POST":
        return redirect("desk:delivery", case_id)
    form = kind(request.POST, request.FILES, case=case, auto_id=f"{name}_%s")
    status = 400
    if form.is_valid():
        try:
            perform(case.pk, person(request), form)
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, said)
            return redirect("desk:delivery", case_id)
    return _page(request, found(request, case_id), {name: form}, status=status)


def _page(request: HttpRequest, case: Case, tried: Forms, *, status: int = 200) -> HttpResponse:
    actor = person(request)
    why_not = reason(rules.check_can_plan_delivery, actor, case)
    lines = [_line(case, each, actor, tried) for each in deliveries_of(case)]
    context = {
        "case": case,
        "lines": lines,
        "sums": sums_of([line.delivery for line in lines]),
        "why_not": why_not,
        "refused": [form for form in tried.values() if form.non_field_errors()],
        "plan_form": tried.get("plan") or PlanForm(case=case, auto_id="plan_%s"),
        "end_form": tried.get("end") or EndServiceForm(case=case, auto_id="end_%s"),
        "planned_already": any(line.delivery.state == DeliveryState.PLANNED for line in lines),
    }
    return render(request, "desk/delivery.html", context, status=status)


def _line(case: Case, delivery: Delivery, actor: Actor, tried: Forms) -> Line:
    pk = delivery.pk
    planned = delivery.state == DeliveryState.PLANNED
    may_hand_over = planned and not reason(rules.check_can_hand_over, actor, case)
    may_take_back = delivery.state == DeliveryState.DELIVERED and not reason(
        rules.check_can_take_back, actor, case
    )
    return Line(
        delivery,
        TONES[DeliveryState(delivery.state)],
        planned and is_overdue(delivery.due_on),
        tuple(name for name in PROOFS if getattr(delivery, f"{name}_id") is not None),
        _form(ProofForm, case, f"hand-over-{pk}", tried) if may_hand_over else None,
        _form(TakeBackForm, case, f"take-back-{pk}", tried) if may_take_back else None,
    )


def _form(kind: type[Any], case: Case, name: str, tried: Forms) -> Any:
    return tried.get(name) or kind(case=case, auto_id=f"{name}_%s")


def deliveries_of(case: Case) -> list[Delivery]:
    return sorted(case.deliveries.all(), key=lambda delivery: delivery.order)


def sums_of(deliveries: list[Delivery]) -> dict[str, Decimal]:
    """In riyals: what was handed over, and what is still planned."""

    def total(state: DeliveryState) -> Decimal:
        amounts = [each.amount for each in deliveries if each.state == state and each.amount]
        return sum(amounts, start=Decimal(0))

    return {"delivered": total(DeliveryState.DELIVERED), "planned": total(DeliveryState.PLANNED)}


def _panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """For every request that something was granted to, or handed over for."""
    deliveries = deliveries_of(case)
    if not deliveries and case.status not in GRANTED:
        return None
    return {
        "deliveries": [(each, TONES[DeliveryState(each.state)]) for each in deliveries],
        "overdue": any(
            each.state == DeliveryState.PLANNED and is_overdue(each.due_on) for each in deliveries
        ),
    }


def register_panel() -> None:
    panels.register(panels.Panel("delivery", "desk/_delivery_panel.html", 40, _panel))
