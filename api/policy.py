"""The policy in force, as the rules that cases run by."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.language import View
from api.permissions import Requires
from core import rules
from foundation import clock
from policies.integrity import checked_content
from policies.models import PolicyVersion
from tenants.people.roles import Permission


class ClauseSerializer(serializers.Serializer[rules.Clause]):
    address = serializers.CharField()
    text = serializers.CharField()


class ChannelSerializer(serializers.Serializer[rules.Channel]):
    key = serializers.CharField()
    kind = serializers.ChoiceField(choices=rules.ChannelKind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    clause = ClauseSerializer()


class ToolSerializer(serializers.Serializer[rules.Tool]):
    label = serializers.CharField()  # type: ignore[assignment]
    clause = ClauseSerializer()


class StepSerializer(serializers.Serializer[rules.HandlingStep]):
    key = serializers.CharField()
    text = serializers.CharField()
    role = serializers.CharField(allow_null=True)
    stage = serializers.CharField()
    clause = ClauseSerializer()


class AmountSerializer(serializers.Serializer[Any]):
    value = serializers.IntegerField()
    unit = serializers.CharField()


class DeadlineRuleSerializer(serializers.Serializer[rules.DeadlineRule]):
    key = serializers.CharField()
    milestone = serializers.CharField()
    start = serializers.CharField()
    minimum = AmountSerializer(source="term.minimum", allow_null=True)
    maximum = AmountSerializer(source="term.maximum", allow_null=True)
    clause = ClauseSerializer()


class PolicySerializer(serializers.Serializer[rules.GoverningRules]):
    version_id = serializers.UUIDField()
    version = serializers.CharField(source="version_label")
    digest = serializers.CharField()
    in_force_from = serializers.DateTimeField()
    title = serializers.CharField()
    channels = ChannelSerializer(many=True)
    tools = ToolSerializer(many=True)
    steps = StepSerializer(many=True)
    deadlines = DeadlineRuleSerializer(many=True)
    required_documents = serializers.ListField(child=serializers.CharField())
    referral_target = serializers.CharField(allow_null=True)
    decision_body = serializers.CharField(allow_null=True)


class PolicyView(Requires, View):
    """The approved policy that governs what arrives now."""

    required: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": (Permission.VIEW_POLICIES,)}

    @extend_schema(responses=PolicySerializer, summary="Policy in force")
    def get(self, request: Request) -> Response:
        governing = rules.in_force(clock.now())
        # Looked at each time: rules that are remembered would outlive a change of what is stored.
        for version in PolicyVersion.objects.filter(pk=governing.version_id):
            checked_content(version)
        return Response(PolicySerializer(governing).data)
