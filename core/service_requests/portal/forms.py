"""What beneficiaries send: a request, a document, an answer, a rating, a withdrawal."""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.beneficiaries import services as beneficiaries
from core.beneficiaries.categories import categories
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.cases import rules as cases
from core.messages.channels import offered
from core.request_types.answers import PREFIX, AnswersForm, key_of, when_categories
from core.request_types.models import RequestTypeVersion
from core.request_types.queries import content_of
from core.rules import GoverningRules
from core.satisfaction.rules import ScoreOutOfRange
from core.service_requests import rules
from core.service_requests.portal.drafts import SIGNATURE, KeptFile
from core.service_requests.portal.fields import FILE_HELP, FilesField, OneFileField, TypedField
from foundation.errors import DomainError
from foundation.identity import (
    InvalidEmail,
    InvalidIdentityNumber,
    InvalidMobile,
    normalise_email,
    normalise_identity_number,
    normalise_mobile,
)
from foundation.signatures import BlankSignature, UnreadableSignature, check_signature
from foundation.uploads import CheckedFile
from ui.forms import RefusableForm

OTHER: Final = "other_files"
REPLY_CHANNELS: Final = [
    (ReplyChannel.PORTAL, _("Here, with the tracking code")),
    (ReplyChannel.EMAIL, _("By e-mail")),
    (ReplyChannel.SMS, _("By text message")),
    (ReplyChannel.WHATSAPP, _("On WhatsApp")),
    (ReplyChannel.PHONE, _("By phone")),
    (ReplyChannel.VISIT, _("When I come to the office")),
]


def reply_channels() -> list[tuple[str, Any]]:
    """Those that the association can keep."""
    return offered(REPLY_CHANNELS)


SCORES: Final = [
    (1, _("Very poor")),
    (2, _("Poor")),
    (3, _("Fair")),
    (4, _("Good")),
    (5, _("Very good")),
]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line of the summary on top: what is wrong, and where to put it right."""

    anchor: str
    label: str
    message: str


class PortalForm(RefusableForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")

    def mistakes(self) -> list[Mistake]:
        return list(self._mistakes())

    def _mistakes(self) -> Iterator[Mistake]:
        for name, errors in self.errors.items():
            if name == "__all__":
                continue
            bound = self[name]
            anchor = bound.id_for_label or f"{bound.auto_id}_0"
            if name == SIGNATURE:
                anchor = f"{SIGNATURE}_label"
            for message in errors:
                yield Mistake(anchor, str(bound.label).rstrip(".؟?: "), str(message))


def text_input(**attributes: str) -> forms.TextInput:
    return forms.TextInput(attrs=attributes)


class RequestForm(PortalForm):
    """One field for the files of each document that the policy requires, and one for all others.

    `version`: the type of request, whose own questions stand in `answers`; None for anything else.
    """

    beside: ClassVar[dict[type[DomainError], str]] = {
        beneficiaries.NameMissing: "name",
        beneficiaries.NameTooLong: "name",
        InvalidIdentityNumber: "identity_number",
        InvalidMobile: "mobile",
        InvalidEmail: "email",
        rules.EmailMissing: "email",
        rules.MobileMissing: "mobile",
        rules.WayNotSetUp: "reply_channel",
        rules.SubjectMissing: "subject",
        cases.TextTooLong: "description",
        BlankSignature: SIGNATURE,
        UnreadableSignature: SIGNATURE,
    }
    name = forms.CharField(label=_("Full name"), widget=text_input(autocomplete="name"))
    identity_number = TypedField(
        label=_("Identity number"),
        help_text=_("The 10 digits of your national identity or iqama."),
        normalise=normalise_identity_number,
        widget=text_input(inputmode="numeric", autocomplete="off", dir="ltr"),
    )
    mobile = TypedField(
        label=_("Mobile number"),
        help_text=_("Such as 05xxxxxxxx"),
        normalise=normalise_mobile,
        widget=text_input(type="tel", autocomplete="tel", dir="ltr"),
    )
    email = TypedField(
        label=_("E-mail"),
        help_text=_("We send the tracking code there too."),
        normalise=normalise_email,
        required=False,
        widget=text_input(type="email", autocomplete="email", dir="ltr"),
    )
    reply_channel = forms.ChoiceField(
        label=_("How shall we answer you?"),
        choices=reply_channels,
        initial=ReplyChannel.PORTAL,
        widget=forms.RadioSelect,
    )
    subject = forms.CharField(
        label=_("What do you ask for?"),
        help_text=_("In a few words, such as: help with the rent."),
        widget=text_input(autocomplete="off"),
    )
    description = forms.CharField(
        label=_("Tell us more"),
        help_text=_("What happened, whom it concerns, and what you need."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    other_purpose = forms.CharField(
        label=_("What are the other documents?"),
        required=False,
        max_length=200,
        widget=text_input(autocomplete="off"),
    )
    truth = forms.BooleanField(label=_("I declare that what I have written here is true."))
    operation = forms.CharField(required=False, widget=forms.HiddenInput)
    signature = forms.CharField(label=_("Signature"), required=False, widget=forms.HiddenInput)
    signature_declared = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        governing: GoverningRules,
        kept: Iterable[KeptFile] = (),
        version: RequestTypeVersion | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kept = list(kept)
        self.drawn: bytes | None = None
        self.version = version
        self.answers: AnswersForm | None = None
        self.purposes = {slot_of(label): label for label in governing.required_documents}
        self._when: dict[str, str] = {}
        for slot, label in self.purposes.items():
            self.fields[slot] = FilesField(label=label)
        if version is not None:
            self._ask_what_the_type_asks(version)
        self.fields[OTHER] = FilesField(label=_("Other documents"), help_text=FILE_HELP)
        self.fields["truth"].error_messages["required"] = _(
            "Without this declaration we cannot take the request."
        )

    def _ask_what_the_type_asks(self, version: RequestTypeVersion) -> None:
        content = content_of(version)
        self.answers = AnswersForm(
            self.data if self.is_bound else None,
            self.files if self.is_bound else None,
            content=content,
            categories=categories() if content.asks_for_categories else (),
            file_field=_files_of_an_answer,
        )
        for file in self.kept:
            self._show_beside_its_question(file)
        for document in content.documents:
            slot = slot_of(document.stored_label)
            if slot not in self.fields:
                self.purposes[slot] = document.stored_label
                self._when[slot] = when_categories(document.categories)
                self.fields[slot] = FilesField(label=str(document.label))
        self.fields["subject"].required = False
        self.fields["subject"].initial = str(content.name)[: rules.LONGEST_SUBJECT]
        self.fields["description"].required = not content.fields

    def add_kept(self, file: KeptFile) -> None:
        self.kept.append(file)
        self._show_beside_its_question(file)

    def _show_beside_its_question(self, file: KeptFile) -> None:
        if self.answers is not None and file.slot.startswith(PREFIX):
            self.answers.kept.setdefault(key_of(file.slot), []).append(file)

    # --- what was sent ---

    def is_valid(self) -> bool:
        own = super().is_valid()
        return own and (self.answers is None or self.answers.is_valid())

    def _mistakes(self) -> Iterator[Mistake]:
        yield from super()._mistakes()
        if self.answers is not None and self.is_bound:
            for name, errors in self.answers.errors.items():
                bound = self.answers[name]
                anchor = bound.id_for_label or bound.auto_id or ""
                if bound.use_fieldset and bound.id_for_label == "":
                    anchor = bound.auto_id if name in self._in_parts() else f"{bound.auto_id}_0"
                for message in errors:
                    yield Mistake(anchor, str(bound.label).rstrip(".؟?: "), str(message))

    def _in_parts(self) -> set[str]:
        rows = self.answers.rows() if self.answers else []
        return {row.bound.name for row in rows if row.in_parts}

    def clean_subject(self) -> str:
        """Of a type, its name where nothing else was written."""
        typed = str(self.cleaned_data["subject"]).strip()
        if typed or self.version is None:
            return typed
        return content_of(self.version).name.ar[: rules.LONGEST_SUBJECT]

    def clean_operation(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["operation"])
        except ValueError:
            return uuid.uuid4()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for check in (self._check_words, self._check_person, self._check_reply, self._sign):
            try:
                check(data)
            except DomainError as error:
                self.refuse(error)
        self._check_kept()
        return data

    def _check_words(self, data: dict[str, Any]) -> None:
        if "subject" in data:
            try:
                rules.check_words(data["subject"], "")
            except cases.TextTooLong as error:
                self.add_error("subject", str(error))
        rules.check_words("-", data.get("description", ""))

    def _check_person(self, data: dict[str, Any]) -> None:
        if "name" in data:
            beneficiaries.normalised(BeneficiaryData(name=data["name"]))

    def _check_reply(self, data: dict[str, Any]) -> None:
        chosen = data.get("reply_channel")
        if chosen and "email" in data and "mobile" in data:
            rules.check_reply_channel(chosen, email=data["email"], mobile=data["mobile"])

    def _sign(self, data: dict[str, Any]) -> None:
        if drawn := data.get(SIGNATURE):
            self.drawn = check_signature(drawn)
        elif not data.get("signature_declared") and not self.kept_signature:
            self.add_error(SIGNATURE, _("Please sign, or tick the declaration in its place."))

    def _check_kept(self) -> None:
        """A session that ended meanwhile took the files with it; never send without them unasked."""
        wanted = set(self.sent_list("kept")) - set(self.sent_list("drop"))
        if not wanted <= {file.id for file in self.kept}:
            self.add_error(
                OTHER,
                _(
                    "The files that you had chosen before could not be kept. Please choose them again."
                ),
            )

    def sent_list(self, name: str) -> list[str]:
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else []

    # --- files ---

    def accepted_files(self) -> Iterator[tuple[str, CheckedFile]]:
        """Also of a form with mistakes elsewhere."""
        for form in (self, self.answers):
            for name, field in form.fields.items() if form else ():
                if isinstance(field, FilesField):
                    for checked in field.accepted:
                        yield name, checked

    def purpose_of(self, slot: str) -> str:
        if slot in self.purposes:
            return self.purposes[slot]
        asked = self.answers.content.field(key_of(slot)) if self.answers else None
        if asked is not None and slot.startswith(PREFIX):
            return asked.label.ar
        typed = str(self.cleaned_data.get("other_purpose", "")).strip()
        return typed or str(_("Other document"))

    @property
    def kept_signature(self) -> KeptFile | None:
        return next((file for file in self.kept if file.slot == SIGNATURE), None)

    def document_fields(self) -> list[dict[str, Any]]:
        """Each with the files that were kept for it."""
        return [
            {
                "field": self[name],
                "is_required": name != OTHER,
                "kept": [file for file in self.kept if file.slot == name],
                "when": self._when.get(name, ""),
            }
            for name, field in self.fields.items()
            if isinstance(field, FilesField)
        ]

    def is_wanted(self, file: KeptFile) -> bool:
        """Not what came for a question that is not asked any more."""
        if self.answers is None or not file.slot.startswith(PREFIX):
            return True
        return key_of(file.slot) in {field.key for field in self.answers.asked}

    # --- what it means ---

    def person(self, language: str) -> BeneficiaryData:
        data = self.cleaned_data
        return BeneficiaryData(
            name=data["name"],
            identity_number=data["identity_number"],
            mobile=data["mobile"],
            email=data["email"],
            reply_channel=data["reply_channel"],
            language=language,
        )

    def operation_id(self) -> uuid.UUID:
        """The same form sent twice is one request; changed and sent again it is another."""
        data = self.cleaned_data
        told = "\0".join(
            data[name] for name in ("identity_number", "name", "mobile", "subject", "description")
        )
        if self.answers is not None and self.version is not None:
            answers = json.dumps(self.answers.answers(), ensure_ascii=False, sort_keys=True)
            told = f"{told}\0{self.version.pk}\0{answers}"
        return uuid.uuid5(data["operation"], told)


def _files_of_an_answer(*, label: str, help_text: str, required: bool) -> FilesField:
    """Whether one is needed the form of the answers knows."""
    field = FilesField(label=label, help_text=help_text or FILE_HELP)
    field.required = required
    return field


def slot_of(label: str) -> str:
    """A field's name for a required document, whatever its place in the list."""
    return f"document_{sha256(label.encode()).hexdigest()[:12]}"


class CodeForm(PortalForm):
    code = forms.CharField(
        label=_("Tracking code"),
        help_text=_("20 digits, from your receipt."),
        max_length=100,
        strip=True,
        widget=text_input(inputmode="numeric", autocomplete="off", dir="ltr", spellcheck="false"),
    )


class DocumentForm(PortalForm):
    """For one missing item, or for none, and then it says what it is."""

    file = OneFileField(label=_("File"), help_text=FILE_HELP)
    purpose = forms.CharField(
        label=_("What is it?"), max_length=200, widget=text_input(autocomplete="off")
    )

    def __init__(self, *args: Any, for_item: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_item:
            del self.fields["purpose"]
            self.fields["file"].help_text = ""


class ReplyForm(PortalForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "text",
        cases.TextTooLong: "text",
    }
    text = forms.CharField(label=_("Your message"), widget=forms.Textarea(attrs={"rows": 4}))


class RatingForm(PortalForm):
    beside: ClassVar[dict[type[DomainError], str]] = {ScoreOutOfRange: "score"}
    score = forms.TypedChoiceField(
        label=_("How were you served?"), choices=SCORES, coerce=int, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Would you like to say more?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawalForm(PortalForm):
    beside: ClassVar[dict[type[DomainError], str]] = {cases.TextTooLong: "reason"}
    reason = forms.CharField(
        label=_("Would you like to tell us why?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
