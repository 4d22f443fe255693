"""The form of a request that came by phone, by letter or in person."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.beneficiaries import services as people
from core.beneficiaries.categories import categories
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.cases import rules as cases
from core.messages.channels import offered
from core.request_types import rules as request_types
from core.request_types.answers import AnswersForm, name_of, when_categories
from core.request_types.content import NeededDocument, TypeContent
from core.request_types.enums import FieldKind
from core.request_types.models import RequestTypeVersion
from core.request_types.queries import content_of, published
from core.rules import ChannelKind, ChannelNotInPolicy, GoverningRules, NoPolicyInForce
from core.service_requests import rules
from core.service_requests.desk.forms import UploadField, paragraph
from core.service_requests.paper import RegisterNumberTaken
from foundation import clock
from foundation.arabic import clean_typed, strip_marks
from foundation.errors import DomainError
from foundation.identity import (
    normalise_email,
    normalise_identity_number,
    normalise_mobile,
)
from foundation.signatures import check_signature
from foundation.uploads import CheckedFile
from ui.fields import DayField
from ui.forms import RefusableForm

SPARE_ROWS = 3
SOMEBODY_NEW = "new"
ARRIVED_SOME_TIME = time(12)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as handed in: checked, not stored yet."""

    purpose: str
    file: CheckedFile
    field: str = ""


@dataclass(frozen=True, slots=True)
class TypeDocument:
    """One that the type asks for; `when`: of whom, for the script."""

    row: forms.BoundField
    when: str


class IntakeForm(RefusableForm):
    """`beneficiary`: nobody was proposed (empty), somebody new, or the id of a known person.

    `answers`: what the chosen type asks; staff leave out what they were not told.
    """

    beside: ClassVar[dict[type[DomainError], str]] = {
        ChannelNotInPolicy: "channel",
        request_types.NotByThisChannel: "channel",
        request_types.TypeNotOffered: "request_type",
        NoPolicyInForce: "received_date",
        rules.ArrivesInFuture: "received_date",
        rules.SubjectMissing: "subject",
        rules.EmailMissing: "email",
        rules.MobileMissing: "mobile",
        rules.WayNotSetUp: "reply_channel",
        RegisterNumberTaken: "register_number",
        people.NameMissing: "name",
        people.NameTooLong: "name",
        people.OtherIdentityNumber: "identity_number",
        cases.TextTooLong: "description",
    }

    operation_id = forms.UUIDField(widget=forms.HiddenInput)
    beneficiary = forms.CharField(required=False, widget=forms.HiddenInput)
    request_type = forms.ChoiceField(label=_("Type of request"), required=False)
    channel = forms.ChoiceField(label=_("Channel"))
    received_by = forms.CharField(
        label=_("Taken in by"),
        required=False,
        max_length=200,
        help_text=_("Who received the letter or the fax, if it was somebody else."),
    )
    received_date = DayField(
        label=_("Day of arrival"),
        required=False,
        help_text=_("In either calendar: 01/09/1445 or 11/03/2024. Empty: now."),
    )
    received_time = forms.CharField(
        label=_("Time"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "10:30"}),
    )
    register_number = forms.CharField(
        label=_("Number in the paper register"),
        required=False,
        max_length=rules.LONGEST_REGISTER_NUMBER,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    name = forms.CharField(label=_("Name"), max_length=people.LONGEST_NAME)
    identity_number = forms.CharField(
        label=_("Identity number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
    )
    mobile = forms.CharField(
        label=_("Mobile"),
        required=False,
        help_text=_("Needed for a reply by phone."),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        help_text=_("Needed for a reply by e-mail."),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "email"}),
    )
    reply_channel = forms.ChoiceField(
        label=_("Agreed way to reply"), choices=ReplyChannel.choices, initial=ReplyChannel.PHONE
    )
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=rules.LONGEST_SUBJECT,
        error_messages={"required": rules.SubjectMissing.message},
    )
    description = paragraph(
        _("Description"),
        rows=5,
        required=False,
        max_length=cases.LONGEST_TEXT,
        help_text=_("What the person needs, and why, as they said it."),
    )
    declared = forms.BooleanField(
        label=_("The beneficiary declares that what was said and handed in is true."),
        required=False,
    )
    signature = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, governing: GoverningRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        channel.choices = [(each.key, each.label) for each in governing.channels]
        calls = [each.key for each in governing.channels if each.kind == ChannelKind.PHONE]
        channel.initial = next(iter(calls), None)
        reply_channel: Any = self.fields["reply_channel"]
        reply_channel.choices = offered(ReplyChannel.choices)
        self._offer_types()
        if not self.is_bound:
            self.initial.setdefault("operation_id", uuid.uuid4())
        self.required_documents = governing.required_documents
        for number, label in enumerate(self.required_documents):
            self.fields[f"required_{number}"] = UploadField(label=label, required=False)
        for number in range(SPARE_ROWS):
            self.fields[f"purpose_{number}"] = forms.CharField(
                label=_("What it is"), required=False, max_length=200
            )
            self.fields[f"file_{number}"] = UploadField(label=_("File"), required=False)

    def _offer_types(self) -> None:
        versions = {str(each.pk): each for each in published()}
        chosen = self["request_type"].value() or ""
        contents = {pk: content_of(version) for pk, version in versions.items()}
        names = [(pk, str(content.name)) for pk, content in contents.items()]
        field: Any = self.fields["request_type"]
        field.choices = [("", _("Something else")), *names]
        self.version: RequestTypeVersion | None = versions.get(str(chosen))
        self.answers: AnswersForm | None = None
        self.type_documents: list[NeededDocument] = []
        self.names = {content.name.ar for content in contents.values()} | {
            content.name.en for content in contents.values()
        }
        # A type gives the request its name; else somebody says what it is about.
        self.fields["subject"].required = self.version is None
        if self.version is None:
            if not names:
                del self.fields["request_type"]
            return
        content = contents[str(self.version.pk)]
        self._ask(content)

    def _ask(self, content: TypeContent) -> None:
        self.content = content
        self.answers = AnswersForm(
            self.data if self.is_bound else None,
            self.files if self.is_bound else None,
            initial=self.initial,
            content=content,
            categories=categories() if content.asks_for_categories else (),
            file_field=UploadField,
            lenient=True,
        )
        self.type_documents = list(content.documents)
        for number, document in enumerate(self.type_documents):
            self.fields[f"type_{number}"] = UploadField(label=str(document.label), required=False)

    def is_valid(self) -> bool:
        own = super().is_valid()
        return own and (self.answers is None or self.answers.is_valid())

    def clean_subject(self) -> str:
        """Of a type, its name where nothing else was written."""
        typed = str(self.cleaned_data["subject"]).strip()
        if self.version is None and not strip_marks(typed).strip():
            raise ValidationError(rules.SubjectMissing.message)
        if typed or self.version is None:
            return typed
        return self.content.name.ar[: rules.LONGEST_SUBJECT]

    def clean_received_time(self) -> time | None:
        typed = clean_typed(self.cleaned_data["received_time"])
        if not typed:
            return None
        try:
            return time.fromisoformat(typed.zfill(5))
        except ValueError as error:
            raise ValidationError(_("Write a time like 10:30.")) from error

    def clean_identity_number(self) -> str:
        return _normal(normalise_identity_number, self.cleaned_data["identity_number"])

    def clean_mobile(self) -> str:
        return _normal(normalise_mobile, self.cleaned_data["mobile"])

    def clean_email(self) -> str:
        return _normal(normalise_email, self.cleaned_data["email"])

    def clean_register_number(self) -> str:
        return clean_typed(self.cleaned_data["register_number"])

    def clean_beneficiary(self) -> str:
        chosen: str = self.cleaned_data["beneficiary"]
        if chosen in ("", SOMEBODY_NEW):
            return chosen
        return str(_read(uuid.UUID, chosen))

    def clean_signature(self) -> bytes | None:
        drawn = self.cleaned_data["signature"]
        return _read(check_signature, drawn) if drawn else None

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("received_time") and data.get("received_date", "") is None:
            data["received_date"] = clock.today()
        for number in range(SPARE_ROWS):
            has_file = data.get(f"file_{number}") is not None
            if has_file and not data.get(f"purpose_{number}", "").strip():
                self.add_error(f"purpose_{number}", _("Say in a few words what it is."))
        if data.get("signature") and not data.get("declared"):
            self.add_error("declared", _("A signature stands under the declaration: tick it too."))
        return data

    def check_can_be_answered(self) -> None:
        """By what was typed alone: for who is nobody that is known."""
        data = self.cleaned_data
        if not {"reply_channel", "email", "mobile"} <= data.keys():
            return
        try:
            rules.check_reply_channel(
                data["reply_channel"], email=data["email"], mobile=data["mobile"]
            )
        except DomainError as error:
            self.refuse(error)

    def received_at(self) -> datetime | None:
        """None for now; a day without a time is its noon, or now if that has not come yet."""
        day = self.cleaned_data["received_date"]
        if day is None:
            return None
        typed = self.cleaned_data["received_time"]
        moment = timezone.make_aware(datetime.combine(day, typed or ARRIVED_SOME_TIME))
        if typed is None and day == clock.today():
            return min(moment, clock.now())
        return moment

    def beneficiary_data(self) -> BeneficiaryData:
        data = self.cleaned_data
        known = data["beneficiary"] not in ("", SOMEBODY_NEW)
        return BeneficiaryData(
            name=data["name"],
            identity_number=data["identity_number"],
            mobile=data["mobile"],
            email=data["email"],
            reply_channel=data["reply_channel"],
            beneficiary_id=uuid.UUID(data["beneficiary"]) if known else None,
        )

    def papers(self) -> list[Paper]:
        data = self.cleaned_data
        required = [
            Paper(label, data[f"required_{number}"])
            for number, label in enumerate(self.required_documents)
            if data[f"required_{number}"]
        ]
        spare = [
            Paper(data[f"purpose_{number}"], data[f"file_{number}"])
            for number in range(SPARE_ROWS)
            if data[f"file_{number}"]
        ]
        return required + self._type_papers() + spare

    def _type_papers(self) -> list[Paper]:
        data = self.cleaned_data
        found = [
            Paper(document.stored_label, data[f"type_{number}"])
            for number, document in enumerate(self.type_documents)
            if data[f"type_{number}"]
        ]
        for field in self.answers.asked if self.answers else []:
            name = name_of(field.key)
            if field.kind == FieldKind.FILE and self.answers and self.answers.cleaned_data[name]:
                paper = self.answers.cleaned_data[name]
                found.append(Paper(field.label.ar, paper, name))
        return found

    def type_rows(self) -> list[TypeDocument]:
        return [
            TypeDocument(self[f"type_{number}"], when_categories(document.categories))
            for number, document in enumerate(self.type_documents)
        ]

    def required_rows(self) -> list[forms.BoundField]:
        return [self[f"required_{number}"] for number in range(len(self.required_documents))]

    def spare_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [
            (self[f"purpose_{number}"], self[f"file_{number}"]) for number in range(SPARE_ROWS)
        ]

    @property
    def has_files(self) -> bool:
        return bool(self.files)


def as_typed(posted: Any, governing: GoverningRules) -> IntakeForm:
    """The form as it stands, with the fields of the type that was chosen now, and nothing judged yet."""
    blank = IntakeForm(governing=governing, initial={"request_type": posted.get("request_type")})
    typed: dict[str, Any] = {"request_type": posted.get("request_type", "")}
    for form in (blank, blank.answers):
        for name, field in form.fields.items() if form else ():
            if not isinstance(field, forms.FileField):
                typed[name] = field.widget.value_from_datadict(posted, {}, name)
    if blank.version is not None and (not typed["subject"] or typed["subject"] in blank.names):
        typed["subject"] = str(blank.content.name)[: rules.LONGEST_SUBJECT]
    return IntakeForm(governing=governing, initial=typed)


def _normal(normalise: Callable[[str], str], typed: str) -> str:
    return str(_read(normalise, typed)) if typed.strip() else ""


def _read(reader: Callable[[str], Any], typed: str) -> Any:
    try:
        return reader(typed)
    except (DomainError, ValueError) as error:
        raise ValidationError(str(error)) from error
