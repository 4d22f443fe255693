"""What a phone sends, checked like the forms of the desk; the words under a field are for whoever typed."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from core.beneficiaries import services as people
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.beneficiaries.social_file import Condition, Employment, Housing, SocialFile
from core.cases import rules as cases
from core.delegates.moments import TakenInFuture, TakenTooLongAgo, moment_of
from core.delegates.photos import MOST_PHOTOS
from core.delegates.types import PairsField, answers_of
from core.messages.channels import offered
from core.request_types import rules as request_types
from core.request_types.answers import AnswersForm
from core.request_types.enums import FormState
from core.request_types.models import RequestTypeVersion
from core.request_types.queries import content_of
from core.research import rules as research
from core.research.enums import Recommendation
from core.rules import ChannelNotInPolicy
from core.service_requests import rules
from foundation.errors import DomainError
from foundation.identity import normalise_identity_number, normalise_mobile
from foundation.signatures import check_signature
from ui.forms import RefusableForm

REPLY_CHANNELS = [
    (channel.value, channel.label)
    for channel in (
        ReplyChannel.PHONE,
        ReplyChannel.SMS,
        ReplyChannel.WHATSAPP,
        ReplyChannel.VISIT,
        ReplyChannel.LETTER,
        ReplyChannel.PORTAL,
    )
]


def reply_channels() -> list[tuple[str, Any]]:
    """Those that the association can keep."""
    return offered(REPLY_CHANNELS)


class PhoneForm(RefusableForm):
    """`photos`: a list of ids, and what each is."""

    moment_field: ClassVar[str]

    operation_id = forms.UUIDField()
    sent_at = forms.CharField(max_length=40)
    photos = forms.JSONField(required=False)

    def errors_by_field(self) -> dict[str, list[str]]:
        return _messages(self)

    def clean_photos(self) -> list[tuple[uuid.UUID, str]]:
        listed = self.cleaned_data["photos"] or []
        try:
            photos = [(uuid.UUID(each["id"]), str(each.get("purpose", ""))) for each in listed]
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise ValidationError(_("The list of photos cannot be read.")) from error
        if len(photos) > MOST_PHOTOS:
            raise ValidationError(
                _("At most %(most)s photos can be sent.") % {"most": MOST_PHOTOS}
            )
        return photos

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        sent, happened = _moment(data.get("sent_at")), _moment(data.get(self.moment_field))
        if sent is None or happened is None:
            if self.moment_field not in self.errors:
                self.add_error(self.moment_field, _("Say when this was."))
            return data
        try:
            data["moment"] = moment_of(happened, sent_at=sent)
        except (TakenInFuture, TakenTooLongAgo) as error:
            self.add_error(self.moment_field, str(error))
        return data


class PhoneIntakeForm(PhoneForm):
    """`request_type`: the version whose fields the phone showed; `answers`: what was typed in them."""

    moment_field = "taken_at"
    beside: ClassVar[dict[type[DomainError], str]] = {
        ChannelNotInPolicy: "channel",
        request_types.NotByThisChannel: "channel",
        request_types.TypeNotOffered: "request_type",
        rules.ArrivesInFuture: "taken_at",
        rules.SubjectMissing: "subject",
        rules.MobileMissing: "mobile",
        rules.WayNotSetUp: "reply_channel",
        people.NameMissing: "name",
        people.NameTooLong: "name",
        cases.TextTooLong: "description",
    }

    taken_at = forms.CharField(max_length=40)
    channel = forms.CharField(max_length=80)
    name = forms.CharField(max_length=people.LONGEST_NAME)
    identity_number = forms.CharField(required=False, max_length=40)
    mobile = forms.CharField(required=False, max_length=40)
    reply_channel = forms.ChoiceField(choices=reply_channels)
    request_type = forms.UUIDField(required=False)
    answers = PairsField(required=False)
    subject = forms.CharField(required=False, max_length=rules.LONGEST_SUBJECT)
    description = forms.CharField(required=False, max_length=cases.LONGEST_TEXT)
    declared = forms.BooleanField(required=False)
    signature = forms.CharField(required=False)

    version: RequestTypeVersion | None = None
    filled_in: AnswersForm | None = None

    def is_valid(self) -> bool:
        own = super().is_valid()
        return own and (self.filled_in is None or not self.filled_in.errors)

    def errors_by_field(self) -> dict[str, list[str]]:
        """Those of the type's own fields among them, under the names that the phone gave them."""
        found = super().errors_by_field()
        if self.filled_in is not None:
            found |= _messages(self.filled_in)
        return found

    def clean_request_type(self) -> uuid.UUID | None:
        chosen: uuid.UUID | None = self.cleaned_data["request_type"]
        if chosen is not None:
            offered = RequestTypeVersion.objects.exclude(state=FormState.DRAFT)
            self.version = offered.filter(pk=chosen).first()
            if self.version is None:
                raise ValidationError(str(request_types.TypeNotOffered()))
        return chosen

    def clean_identity_number(self) -> str:
        return _normal(normalise_identity_number, self.cleaned_data["identity_number"])

    def clean_mobile(self) -> str:
        return _normal(normalise_mobile, self.cleaned_data["mobile"])

    def clean_signature(self) -> bytes | None:
        drawn = self.cleaned_data["signature"]
        try:
            return check_signature(drawn) if drawn else None
        except DomainError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.version is not None:
            purposes = [purpose for _photo, purpose in data.get("photos", [])]
            self.filled_in = answers_of(self.version, data.get("answers", []), purposes)
        if not data.get("subject", "").strip() and "subject" not in self.errors:
            if self.version is None:
                self.add_error("subject", _("This field is required."))
            else:
                name = str(content_of(self.version).name)
                data["subject"] = name[: rules.LONGEST_SUBJECT]
        if data.get("signature") and not data.get("declared"):
            self.add_error("declared", _("A signature stands under the declaration: tick it too."))
        return data

    def beneficiary_data(self) -> BeneficiaryData:
        data = self.cleaned_data
        return BeneficiaryData(
            name=data["name"],
            identity_number=data["identity_number"],
            mobile=data["mobile"],
            reply_channel=data["reply_channel"],
        )


class PhoneReportForm(PhoneForm):
    """`found`: what the social file can take over, under its own names."""

    moment_field = "visited_at"
    beside: ClassVar[dict[type[DomainError], str]] = {
        research.VisitedInFuture: "visited_at",
        research.VisitTooLongAgo: "visited_at",
        research.FindingsMissing: "findings",
        research.RecommendationMissing: "recommendation",
        cases.TextTooLong: "findings",
    }

    visit = forms.UUIDField()
    visited_at = forms.CharField(max_length=40)
    met_with = forms.CharField(required=False, max_length=research.LONGEST_NAME)
    findings = forms.CharField(max_length=cases.LONGEST_TEXT)
    recommendation = forms.ChoiceField(choices=Recommendation.choices)
    housing = forms.ChoiceField(required=False, choices=[("", ""), *Housing.choices])
    condition = forms.ChoiceField(required=False, choices=[("", ""), *Condition.choices])
    rooms = forms.IntegerField(required=False, min_value=0, max_value=99)
    rent = forms.DecimalField(required=False, min_value=0, max_digits=12, decimal_places=2)
    employment = forms.ChoiceField(required=False, choices=[("", ""), *Employment.choices])
    health = forms.CharField(required=False, max_length=2000)

    def found(self) -> dict[str, Any] | None:
        """As core.beneficiaries.social_file stores them; None where nothing was filled in."""
        names = ("housing", "condition", "rooms", "rent", "employment", "health")
        filled = {
            name: self.cleaned_data[name]
            for name in names
            if self.cleaned_data[name] not in ("", None)
        }
        if not filled:
            return None
        return SocialFile.model_validate(filled).model_dump(mode="json", include=set(filled))


def _messages(form: forms.Form) -> dict[str, list[str]]:
    return {
        name: [each["message"] for each in listed]
        for name, listed in form.errors.get_json_data().items()
        if name != "__all__"
    }


def _moment(typed: str | None) -> datetime | None:
    try:
        moment = parse_datetime(typed or "")
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _normal(normalise: Callable[[str], str], typed: str) -> str:
    if not typed.strip():
        return ""
    try:
        return normalise(typed)
    except DomainError as error:
        raise ValidationError(str(error)) from error
