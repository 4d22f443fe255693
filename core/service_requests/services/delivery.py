"""What was granted reaches the person: planned in instalments, handed over with proof, or ended early."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum

from core.actors import Actor, name_of
from core.cases import rules as cases
from core.cases import timing
from core.cases.enums import CaseStatus, EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.rules import Milestone
from core.service_requests import rules
from core.service_requests.enums import DeliveryState, ExitReason
from core.service_requests.models import Delivery
from core.service_requests.proof import Proof, ProofMissing, check_proof
from core.service_requests.services.changes import locked_request, move_and_record
from foundation import clock


@dataclass(frozen=True, slots=True)
class Instalment:
    """`amount` in riyals, None for what is no money."""

    what: str
    amount: Decimal | None = None
    due_on: date | None = None


@transaction.atomic
def plan_deliveries(
    case_id: uuid.UUID, *, actor: Actor, instalments: Sequence[Instalment]
) -> list[Delivery]:
    """In the order given. What was planned before and not handed over is planned anew by this."""
    case = locked_request(case_id)
    rules.check_can_plan_delivery(actor, case)
    case.deliveries.filter(state=DeliveryState.PLANNED).delete()
    made = case.deliveries.filter(state=DeliveryState.DELIVERED).aggregate(sum=Sum("amount"))
    rules.check_instalments(case, instalments, already=made["sum"] or Decimal(0))
    first = _next_order(case)
    planned = Delivery.objects.bulk_create(
        Delivery(
            case=case,
            order=order,
            what=instalment.what.strip(),
            amount=instalment.amount,
            due_on=instalment.due_on,
        )
        for order, instalment in enumerate(instalments, start=first)
    )
    details = {"instalments": len(planned)}
    record_event(case, EventName.DELIVERY_PLANNED, actor=actor, details=details)
    return planned


@transaction.atomic
def start_delivery(case_id: uuid.UUID, *, actor: Actor, note: str = "") -> Case:
    case = locked_request(case_id)
    rules.check_can_start_delivery(actor, case)
    move_and_record(case, "start_delivery", EventName.START_DELIVERY, actor=actor, note=note)
    return case


@transaction.atomic
def hand_over(
    case_id: uuid.UUID, *, actor: Actor, delivery_id: uuid.UUID, proof: Proof, note: str = ""
) -> Delivery:
    """One planned instalment. The first one starts the delivery."""
    case = locked_request(case_id)
    rules.check_can_hand_over(actor, case)
    check_proof(proof)
    delivery = case.deliveries.select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if delivery is None or delivery.state != DeliveryState.PLANNED:
        raise cases.StepAlreadyThere
    if case.status != CaseStatus.DELIVERING:
        move_and_record(case, "start_delivery", EventName.START_DELIVERY, actor=actor)
    _record_proof(delivery, proof, actor=actor, note=note)
    record_event(
        case,
        EventName.DELIVERY_MADE,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details=_told(delivery),
    )
    return delivery


@transaction.atomic
def deliver(
    case_id: uuid.UUID, *, actor: Actor, proof: Proof | None = None, note: str = ""
) -> Case:
    """All of it has been handed over. `proof` is that of the last instalment, or of the only one.

    Raises InstalmentsOpen where more than that one is still planned, NothingPlanned for another proof
    after the last, and ProofMissing where nothing shows that anything was handed over.
    """
    case = locked_request(case_id)
    rules.check_can_deliver(actor, case)
    details = {}
    if proof is not None:
        check_proof(proof)
        last = rules.only_planned(case) or _whole(case)
        _record_proof(last, proof, actor=actor, note=note)
        details = _told(last)
    rules.check_all_handed_over(case)
    if not case.deliveries.filter(state=DeliveryState.DELIVERED).exists():
        raise ProofMissing
    move_and_record(case, "deliver", EventName.DELIVER, actor=actor, note=note, details=details)
    timing.meet_milestones(case, Milestone.DELIVER)
    queue_message(case, MessageKind.DELIVERED)
    return case


@transaction.atomic
def take_back(
    case_id: uuid.UUID, *, actor: Actor, delivery_id: uuid.UUID, reason: str
) -> Delivery:
    """It came back, for instance a transfer: the same is planned again, and delivery goes on."""
    case = locked_request(case_id)
    rules.check_can_take_back(actor, case)
    cases.check_has_text(reason)
    delivery = case.deliveries.select_for_update(of=("self",)).get(pk=delivery_id)
    if delivery.state != DeliveryState.DELIVERED:
        raise cases.StepAlreadyThere
    delivery.state = DeliveryState.RETURNED
    delivery.note = reason.strip()
    delivery.save(update_fields=["state", "note"])
    again = Delivery.objects.create(
        case=case, order=_next_order(case), what=delivery.what, amount=delivery.amount
    )
    details = {"order": delivery.order}
    if case.status == CaseStatus.DELIVERED:
        move_and_record(
            case,
            "resume_delivery",
            EventName.DELIVERY_RETURNED,
            actor=actor,
            note=reason,
            visibility=Visibility.STAFF,
            details=details,
        )
    else:
        record_event(case, EventName.DELIVERY_RETURNED, actor=actor, note=reason, details=details)
    return again


@transaction.atomic
def end_service(case_id: uuid.UUID, *, actor: Actor, reason: ExitReason, note: str = "") -> Case:
    """The person leaves before all was handed over; what is still planned is cancelled."""
    case = locked_request(case_id)
    rules.check_can_end_service(actor, case)
    cases.check_length(note)
    planned = case.deliveries.filter(state=DeliveryState.PLANNED)
    cancelled = planned.update(state=DeliveryState.CANCELLED)
    move_and_record(
        case,
        "end_service",
        EventName.CLOSE,
        actor=actor,
        note=note,
        details={"exit": reason.value, "cancelled": cancelled},
        closed_at=clock.now(),
    )
    timing.cancel_clocks(case)
    return case


def _record_proof(delivery: Delivery, proof: Proof, *, actor: Actor, note: str) -> None:
    delivery.state = DeliveryState.DELIVERED
    delivery.method = proof.method
    delivery.transfer_reference = proof.transfer_reference
    delivery.received_by = proof.received_by.strip()
    delivery.receipt = proof.receipt
    delivery.photo = proof.photo
    delivery.signature = proof.signature
    delivery.delivered_at = clock.now()
    delivery.recorded_by = name_of(actor)
    delivery.note = note.strip()
    delivery.save()


def _told(delivery: Delivery) -> dict[str, Any]:
    return {"order": delivery.order, "method": str(delivery.method)}


def _whole(case: Case) -> Delivery:
    """Of a request for which nothing was planned: all at once. Raises NothingPlanned where parts of it
    were handed over."""
    rules.check_nothing_handed_over(case)
    return Delivery(
        case=case, order=_next_order(case), what=case.subject, amount=case.amount_granted
    )


def _next_order(case: Case) -> int:
    highest: int | None = case.deliveries.aggregate(highest=Max("order"))["highest"]
    return (highest or 0) + 1
