"""What a program may send: shapes only; what it means is decided by the services."""

import json
from typing import Any

from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from tenants.people.enums import Language


class BeneficiaryInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    identity_number = serializers.CharField(
        max_length=30, required=False, default="", allow_blank=True
    )
    mobile = serializers.CharField(max_length=30, required=False, default="", allow_blank=True)
    email = serializers.CharField(max_length=254, required=False, default="", allow_blank=True)
    language = serializers.ChoiceField(
        choices=Language.choices, required=False, default=Language.ARABIC
    )


class RequestInput(serializers.Serializer[Any]):
    channel = serializers.CharField(
        max_length=80, help_text="The key of a channel that the policy in force names."
    )
    subject = serializers.CharField(max_length=200)
    description = serializers.CharField(
        max_length=20_000, required=False, default="", allow_blank=True
    )
    beneficiary = BeneficiaryInput()
    reply_channel = serializers.ChoiceField(
        choices=ReplyChannel.choices, required=False, default=ReplyChannel.PORTAL
    )
    type = serializers.SlugField(
        max_length=60,
        required=False,
        default="",
        allow_blank=True,
        help_text="The key of a published type of request; empty for anything else.",
    )
    answers = serializers.DictField(
        required=False,
        default=dict,
        help_text="By the key of each field of the type's form: words, numbers and dates as text, "
        "keys of choices, objects for persons, lists of objects for tables. Files come afterwards.",
    )
    categories = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, default=list, max_length=20
    )
    received_at = serializers.DateTimeField(required=False, default=None, allow_null=True)
    register_number = serializers.CharField(
        max_length=40, required=False, default="", allow_blank=True
    )
    declared_true = serializers.BooleanField(
        required=False, default=False, help_text="The beneficiary declared the information true."
    )

    def validate_answers(self, answers: dict[str, Any]) -> dict[str, Any]:
        """As for every other word: what could be stored and never shown is refused."""
        ProhibitSurrogateCharactersValidator()(json.dumps(answers, ensure_ascii=False))
        return answers

    def beneficiary_data(self) -> BeneficiaryData:
        sent = self.validated_data
        return BeneficiaryData(**sent["beneficiary"], reply_channel=sent["reply_channel"])
