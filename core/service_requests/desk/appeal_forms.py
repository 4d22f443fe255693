"""Input of an appeal that a beneficiary makes through staff."""

import uuid
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.cases import rules as cases
from core.service_requests.desk.forms import ActionForm, paragraph
from foundation.errors import DomainError


class AppealForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "grounds",
        cases.TextTooLong: "grounds",
    }
    grounds = paragraph(
        _("Why the beneficiary does not agree"),
        rows=4,
        help_text=_("It becomes a request of its own, which somebody else decides on."),
    )
    operation_id = forms.UUIDField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial.setdefault("operation_id", uuid.uuid4())
