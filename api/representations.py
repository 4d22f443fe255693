"""What a request looks like from outside: its state, its clocks, its history."""

from typing import Any

from rest_framework import serializers

from core.cases.models import Case, CaseEvent, ChecklistItem, MissingItem
from core.deadlines.models import Clock


class ClockSerializer(serializers.ModelSerializer[Clock]):
    class Meta:
        model = Clock
        fields = [
            "rule_key", "milestone", "state", "started_at", "earliest_at", "due_at", "due_date",
            "met_at", "clause_address",
        ]  # fmt: skip
        read_only_fields = fields


class ChecklistSerializer(serializers.ModelSerializer[ChecklistItem]):
    class Meta:
        model = ChecklistItem
        fields = [
            "id", "order", "text", "role", "stage", "clause_address", "done_at", "done_by",
        ]  # fmt: skip
        read_only_fields = fields


class MissingSerializer(serializers.ModelSerializer[MissingItem]):
    class Meta:
        model = MissingItem
        fields = ["id", "kind", "label", "asked_at", "provided_at"]
        read_only_fields = fields


class EventSerializer(serializers.ModelSerializer[CaseEvent]):
    note = serializers.CharField()

    class Meta:
        model = CaseEvent
        fields = ["id", "name", "happened_at", "actor_label", "visibility", "details", "note"]
        read_only_fields = fields


class PersonSerializer(serializers.Serializer[Any]):
    """What is known of the beneficiary; identity number and contacts only in the full view."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class RequestSummarySerializer(serializers.ModelSerializer[Case]):
    beneficiary = PersonSerializer()
    channel = serializers.CharField(source="channel_key")

    class Meta:
        model = Case
        fields = [
            "id", "reference", "status", "subject", "beneficiary", "channel", "received_at",
            "due_at", "due_date", "clock_paused", "decided_at", "closed_at", "policy_version",
            "policy_label",
        ]  # fmt: skip
        read_only_fields = fields


class FullPersonSerializer(PersonSerializer):
    identity_number = serializers.CharField(allow_null=True)
    mobile = serializers.CharField(allow_null=True)
    email = serializers.CharField(allow_null=True)


class RequestSerializer(RequestSummarySerializer):
    beneficiary = FullPersonSerializer()
    description = serializers.CharField()
    decision_reason = serializers.CharField()
    clocks = ClockSerializer(many=True)
    checklist = ChecklistSerializer(many=True)
    missing_items = MissingSerializer(many=True)
    events = EventSerializer(many=True)

    class Meta(RequestSummarySerializer.Meta):
        fields = [
            *RequestSummarySerializer.Meta.fields, "description", "reply_channel",
            "register_number", "rules_digest", "decision_reason", "clocks", "checklist",
            "missing_items", "events",
        ]  # fmt: skip
        read_only_fields = fields


class ReceivedSerializer(serializers.Serializer[Any]):
    request = RequestSerializer()
    tracking_code = serializers.CharField(
        allow_null=True, help_text="Shown now only; null when an operation is repeated later."
    )
