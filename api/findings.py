"""Policies under review: what the linter asks about a version, or about a text that is not stored."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.language import View
from api.permissions import Requires
from policies import queries
from policies.checking import fingerprint
from policies.content import PolicyContent
from policies.drafting import from_reading
from policies.linting.finding import Finding
from policies.questions import Choice, choices
from policies.reading.reader import read_text
from policies.reading.sources import LONGEST_TEXT, text_of_paste
from policies.review import other_documents, review
from policies.services.drafts import NothingToRead, TextTooLong
from tenants.people.roles import Permission

MOST_OTHERS = 5
LONGEST_TITLE = 300


class PieceSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["same", "removed", "added"])
    text = serializers.CharField()


class FixSerializer(serializers.Serializer[Choice]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    diff = serializers.ListField(
        source="rows",
        child=PieceSerializer(many=True),
        help_text="Line by line: the words that stay, go and come.",
    )


class FindingSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="The rule, such as BRP-D01.")
    fingerprint = serializers.CharField(help_text="The same for the same question as it moves.")
    severity = serializers.ChoiceField(choices=["error", "warn", "info"])
    line = serializers.IntegerField(allow_null=True, help_text="Null: the whole document.")
    words = serializers.CharField(allow_null=True)
    message_ar = serializers.CharField()
    message_en = serializers.CharField()
    reason_ar = serializers.CharField()
    reason_en = serializers.CharField()
    answered = serializers.BooleanField(help_text="A person has answered it.")
    fixes = FixSerializer(many=True)


class FindingsSerializer(serializers.Serializer[Any]):
    findings = FindingSerializer(many=True)


class ReviewedSerializer(FindingsSerializer):
    reading = serializers.DictField(help_text="What was read, each value with its source.")


class OtherDocumentInput(serializers.Serializer[Any]):
    title = serializers.CharField(
        max_length=LONGEST_TITLE, required=False, default="", allow_blank=True
    )
    text = serializers.CharField()


class PolicyTextInput(serializers.Serializer[Any]):
    text = serializers.CharField(trim_whitespace=False)
    others = OtherDocumentInput(
        many=True,
        required=False,
        default=list,
        help_text="Other documents of the association, to compare deadlines with.",
    )

    def validate_others(self, others: list[Any]) -> list[Any]:
        return others[:MOST_OTHERS]


def _told(
    findings: list[Finding], content: PolicyContent, answered: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    return [
        {
            **finding.model_dump(),
            "fingerprint": fingerprint(finding),
            "answered": fingerprint(finding) in answered,
            "fixes": choices(finding, content),
        }
        for finding in findings
    ]


def _check_length(text: str) -> None:
    if not text.strip():
        raise NothingToRead
    if len(text) > LONGEST_TEXT:
        raise TextTooLong


class VersionFindingsView(Requires, View):
    required: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": (Permission.VIEW_POLICIES,)}

    @extend_schema(responses=FindingsSerializer, summary="What is asked about a policy version")
    def get(self, request: Request, version_id: UUID) -> Response:
        version = queries.version(version_id)
        answers = version.lint_answers.values_list("fingerprint", flat=True)
        told = _told(version.load_findings(), version.load_content(), frozenset(answers))
        return Response(FindingsSerializer({"findings": told}).data)


class LintView(Requires, View):
    """Nothing that is sent here is stored."""

    required: ClassVar[dict[str, tuple[Permission, ...]]] = {"POST": (Permission.EDIT_POLICIES,)}

    @extend_schema(
        request=PolicyTextInput,
        responses=ReviewedSerializer,
        summary="Read a text and ask what a reviewer would ask",
    )
    def post(self, request: Request) -> Response:
        sent = PolicyTextInput(data=request.data)
        sent.is_valid(raise_exception=True)
        text = sent.validated_data["text"]
        beside = [(each["title"], each["text"]) for each in sent.validated_data["others"]]
        for written in (text, *(other for _title, other in beside)):
            _check_length(written)
        text = text_of_paste(text)
        reading = read_text(text)
        findings = review(text, reading, others=other_documents(beside))
        told = _told(findings, from_reading(text, reading))
        answer = {"reading": reading.model_dump(mode="json"), "findings": told}
        return Response(ReviewedSerializer(answer).data)
