"""What visitors type: what they look for, a question, where they want to be told of updates."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.beneficiaries.enums import ReplyChannel
from core.cases import rules as cases
from core.inquiries import rules
from core.inquiries.intake import Asker
from core.service_requests import rules as requests
from core.service_requests.portal.fields import TypedField
from core.service_requests.portal.forms import PortalForm, reply_channels, text_input
from foundation.errors import DomainError
from foundation.identity import InvalidEmail, InvalidMobile, normalise_email, normalise_mobile
from tenants.people.enums import Language


class QuestionForm(PortalForm):
    beside: ClassVar[dict[type[DomainError], str]] = {rules.QuestionMissing: "question"}
    question = forms.CharField(
        label=_("What would you like to know?"),
        help_text=_("In one sentence."),
        max_length=rules.LONGEST_ASKED,
        widget=text_input(autocomplete="off"),
    )


class AskForm(QuestionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.QuestionMissing: "question",
        InvalidMobile: "mobile",
        InvalidEmail: "email",
        requests.EmailMissing: "email",
        requests.MobileMissing: "mobile",
        requests.WayNotSetUp: "reply_channel",
        cases.TextTooLong: "details",
    }
    details = forms.CharField(
        label=_("Would you like to say more?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(
        label=_("Full name"), max_length=200, widget=text_input(autocomplete="name")
    )
    reply_channel = forms.ChoiceField(
        label=_("How shall we answer you?"),
        choices=reply_channels,
        initial=ReplyChannel.PORTAL,
        widget=forms.RadioSelect,
    )
    email = TypedField(
        label=_("E-mail"),
        normalise=normalise_email,
        required=False,
        widget=text_input(type="email", autocomplete="email", dir="ltr"),
    )
    mobile = TypedField(
        label=_("Mobile number"),
        help_text=_("Such as 05xxxxxxxx"),
        normalise=normalise_mobile,
        required=False,
        widget=text_input(type="tel", autocomplete="tel", dir="ltr"),
    )
    operation = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_operation(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["operation"])
        except ValueError:
            return uuid.uuid4()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen = data.get("reply_channel")
        if chosen and "email" in data and "mobile" in data:
            try:
                requests.check_reply_channel(
                    ReplyChannel(chosen), email=data["email"], mobile=data["mobile"]
                )
            except DomainError as error:
                self.refuse(error)
        return data

    def asker(self, language: str) -> Asker:
        data = self.cleaned_data
        return Asker(
            name=data["name"],
            mobile=data["mobile"],
            email=data["email"],
            reply_channel=data["reply_channel"],
            language=language,
        )

    def operation_id(self) -> uuid.UUID:
        """The same form sent twice is one inquiry; changed and sent again it is another."""
        data = self.cleaned_data
        told = "\0".join(data[name] for name in ("question", "details", "name", "email", "mobile"))
        return uuid.uuid5(data["operation"], told)


class FurtherForm(PortalForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "text",
        cases.TextTooLong: "text",
    }
    text = forms.CharField(
        label=_("What is still unclear?"), widget=forms.Textarea(attrs={"rows": 4})
    )


class UpdatesForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("At most one mail a day, and only when something changed."),
    )
    language = forms.ChoiceField(label=_("Language of the mails"), choices=Language.choices)

    def clean_email(self) -> str:
        try:
            return normalise_email(self.cleaned_data["email"])
        except InvalidEmail as error:
            raise ValidationError(str(error)) from error
