"""The form of a complaint that staff take in: by phone, letter, fax, e-mail, or from who came."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.beneficiaries import services as people_services
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.cases import rules as cases
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.cases.queries import cases_visible_to
from core.complaints import rules
from core.complaints.desk.forms import FILE_HELP, Beside, choose, person_choices
from core.complaints.enums import Confidentiality
from core.complaints.intake import NewComplaint
from core.complaints.settings import SETTINGS
from core.messages.channels import offered
from core.rules import ChannelKind, ChannelNotInPolicy, GoverningRules, NoPolicyInForce
from core.service_requests import rules as requests
from core.service_requests.desk.forms import UploadField, paragraph
from core.service_requests.desk.intake_forms import ARRIVED_SOME_TIME
from foundation import clock
from foundation.arabic import clean_typed
from foundation.errors import DomainError
from foundation.identity import normalise_email, normalise_identity_number, normalise_mobile
from foundation.uploads import CheckedFile
from tenants.people.models import User
from tenants.people.queries import people
from ui.fields import DayField
from ui.forms import RefusableForm

NORMAL = {
    "identity_number": normalise_identity_number,
    "mobile": normalise_mobile,
    "email": normalise_email,
}
# As staff say it of somebody else.
WHO_KNOWS: dict[Confidentiality, str | Promise] = {
    Confidentiality.NAMED: _("By name"),
    Confidentiality.CONFIDENTIAL: _("In confidence: the name stays closed"),
    Confidentiality.ANONYMOUS: _("Anonymous: nobody knows the name"),
}


class ComplaintIntakeForm(RefusableForm):
    beside: ClassVar[Beside] = {
        ChannelNotInPolicy: "channel",
        rules.AnonymousNotTaken: "confidentiality",
        rules.WhoComplained: "name",
        rules.OnlyByCode: "reply_channel",
        rules.OnlyInConfidence: "reply_channel",
        rules.UnknownSubject: "subject_key",
        requests.ArrivesInFuture: "received_date",
        NoPolicyInForce: "received_date",
        requests.EmailMissing: "email",
        requests.MobileMissing: "mobile",
        requests.WayNotSetUp: "reply_channel",
        people_services.NameMissing: "name",
        people_services.NameTooLong: "name",
        people_services.OtherIdentityNumber: "identity_number",
        cases.TextMissing: "text",
        cases.TextTooLong: "text",
    }

    operation_id = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("Channel"))
    register_number = forms.CharField(
        label=_("Number in the paper register"),
        required=False,
        max_length=requests.LONGEST_REGISTER_NUMBER,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    confidentiality = forms.ChoiceField(
        label=_("Who may know who complained"),
        choices=list(WHO_KNOWS.items()),
        widget=forms.RadioSelect,
        initial=Confidentiality.NAMED,
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=people_services.LONGEST_NAME
    )
    identity_number = forms.CharField(
        label=_("Identity number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
    )
    mobile = forms.CharField(
        label=_("Mobile"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "email"}),
    )
    reply_channel = forms.ChoiceField(
        label=_("Agreed way to reply"),
        initial=ReplyChannel.PORTAL,
        help_text=_("Whoever stays unknown is answered by the tracking code alone."),
    )
    subject_key = forms.ChoiceField(label=_("What it is about"))
    text = paragraph(_("What happened"), rows=6, max_length=cases.LONGEST_TEXT)
    wanted = paragraph(_("What they want"), rows=2, required=False, max_length=cases.LONGEST_TEXT)
    damage = paragraph(
        _("Damage, if there was any"), rows=2, required=False, max_length=cases.LONGEST_TEXT
    )
    asks_compensation = forms.BooleanField(label=_("They ask for compensation"), required=False)
    about_people = forms.MultipleChoiceField(
        label=_("Somebody of the staff"), required=False, widget=forms.CheckboxSelectMultiple
    )
    about_unit = forms.CharField(label=_("A unit"), required=False, max_length=120)
    about_management = forms.BooleanField(
        label=_("The management that decides on complaints"),
        required=False,
        help_text=_("It goes to the member whom the board named, and none of them sees it."),
    )
    about_words = forms.CharField(label=_("In their words"), required=False, max_length=500)
    about_reference = forms.CharField(
        label=_("Reference of the request that it is about"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    file = UploadField(label=_("File"), required=False, help_text=FILE_HELP)
    received_date = DayField(
        label=_("Day of arrival"),
        required=False,
        help_text=_("In either calendar: 01/09/1445 or 11/03/2024. Empty: now."),
    )

    def __init__(self, *args: Any, governing: GoverningRules, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor
        self._request: Case | None = None
        choose(self, "channel", [(each.key, each.label) for each in governing.channels])
        calls = [each.key for each in governing.channels if each.kind == ChannelKind.PHONE]
        self.fields["channel"].initial = next(iter(calls), None)
        choose(self, "reply_channel", offered(ReplyChannel.choices))
        subjects = [(each.key, str(each)) for each in SETTINGS.read().subjects]
        choose(self, "subject_key", subjects)
        choose(self, "about_people", person_choices(list(people().filter(is_active=True))))
        if not rules.takes_anonymous(governing):
            named = {**WHO_KNOWS}
            del named[Confidentiality.ANONYMOUS]
            choose(self, "confidentiality", list(named.items()))
        if not self.is_bound:
            self.initial.setdefault("operation_id", uuid.uuid4())

    def clean_identity_number(self) -> str:
        return self._normal("identity_number")

    def clean_mobile(self) -> str:
        return self._normal("mobile")

    def clean_email(self) -> str:
        return self._normal("email")

    def clean_register_number(self) -> str:
        return clean_typed(self.cleaned_data["register_number"])

    def clean_about_reference(self) -> str:
        """Of a request that whoever takes the complaint in may see."""
        typed = clean_typed(self.cleaned_data["about_reference"]).upper()
        if typed:
            seen = cases_visible_to(self._actor)
            self._request = seen.filter(reference=typed).first()
            if self._request is None:
                raise ValidationError(_("No request has this reference."))
        return typed

    def files_typed(self) -> list[CheckedFile]:
        return [self.cleaned_data["file"]] if self.cleaned_data["file"] else []

    @property
    def is_nameless(self) -> bool:
        """What a file is called could say whose it is."""
        return bool(self.cleaned_data["confidentiality"] != Confidentiality.NAMED)

    def new_complaint(self, documents: Sequence[NewDocument]) -> NewComplaint:
        data = self.cleaned_data
        confidentiality = Confidentiality(data["confidentiality"])
        said = {
            name: data[name]
            for name in (
                "text", "subject_key", "wanted", "damage", "asks_compensation", "about_words",
                "about_management", "about_people", "about_unit", "register_number",
                "operation_id",
            )
        }  # fmt: skip
        return NewComplaint(
            confidentiality=confidentiality,
            person=self._person() if confidentiality != Confidentiality.ANONYMOUS else None,
            about_case=self._request,
            documents=documents,
            reply_channel=ReplyChannel(data["reply_channel"]),
            received_at=self._arrival(),
            **said,
        )

    def _arrival(self) -> datetime | None:
        """None for now; a day is its noon, or now if that has not come yet."""
        day = self.cleaned_data["received_date"]
        if day is None:
            return None
        moment = timezone.make_aware(datetime.combine(day, ARRIVED_SOME_TIME))
        return min(moment, clock.now()) if day == clock.today() else moment

    def _person(self) -> BeneficiaryData | None:
        data = self.cleaned_data
        if not data["name"].strip():
            return None
        return BeneficiaryData(
            **{name: data[name] for name in ("name", "identity_number", "mobile", "email")},
            reply_channel=data["reply_channel"],
        )

    def _normal(self, name: str) -> str:
        typed: str = self.cleaned_data[name]
        try:
            return NORMAL[name](typed) if typed.strip() else ""
        except (DomainError, ValueError) as error:
            raise ValidationError(str(error)) from error
