"""What whoever complains sends: the complaint, then answers, signatures, wishes."""

import uuid
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.beneficiaries import services as beneficiaries
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.cases import rules as cases
from core.cases.rules import LONGEST_TEXT
from core.complaints import rules
from core.complaints.enums import Confidentiality, OfferKind
from core.complaints.services import NewOffer
from core.complaints.services.compensation import AmountMissing, SignatureMissing
from core.complaints.settings import SETTINGS
from core.messages.channels import offered
from core.rules import GoverningRules
from core.service_requests import rules as requests
from core.service_requests.portal.fields import FilesField, TypedField
from core.service_requests.portal.forms import REPLY_CHANNELS, PortalForm, text_input
from foundation.arabic import clean_typed
from foundation.errors import Invalid
from foundation.identity import (
    InvalidEmail,
    InvalidIdentityNumber,
    InvalidMobile,
    normalise_email,
    normalise_identity_number,
    normalise_mobile,
)
from foundation.signatures import BlankSignature, UnreadableSignature, check_signature

SIGNATURE: Final = "signature"
WHO: Final = ("name", "identity_number", "mobile", "email")
# Left out of an anonymous complaint, whatever was typed before the choice was changed.
TELLING: Final = (*WHO, "about_request")
FILE_HELP = _("Photos, PDF or Word files, up to 20 MB each. Add them last: they are not kept.")
WAYS_IN_CONFIDENCE: Final = (ReplyChannel.PORTAL, ReplyChannel.EMAIL)


class NoSuchRequest(Invalid):
    code = "no_such_request"
    message = _("No request has this code. Please compare it with your receipt.")


def ways_to_reply() -> list[tuple[str, Any]]:
    return offered(REPLY_CHANNELS)


def without_identity(data: QueryDict) -> QueryDict:
    kept = data.copy()
    for name in TELLING:
        kept.pop(name, None)
    kept["reply_channel"] = ReplyChannel.PORTAL
    return kept


class ComplaintForm(PortalForm):
    """Nothing of it is kept anywhere before it is a complaint: not its words, and not its files."""

    use_required_attribute = False  # a field that the style sheet hides would hold the form up
    beside: ClassVar = {
        beneficiaries.NameMissing: "name",
        beneficiaries.NameTooLong: "name",
        InvalidIdentityNumber: "identity_number",
        InvalidMobile: "mobile",
        InvalidEmail: "email",
        requests.EmailMissing: "email",
        requests.MobileMissing: "mobile",
        requests.WayNotSetUp: "reply_channel",
        rules.OnlyInConfidence: "reply_channel",
        rules.AnonymousNotTaken: "confidentiality",
        rules.WhoComplained: "name",
        rules.UnknownSubject: "subject_key",
        NoSuchRequest: "about_request",
        cases.TextMissing: "text",
        cases.TextTooLong: "text",
    }
    confidentiality = forms.ChoiceField(
        label=_("Who may know that it is you?"), widget=forms.RadioSelect
    )
    subject_key = forms.ChoiceField(label=_("What is it about?"))
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words: what, when, where."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    about_words = forms.CharField(
        label=_("Whom does it concern?"),
        help_text=_(
            "A person, a department, a place. Whoever it is about never sees the complaint."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    about_management = forms.BooleanField(
        label=_("It is about the management of the association."),
        help_text=_("Then none of those who decide on complaints sees it; it goes to the board."),
        required=False,
    )
    about_request = forms.CharField(
        label=_("Is it about a request of yours?"),
        help_text=_(
            "Its reference number; or its tracking code, and then nobody who worked on that request sees"
            " the complaint. Whoever handles the complaint can open the request, which has your name."
        ),
        required=False,
        max_length=100,
        widget=text_input(autocomplete="off", dir="ltr"),
    )
    wanted = forms.CharField(
        label=_("What would put it right?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    damage = forms.CharField(
        label=_("Were you harmed, and how?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    asks_compensation = forms.BooleanField(
        label=_("I ask for compensation of the damage."), required=False
    )
    reply_channel = forms.ChoiceField(
        label=_("How shall we answer you?"),
        choices=ways_to_reply,
        initial=ReplyChannel.PORTAL,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Full name"), widget=text_input(autocomplete="off"))
    identity_number = TypedField(
        label=_("Identity number"),
        normalise=normalise_identity_number,
        required=False,
        widget=text_input(inputmode="numeric", autocomplete="off", dir="ltr"),
    )
    mobile = TypedField(
        label=_("Mobile number"),
        normalise=normalise_mobile,
        required=False,
        widget=text_input(type="tel", autocomplete="off", dir="ltr"),
    )
    email = TypedField(
        label=_("E-mail"),
        help_text=_("We send the tracking code there too."),
        normalise=normalise_email,
        required=False,
        widget=text_input(type="email", autocomplete="off", dir="ltr"),
    )
    papers = FilesField(label=_("Photos and documents"), help_text=FILE_HELP)
    operation = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        governing: GoverningRules,
        anonymous: bool,
        **options: Any,
    ) -> None:
        """`anonymous`: whether that is offered here."""
        self.is_anonymous = (
            data is not None and data.get("confidentiality") == Confidentiality.ANONYMOUS
        )
        if data is not None and self.is_anonymous:
            data = without_identity(data)
        super().__init__(data, files, **options)
        self.initial.setdefault("operation", uuid.uuid4())
        self._offer(governing, anonymous=anonymous)
        if self.is_anonymous:
            self.fields["name"].required = False

    def _offer(self, governing: GoverningRules, *, anonymous: bool) -> None:
        choices = [each for each in Confidentiality if anonymous or each != "anonymous"]
        how: Any = self.fields["confidentiality"]
        how.choices = [(each.value, each.label) for each in choices]
        how.error_messages["invalid_choice"] = _("Choose one of these.")
        subject: Any = self.fields["subject_key"]
        named = [(each.key, str(each)) for each in SETTINGS.read().subjects]
        subject.choices = [("", _("Choose a subject")), *named]
        if governing.compensation is None:
            del self.fields["damage"], self.fields["asks_compensation"]

    def clean_operation(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["operation"])
        except ValueError:
            return uuid.uuid4()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen, how = data.get("reply_channel"), data.get("confidentiality")
        if how == Confidentiality.CONFIDENTIAL and chosen not in (None, *WAYS_IN_CONFIDENCE):
            self.refuse(rules.OnlyInConfidence())
        elif chosen and "email" in data and "mobile" in data:
            try:
                requests.check_reply_channel(chosen, email=data["email"], mobile=data["mobile"])
            except (
                requests.EmailMissing,
                requests.MobileMissing,
                requests.WayNotSetUp,
            ) as error:
                self.refuse(error)
        return data

    @property
    def how(self) -> Confidentiality:
        return Confidentiality(self.cleaned_data["confidentiality"])

    def person(self, language: str) -> BeneficiaryData | None:
        if self.is_anonymous:
            return None
        data = self.cleaned_data
        return BeneficiaryData(
            **{name: data[name] for name in WHO},
            reply_channel=data["reply_channel"],
            language=language,
        )

    def operation_id(self) -> uuid.UUID:
        """The same form sent twice is one complaint; changed and sent again it is another."""
        data = self.cleaned_data
        told = "\0".join(
            str(data.get(name, ""))
            for name in ("confidentiality", "subject_key", "text", "about_words", "wanted")
        )
        return uuid.uuid5(data["operation"], told)


class WritingForm(PortalForm):
    beside: ClassVar = {cases.TextMissing: "text", cases.TextTooLong: "text"}
    text = forms.CharField(
        label=_("Your message"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    papers = FilesField(label=_("Photos and documents"), help_text=FILE_HELP)


class SigningForm(PortalForm):
    """A drawn signature, or the declaration in its place."""

    beside: ClassVar = {
        BlankSignature: SIGNATURE,
        UnreadableSignature: SIGNATURE,
        SignatureMissing: SIGNATURE,
    }
    signature = forms.CharField(label=_("Signature"), required=False, widget=forms.HiddenInput)
    signature_declared = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if drawn := data.get(SIGNATURE):
            try:
                check_signature(drawn)
            except (BlankSignature, UnreadableSignature) as error:
                self.refuse(error)
        elif not data.get("signature_declared"):
            self.add_error(SIGNATURE, _("Please sign, or tick the declaration in its place."))
        return data


class WhyForm(PortalForm):
    """Why something is refused."""

    words = forms.CharField(
        label=_("Why not?"),
        help_text=_("What would have to be different for you to accept?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(PortalForm):
    """What is asked for in place of what was offered."""

    beside: ClassVar = {AmountMissing: "amount"}
    kind = forms.ChoiceField(
        label=_("What do you ask for?"), choices=OfferKind.choices, widget=forms.RadioSelect
    )
    amount = forms.CharField(
        label=_("Amount in riyals"),
        required=False,
        max_length=20,
        widget=text_input(inputmode="decimal", autocomplete="off", dir="ltr"),
    )
    what = forms.CharField(
        label=_("In words"),
        help_text=_("What the money is for, or what should be done."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_amount(self) -> Decimal | None:
        typed = clean_typed(self.cleaned_data["amount"]).replace(",", "").replace("٬", "")
        typed = typed.replace("٫", ".").strip()
        if not typed:
            return None
        number = forms.DecimalField(max_digits=14, decimal_places=2, min_value=Decimal("0.01"))
        amount: Decimal = number.clean(typed)
        return amount

    def offer(self) -> NewOffer:
        data = self.cleaned_data
        return NewOffer(OfferKind(data["kind"]), amount=data["amount"], what=data["what"])


class ReopeningForm(PortalForm):
    beside: ClassVar = {rules.ReasonMissing: "why", cases.TextTooLong: "why"}
    why = forms.CharField(
        label=_("Why should it be opened again?"),
        help_text=_("What was not kept, was not seen, or has happened since."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AppealForm(PortalForm):
    beside: ClassVar = {cases.TextMissing: "grounds", cases.TextTooLong: "grounds"}
    grounds = forms.CharField(
        label=_("Why you do not agree"),
        help_text=_("What was not seen, or has changed since."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    operation_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("operation_id", uuid.uuid4())


class WithdrawalForm(PortalForm):
    beside: ClassVar = {cases.TextTooLong: "reason"}
    reason = forms.CharField(
        label=_("Would you like to tell us why?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
