"""Events that a program records on a request: one table from name to shape and service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rest_framework import serializers

from core.beneficiaries.enums import ReplyChannel
from core.service_requests import services
from core.service_requests.enums import ContactDirection, Outcome
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
    "deliver": RecordedEvent(NoteInput, services.deliver),
    "close": RecordedEvent(NoteInput, services.close),
    "withdraw": RecordedEvent(WithdrawInput, services.withdraw),
}


def record(case_id: UUID, name: str, sent: dict[str, Any], *, actor: ApiActor) -> None:
    """Raises ValidationError for the wrong shape, a DomainError for what is not possible now."""
    event = EVENTS[name]
    shape = event.shape(data=sent)
    shape.is_valid(raise_exception=True)
    event.service(case_id, actor=actor, **shape.validated_data)
