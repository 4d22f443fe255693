"""Input of the inbox and of the actions beside a request; what the rules forbid the services say."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.beneficiaries.enums import ReplyChannel
from core.cases import rules as cases
from core.cases.enums import CaseStatus, MissingKind
from core.cases.models import Case
from core.cases.queries import unsettled_items
from core.programmes.models import Programme
from core.request_types.enums import Priority
from core.research.queries import findings_to_hand_back
from core.service_requests import budgets, rules
from core.service_requests.deciding import (
    COMMITTEE,
    CommitteeSettings,
    DecisionDetails,
    ReasonUse,
    worded,
)
from core.service_requests.enums import ContactDirection, Outcome
from core.service_requests.mentions import TooManyMentioned
from foundation import clock
from foundation.errors import DomainError
from foundation.uploads import CheckedFile, check_upload
from foundation.writing import amount_of_money
from tenants.people.models import User
from tenants.people.queries import people
from tenants.people.roles import permissions_of
from ui.fields import MoneyField
from ui.forms import RefusableForm
from ui.templatetags.ui import bidi

ACCEPTED_FILES = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.txt"


class UploadField(forms.FileField):
    """Cleans to a CheckedFile."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED_FILES})

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return check_upload(upload)
        except DomainError as error:
            raise ValidationError(str(error)) from error


def paragraph(label: Any, *, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class ActionForm(RefusableForm):
    """Of one action on one request."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the case."""


class NothingForm(ActionForm):
    """For actions that need no words."""


class OptionalNoteForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {cases.TextTooLong: "note"}
    note = paragraph(_("Note"), required=False)


class MarkMissingForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {rules.NothingAskedFor: "question"}
    listed = forms.MultipleChoiceField(
        label=_("Documents that the policy asks for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = paragraph(
        _("Other documents"), rows=2, required=False, help_text=_("One on each line.")
    )
    question = paragraph(
        _("Question to the beneficiary"),
        required=False,
        help_text=_("Documents, a question, or both. The beneficiary reads it word for word."),
    )

    def prepare(self) -> None:
        missing = [
            item.label
            for item in unsettled_items(self.case)
            if item.kind == MissingKind.DOCUMENT and item.asked_at is None
        ]
        field: Any = self.fields["listed"]
        field.choices = [(label, bidi(label)) for label in missing]
        if not missing:
            del self.fields["listed"]

    def documents(self) -> list[str]:
        others = self.cleaned_data["others"].splitlines()
        return [*self.cleaned_data.get("listed", []), *filter(str.strip, others)]


class SettleForm(ActionForm):
    note = forms.CharField(
        label=_("How, or why it is not needed"), required=False, max_length=rules.LONGEST_ITEM
    )


class SetAsideForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "reason",
        cases.TextTooLong: "reason",
    }
    reason = forms.CharField(
        label=_("Why it does not apply to this case"), max_length=rules.LONGEST_ITEM
    )


class DocumentForm(ActionForm):
    item = forms.ChoiceField(label=_("It settles"), required=False)
    purpose = forms.CharField(
        label=_("What it is"),
        required=False,
        max_length=200,
        help_text=_("Such as: copy of the lease."),
    )
    file = UploadField(label=_("File"), help_text=_("PDF, photo, Word or text, up to 20 MB."))

    def prepare(self) -> None:
        field: Any = self.fields["item"]
        items = unsettled_items(self.case)
        self._labels = {str(item.pk): item.label for item in items}
        field.choices = [("", _("Nothing on the list")), *self._labels.items()]
        if not items:
            del self.fields["item"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("purpose", "").strip():
            data["purpose"] = self._labels.get(data.get("item", ""), "")
            if not data["purpose"] and "item" not in self.errors:
                self.add_error("purpose", _("Say in a few words what it is."))
        return data


class FindingsForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "findings",
        cases.TextTooLong: "findings",
    }
    findings = paragraph(_("Findings"), rows=5)

    def prepare(self) -> None:
        """What the visitor reported stands there already, to be weighed."""
        if self.case.status == CaseStatus.UNDER_STUDY and not self.is_bound:
            self.initial.setdefault("findings", findings_to_hand_back(self.case))


class DecideForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.EarlyReasonMissing: "early_reason",
        rules.ReasonMissing: "reason",
        cases.TextTooLong: "reason",
        rules.AmountMissing: "amount",
        rules.AmountNotPositive: "amount",
        rules.NothingGranted: "amount",
        rules.NotInPart: "amount",
        budgets.ProgrammeMissing: "programme",
        budgets.ProgrammeClosed: "programme",
        budgets.ProgrammeNotRunning: "programme",
        budgets.OverBudget: "programme",
    }
    outcome = forms.ChoiceField(
        label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    amount = MoneyField(label=_("Amount granted, in riyals"), required=False)
    programme = forms.ChoiceField(label=_("Granted from the programme"), required=False)
    reasons = forms.MultipleChoiceField(
        label=_("Reasons from the list"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = paragraph(
        _("Reason"),
        rows=4,
        required=False,
        help_text=_("The beneficiary reads it. Needed unless the request is accepted in full."),
    )
    early_reason = paragraph(
        _("Why so early"),
        help_text=_("The policy asks to wait longer; who decides earlier says why."),
    )

    def prepare(self) -> None:
        if self.is_bound or self.case.status == CaseStatus.BEFORE_COMMITTEE:
            self._offer_what_is_set_up()
        earliest = rules.earliest_decision(self.case)
        if earliest is None:
            del self.fields["early_reason"]
        else:
            missing = rules.EarlyReasonMissing(earliest)
            self.fields["early_reason"].required = True
            self.fields["early_reason"].error_messages["required"] = str(missing)

    def _offer_what_is_set_up(self) -> None:
        running = budgets.standings(budgets.running_programmes(clock.today()))
        self.fields["programme"].choices = programme_choices(running)  # type: ignore[attr-defined]
        if not running:
            del self.fields["programme"]
        self._settings = COMMITTEE.read()
        self.fields["reasons"].choices = reason_choices(  # type: ignore[attr-defined]
            self._settings, ReasonUse.REJECTING, ReasonUse.PARTLY
        )
        if self.case.amount_asked is not None:
            self.initial.setdefault("amount", self.case.amount_asked)

    def details(self) -> DecisionDetails:
        """What was chosen that fits the outcome; a rejection grants nothing, whatever was left there."""
        data = self.cleaned_data
        outcome = Outcome(data["outcome"])
        programme = data.get("programme")
        granted = outcome != Outcome.REJECTED
        return DecisionDetails(
            reasons=self._settings.chosen(data["reasons"]) if outcome != Outcome.ACCEPTED else (),
            amount=data["amount"] if granted else None,
            programme_id=UUID(programme) if programme and granted else None,
        )


def reason_choices(settings: CommitteeSettings, *uses: ReasonUse) -> list[tuple[str, Any]]:
    return [
        (reason.key, worded([reason.snapshot()])[0])
        for use in uses
        for reason in settings.reasons_for(use)
    ]


class HasLeft(Protocol):
    """A programme, and what can still be granted from it."""

    @property
    def programme(self) -> Programme: ...
    @property
    def left(self) -> Decimal: ...


def programme_choices(running: Sequence[HasLeft]) -> list[tuple[str, Any]]:
    """With what is left of each."""
    return [
        ("", pgettext_lazy("programme", "None")),
        *(
            (
                str(standing.programme.pk),
                _("%(name)s (left: %(left)s riyals)")
                % {"name": standing.programme.name, "left": amount_of_money(standing.left)},
            )
            for standing in running
        ),
    ]


class WithdrawForm(ActionForm):
    reason = paragraph(
        _("What the beneficiary said"),
        required=False,
        help_text=_("Only the beneficiary withdraws a request; staff record it for them."),
    )


class AssignForm(ActionForm):
    assignee = forms.ChoiceField(label=_("Who works on it"), required=False)

    def prepare(self) -> None:
        self._people = {str(user.pk): user for user in workers()}
        field: Any = self.fields["assignee"]
        named = [(key, user.display_name) for key, user in self._people.items()]
        field.choices = [("", _("Nobody")), *named]
        self.initial.setdefault("assignee", str(self.case.assignee_id or ""))

    def chosen(self) -> User | None:
        return self._people.get(self.cleaned_data["assignee"])


class PriorityForm(ActionForm):
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)

    def prepare(self) -> None:
        self.initial.setdefault("priority", self.case.priority)


class NoteForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        TooManyMentioned: "text",
        cases.TextMissing: "text",
        cases.TextTooLong: "text",
    }
    text = paragraph(
        _("Note for colleagues"),
        help_text=_("Write @ and a name to tell somebody. The beneficiary never sees notes."),
    )
    mention = forms.CharField(required=False, widget=forms.MultipleHiddenInput)

    def prepare(self) -> None:
        """The names are offered while one types, and put in by a script; typing them does as well."""
        address = reverse("desk:mentions", args=[self.case.pk])
        self.fields["text"].widget.attrs |= {"data-mentions": address}

    def chosen(self) -> list[str]:
        typed: Any = self.data
        return [key for key in typed.getlist("mention") if key]


class ContactForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "summary",
        cases.TextTooLong: "summary",
    }
    direction = forms.ChoiceField(
        label=_("Who contacted whom"), choices=ContactDirection.choices, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=_("By"),
        choices=[choice for choice in ReplyChannel.choices if choice[0] != ReplyChannel.PORTAL],
    )
    summary = paragraph(_("What was said"))

    def prepare(self) -> None:
        self.initial.setdefault("channel", self.case.reply_channel)


def workers() -> list[User]:
    """Who has a role that works on requests."""
    return [
        user
        for user in people()
        if user.is_active
        and permissions_of(grant.role for grant in user.role_grants.all()) & cases.WORKING
    ]
