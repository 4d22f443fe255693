"""What staff type: published answers, inquiries that were told to them, answers, officers' hours."""

import uuid
from datetime import time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.beneficiaries import services as people
from core.beneficiaries.categories import categories
from core.beneficiaries.enums import ReplyChannel
from core.cases import rules as cases
from core.inquiries import liaison, rules
from core.inquiries.intake import Asker
from core.inquiries.liaison import OfficerDetails
from core.inquiries.models import Entry
from core.inquiries.publishing import Wording
from core.messages.channels import offered
from core.rules import GoverningRules
from core.service_requests import rules as requests
from core.service_requests.portal.fields import TypedField
from foundation.arabic import clean_typed
from foundation.errors import DomainError
from foundation.identity import (
    InvalidEmail,
    InvalidIdentityNumber,
    InvalidMobile,
    normalise_email,
    normalise_identity_number,
    normalise_mobile,
)
from tenants.people.models import User
from ui.fields import DayField
from ui.forms import RefusableForm

LTR = {"dir": "ltr"}
AUTO = {"dir": "auto"}
WEEKDAYS = [
    (7, _("Sunday")),
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
]


def _area(rows: int = 6, **attributes: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **attributes})


class EntryForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.QuestionMissing: "question_ar",
        rules.AnswerMissing: "answer_ar",
        rules.HalfInEnglish: "question_en",
        rules.ChangeMissing: "change",
        cases.TextTooLong: "answer_ar",
    }
    category = forms.CharField(
        label=pgettext_lazy("published answer", "Category"),
        required=False,
        max_length=rules.LONGEST_CATEGORY,
        widget=forms.TextInput(attrs={"list": "categories", "dir": "auto", "autocomplete": "off"}),
    )
    question_ar = forms.CharField(
        label=_("Question, in Arabic"), max_length=rules.LONGEST_QUESTION
    )
    answer_ar = forms.CharField(
        label=_("Answer, in Arabic"),
        help_text=_("Plain text. An empty line begins a paragraph; web addresses become links."),
        widget=_area(),
    )
    question_en = forms.CharField(
        label=_("Question, in English"), max_length=rules.LONGEST_QUESTION, required=False
    )
    answer_en = forms.CharField(label=_("Answer, in English"), widget=_area(), required=False)
    change = forms.CharField(
        label=_("What changed?"),
        help_text=_("One sentence, which readers and subscribers see with the date."),
        max_length=rules.LONGEST_CHANGE,
        required=False,
    )

    def __init__(self, *args: Any, entry: Entry | None = None, **kwargs: Any) -> None:
        if entry is not None:
            kwargs.setdefault("initial", {name: getattr(entry, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        if entry is None or entry.number == 1:
            del self.fields["change"]

    def wording(self) -> Wording:
        return Wording(**self.cleaned_data)


class InquiryForm(RefusableForm):
    """Told by phone, in a letter or at the office."""

    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.QuestionMissing: "question",
        InvalidIdentityNumber: "identity_number",
        InvalidMobile: "mobile",
        InvalidEmail: "email",
        requests.EmailMissing: "email",
        requests.MobileMissing: "mobile",
        requests.WayNotSetUp: "reply_channel",
        people.NameMissing: "name",
        cases.TextTooLong: "details",
    }
    channel = forms.ChoiceField(label=_("How it came"))
    question = forms.CharField(label=_("Question"), max_length=rules.LONGEST_ASKED)
    details = forms.CharField(label=_("More about it"), widget=_area(4), required=False)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    identity_number = TypedField(
        label=_("Identity number"),
        help_text=_("Only where the answer depends on the person's file."),
        normalise=normalise_identity_number,
        required=False,
        widget=forms.TextInput(attrs=LTR | {"inputmode": "numeric", "autocomplete": "off"}),
    )
    mobile = TypedField(
        label=_("Mobile"),
        normalise=normalise_mobile,
        required=False,
        widget=forms.TextInput(attrs=LTR | {"type": "tel", "autocomplete": "off"}),
    )
    email = TypedField(
        label=_("E-mail"),
        normalise=normalise_email,
        required=False,
        widget=forms.TextInput(attrs=LTR | {"type": "email", "autocomplete": "off"}),
    )
    reply_channel = forms.ChoiceField(label=_("Reply by"), choices=ReplyChannel.choices)
    operation_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, governing: GoverningRules, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"operation_id": uuid.uuid4(), "reply_channel": ReplyChannel.PHONE}
        )
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        channel.choices = [(each.key, each.label) for each in governing.channels]
        reply_channel: Any = self.fields["reply_channel"]
        reply_channel.choices = offered(ReplyChannel.choices)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("identity_number") and not data.get("name"):
            self.refuse(people.NameMissing())
        return data

    def asker(self, language: str) -> Asker:
        names = ("name", "identity_number", "mobile", "email", "reply_channel")
        return Asker(**{name: self.cleaned_data[name] for name in names}, language=language)


class AnswerForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "text",
        cases.TextTooLong: "text",
    }
    text = forms.CharField(label=_("Answer"), widget=_area(8))
    entry = forms.UUIDField(required=False, widget=forms.HiddenInput)


class WithdrawForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {cases.TextTooLong: "reason"}
    reason = forms.CharField(label=_("Why"), widget=_area(3), required=False)


class TurnForm(RefusableForm):
    """What the new case needs beside what was asked."""

    beside: ClassVar[dict[type[DomainError], str]] = {
        people.NameMissing: "name",
        InvalidIdentityNumber: "identity_number",
        requests.SubjectMissing: "subject",
    }
    subject = forms.CharField(label=_("Subject"), max_length=requests.LONGEST_SUBJECT)
    name = forms.CharField(label=_("Name"), max_length=200)
    identity_number = TypedField(
        label=_("Identity number"),
        normalise=normalise_identity_number,
        required=False,
        widget=forms.TextInput(attrs=LTR | {"inputmode": "numeric", "autocomplete": "off"}),
    )


class DesignationForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        liaison.NameMissing: "name",
        liaison.AlreadyNamed: "name",
    }
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs=AUTO))
    field = forms.CharField(
        label=pgettext_lazy("liaison officer", "Field"),
        help_text=_("What they answer about, or for whom."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=AUTO),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class OfficerForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        liaison.HoursInDisorder: "closes",
        liaison.StandsInForThemself: "substitute",
    }
    categories = forms.MultipleChoiceField(
        label=_("Categories of beneficiaries"),
        help_text=_("None means all."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Days"),
        help_text=_("None means every working day."),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.CharField(label=_("From"), required=False, max_length=10)
    closes = forms.CharField(
        label=_("Until"),
        help_text=_("Such as 09:30. Without hours those of the association hold."),
        required=False,
        max_length=10,
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40, widget=forms.TextInput(attrs=LTR)
    )
    whatsapp = TypedField(
        label=_("WhatsApp"),
        normalise=normalise_mobile,
        required=False,
        widget=forms.TextInput(attrs=LTR | {"type": "tel"}),
    )
    email = TypedField(
        label=_("E-mail"),
        normalise=normalise_email,
        required=False,
        widget=forms.TextInput(attrs=LTR | {"type": "email"}),
    )
    user_id = forms.ChoiceField(
        label=_("Staff account"),
        help_text=_("Days away of this account count here too."),
        required=False,
    )
    absent_until = DayField(label=_("Absent until"), required=False)
    substitute = forms.ChoiceField(label=_("In their place"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["categories"].choices = [(each.key, each.label) for each in categories()]
        active = User.objects.filter(is_active=True).order_by("display_name", "pk")
        accounts = [(str(user.pk), user.display_name) for user in active]
        fields["user_id"].choices = [("", "—"), *accounts]
        fields["substitute"].choices = [("", "—"), *others]
        for name in ("opens", "closes"):
            fields[name].widget.attrs |= LTR | {"inputmode": "numeric", "placeholder": "08:00"}

    def clean_phone(self) -> str:
        return clean_typed(self.cleaned_data["phone"])

    def clean_opens(self) -> time | None:
        return _time(self.cleaned_data["opens"])

    def clean_closes(self) -> time | None:
        return _time(self.cleaned_data["closes"])

    def details(self) -> OfficerDetails:
        data = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return OfficerDetails(**data)


def _time(typed: str) -> time | None:
    written = clean_typed(typed)
    if not written:
        return None
    try:
        return time.fromisoformat(written.zfill(5) if ":" in written else f"{written:0>2}:00")
    except ValueError:
        raise ValidationError(_("Write a time like 09:30.")) from None
