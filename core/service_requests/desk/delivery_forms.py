"""Input of the delivery page: the plan, the proof, what came back, and the early end."""

from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.cases import rules as cases
from core.service_requests import proof, rules
from core.service_requests.desk.forms import ActionForm, UploadField, paragraph
from core.service_requests.enums import DeliveryMethod, DeliveryState, ExitReason
from core.service_requests.services import Instalment
from foundation import clock
from foundation.dates import DateOutOfRange, months_after
from foundation.errors import DomainError
from foundation.signatures import check_signature
from foundation.uploads import FileKind, store, store_checked
from ui.fields import CalendarDayField, MoneyField
from ui.widgets import SignatureInput

CENT = Decimal("0.01")


class SignatureField(forms.CharField):
    """Cleans to a small PNG, or None."""

    widget = SignatureInput

    def clean(self, value: Any) -> Any:
        drawn = super().clean(value)
        if not drawn:
            return None
        try:
            return check_signature(drawn)
        except DomainError as error:
            raise ValidationError(str(error)) from error


class PlanForm(ActionForm):
    """Equal instalments, a month apart; what does not divide goes into the last."""

    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.MoreThanGranted: "amount",
        rules.AmountNotPositive: "amount",
        rules.InstalmentsOutOfRange: "times",
        DateOutOfRange: "first_on",
        cases.TextMissing: "what",
        cases.TextTooLong: "what",
    }
    what = forms.CharField(label=_("What is handed over"), max_length=rules.LONGEST_INSTALMENT)
    amount = MoneyField(
        label=_("Amount in all, in riyals"),
        required=False,
        help_text=_("Leave it empty for what is no money."),
    )
    times = forms.IntegerField(
        label=_("In how many instalments"),
        min_value=1,
        max_value=rules.MOST_INSTALMENTS,
        initial=1,
    )
    first_on = CalendarDayField(
        label=_("The first one on"),
        required=False,
        help_text=_("In either calendar; the others follow a month apart in that calendar."),
    )

    def prepare(self) -> None:
        made = self.case.deliveries.filter(state=DeliveryState.DELIVERED)
        granted = self.case.amount_granted
        self.initial.setdefault("what", self.case.subject)
        if granted is not None:
            already = made.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
            self.initial.setdefault("amount", str(granted - already))

    def instalments(self) -> list[Instalment]:
        data = self.cleaned_data
        times, first = data["times"], data["first_on"]
        return [
            Instalment(data["what"], amount, months_after(first, place) if first else None)
            for place, amount in enumerate(_parts(data["amount"], times))
        ]


class ProofForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        proof.TransferReferenceMissing: "transfer_reference",
        proof.ReceiptMissing: "receipt",
        proof.ProofMissing: "method",
        cases.TextTooLong: "note",
    }
    method = forms.ChoiceField(
        label=_("How it was handed over"),
        choices=[("", pgettext_lazy("delivery method", "Choose")), *DeliveryMethod.choices],
    )
    transfer_reference = forms.CharField(
        label=_("Reference of the transfer"), required=False, max_length=80
    )
    received_by = forms.CharField(
        label=_("Who received it"),
        required=False,
        max_length=200,
        help_text=_("If it was not the beneficiary."),
    )
    receipt = UploadField(label=_("Signed receipt"), required=False)
    photo = UploadField(label=_("Photo"), required=False)
    signature = SignatureField(label=_("Signature of who received it"), required=False)
    note = paragraph(_("Note"), required=False, rows=2)

    def proof(self) -> proof.Proof:
        """Its files are stored by this: call it where they are kept or discarded."""
        data = self.cleaned_data
        drawn = data["signature"]
        return proof.Proof(
            method=DeliveryMethod(data["method"]),
            transfer_reference=data["transfer_reference"],
            received_by=data["received_by"],
            receipt=store_checked(data["receipt"]) if data["receipt"] else None,
            photo=store_checked(data["photo"]) if data["photo"] else None,
            signature=store(drawn, name="signature.png", media_type=FileKind.PNG.value)
            if drawn
            else None,
        )


class DeliverForm(ProofForm):
    """The proof of all of it; only a note where each instalment has its own."""

    beside: ClassVar[dict[type[DomainError], str]] = {
        **ProofForm.beside,
        proof.ProofMissing: "method",
    }

    def prepare(self) -> None:
        states = {delivery.state for delivery in self.case.deliveries.all()}
        if DeliveryState.DELIVERED in states and DeliveryState.PLANNED not in states:
            for name in [name for name in self.fields if name != "note"]:
                del self.fields[name]

    @property
    def asks_for_proof(self) -> bool:
        return "method" in self.fields


class TakeBackForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "reason",
        cases.TextTooLong: "reason",
    }
    reason = forms.CharField(label=_("Why it came back"), max_length=rules.LONGEST_ITEM)


class EndServiceForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {cases.TextTooLong: "note"}
    reason = forms.ChoiceField(label=_("Why it ends"), choices=ExitReason.choices)
    note = paragraph(_("Note"), required=False, rows=2)


def _parts(amount: Decimal | None, times: int) -> list[Decimal | None]:
    if amount is None:
        return [None] * times
    part = (amount / times).quantize(CENT, rounding=ROUND_DOWN)
    return [*[part] * (times - 1), amount - part * (times - 1)]


def is_overdue(due_on: date | None) -> bool:
    return due_on is not None and due_on < clock.today()
