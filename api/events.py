"""Events that a program records on a request: one table from name to shape and service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rest_framework import serializers

from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.service_requests import services
from core.service_requests.enums import ContactDirection, DeliveryMethod, ExitReason, Outcome
from core.service_requests.proof import Proof
from tenants.people.actors import ApiActor

Input = type[serializers.Serializer[Any]]


class NothingInput(serializers.Serializer[Any]):
    pass


class NoteInput(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=20_000, required=False, default="", allow_blank=True)


class TextInput(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=20_000)


class FindingsInput(serializers.Serializer[Any]):
    findings = serializers.CharField(max_length=20_000)


class WithdrawInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2_000, required=False, default="", allow_blank=True)


class MissingInput(serializers.Serializer[Any]):
    documents = serializers.ListField(
        child=serializers.CharField(max_length=500), max_length=30, required=False, default=list
    )
    question = serializers.CharField(
        max_length=2_000, required=False, default="", allow_blank=True
    )


class ItemInput(serializers.Serializer[Any]):
    item_id = serializers.UUIDField()
    note = serializers.CharField(max_length=2_000, required=False, default="", allow_blank=True)


class ItemOnlyInput(serializers.Serializer[Any]):
    item_id = serializers.UUIDField()


class ContactInput(serializers.Serializer[Any]):
    direction = serializers.ChoiceField(choices=ContactDirection.choices)
    channel = serializers.ChoiceField(choices=ReplyChannel.choices)
    summary = serializers.CharField(max_length=20_000)

    def validate_direction(self, value: str) -> ContactDirection:
        return ContactDirection(value)

    def validate_channel(self, value: str) -> ReplyChannel:
        return ReplyChannel(value)


class SetAsideInput(ItemOnlyInput):
    reason = serializers.CharField(max_length=500)


class DecisionInput(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reason = serializers.CharField(max_length=20_000, required=False, default="", allow_blank=True)
    early_reason = serializers.CharField(
        max_length=2_000, required=False, default="", allow_blank=True
    )

    def validate_outcome(self, value: str) -> Outcome:
        return Outcome(value)


class ProofInput(serializers.Serializer[Any]):
    """Files as proof are handed in at the desk; a program knows the reference of a transfer."""

    method = serializers.ChoiceField(choices=DeliveryMethod.choices)
    transfer_reference = serializers.CharField(max_length=80, required=False, default="")
    received_by = serializers.CharField(max_length=200, required=False, default="")
    note = serializers.CharField(max_length=20_000, required=False, default="", allow_blank=True)


class DeliverInput(ProofInput):
    """Without a method where each instalment has its proof already."""

    method = serializers.ChoiceField(choices=DeliveryMethod.choices, required=False)


class HandOverInput(ProofInput):
    delivery_id = serializers.UUIDField()


class InstalmentInput(serializers.Serializer[Any]):
    what = serializers.CharField(max_length=300)
    amount = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, default=None, allow_null=True
    )
    due_on = serializers.DateField(required=False, default=None, allow_null=True)


class PlanInput(serializers.Serializer[Any]):
    instalments = InstalmentInput(many=True, max_length=60)  # type: ignore[call-arg]

    def validate_instalments(self, value: list[dict[str, Any]]) -> list[services.Instalment]:
        return [services.Instalment(**each) for each in value]


class EndServiceInput(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=ExitReason.choices)
    note = serializers.CharField(max_length=20_000, required=False, default="", allow_blank=True)

    def validate_reason(self, value: str) -> ExitReason:
        return ExitReason(value)


class AppealInput(serializers.Serializer[Any]):
    grounds = serializers.CharField(max_length=20_000)
    operation_id = serializers.UUIDField(required=False, default=None, allow_null=True)


def _deliver(case_id: UUID, *, actor: Actor, note: str, **proof: Any) -> object:
    shown = _proof(proof) if proof.get("method") else None
    return services.deliver(case_id, actor=actor, proof=shown, note=note)


def _hand_over(
    case_id: UUID, *, actor: Actor, delivery_id: UUID, note: str, **proof: Any
) -> object:
    return services.hand_over(
        case_id, actor=actor, delivery_id=delivery_id, proof=_proof(proof), note=note
    )


def _proof(given: dict[str, Any]) -> Proof:
    return Proof(**{**given, "method": DeliveryMethod(given["method"])})


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    shape: Input
    service: Callable[..., Any]


EVENTS: dict[str, RecordedEvent] = {
    "note": RecordedEvent(TextInput, services.add_note),
    "contact": RecordedEvent(ContactInput, services.log_contact),
    "mark_missing": RecordedEvent(MissingInput, services.mark_missing),
    "settle_missing": RecordedEvent(ItemInput, services.settle_missing),
    "complete_step": RecordedEvent(ItemInput, services.complete_step),
    "set_step_aside": RecordedEvent(SetAsideInput, services.set_step_aside),
    "reopen_step": RecordedEvent(ItemOnlyInput, services.reopen_step),
    "mark_complete": RecordedEvent(NothingInput, services.mark_complete),
    "refer_to_research": RecordedEvent(NoteInput, services.refer_to_research),
    "return_from_research": RecordedEvent(FindingsInput, services.return_from_research),
    "send_to_decision_body": RecordedEvent(NoteInput, services.send_to_decision_body),
    "decide": RecordedEvent(DecisionInput, services.decide),
    "start_delivery": RecordedEvent(NoteInput, services.start_delivery),
    "plan_deliveries": RecordedEvent(PlanInput, services.plan_deliveries),
    "hand_over": RecordedEvent(HandOverInput, _hand_over),
    "deliver": RecordedEvent(DeliverInput, _deliver),
    "end_service": RecordedEvent(EndServiceInput, services.end_service),
    "appeal": RecordedEvent(AppealInput, services.appeal),
    "close": RecordedEvent(NoteInput, services.close),
    "withdraw": RecordedEvent(WithdrawInput, services.withdraw),
}


def record(case_id: UUID, name: str, sent: dict[str, Any], *, actor: ApiActor) -> None:
    """Raises ValidationError for the wrong shape, a DomainError for what is not possible now."""
    event = EVENTS[name]
    shape = event.shape(data=sent)
    shape.is_valid(raise_exception=True)
    event.service(case_id, actor=actor, **shape.validated_data)
