"""Input of the compensation: an offer, its answer with the signed paper, what was given with proof."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.complaints import queries, rules
from core.complaints.desk.forms import FILE_HELP, Beside
from core.complaints.desk.investigation_forms import words, yes_or_no
from core.complaints.enums import OfferKind
from core.complaints.services import compensation
from core.complaints.services.compensation import NewOffer
from core.service_requests.desk.forms import ActionForm, UploadField
from ui.fields import MoneyField


class OfferForm(ActionForm):
    beside: ClassVar[Beside] = {compensation.AmountMissing: "amount"}
    kind = forms.ChoiceField(
        label=_("What is offered"),
        choices=OfferKind.choices,
        widget=forms.RadioSelect,
        initial=OfferKind.MONEY,
    )
    amount = MoneyField(label=_("Amount in riyals"), required=False)
    what = words(_("In words"), rows=2, required=False)

    def offer(self) -> NewOffer:
        data = self.cleaned_data
        return NewOffer(OfferKind(data["kind"]), amount=data["amount"], what=data["what"])


class OfferAnswerForm(ActionForm):
    """`offer`: the one that was on the page, so that no newer one is answered by it."""

    beside: ClassVar[Beside] = {compensation.SignatureMissing: "file"}
    offer = forms.UUIDField(widget=forms.HiddenInput)
    accepts = yes_or_no(_("Do they accept?"))
    words = words(_("What they said"), rows=2, required=False)
    file = UploadField(
        label=_("Signed acceptance"),
        required=False,
        help_text=_("An acceptance needs the paper that they signed."),
    )

    def prepare(self) -> None:
        found = queries.open_offer(self.case.complaint)
        self.initial.setdefault("offer", found.pk if found else None)


class GiveForm(ActionForm):
    beside: ClassVar[Beside] = {compensation.ProofMissing: "transfer_reference"}
    transfer_reference = forms.CharField(
        label=_("Reference of the transfer"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    file = UploadField(label=_("Proof"), required=False, help_text=FILE_HELP)


class EndWithoutForm(ActionForm):
    beside: ClassVar[Beside] = {rules.ReasonMissing: "why"}
    why = words(_("Why there is no agreement"))
