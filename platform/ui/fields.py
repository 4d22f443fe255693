"""Form fields for what people type with Arabic digits and signs."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.arabic import clean_typed

LARGEST_AMOUNT = Decimal("999999999999.99")
_WRITTEN = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?")
_SIGNS = str.maketrans({"٫": ".", "٬": "", ",": "", "،": "", " ": ""})


class MoneyField(forms.CharField):
    """Riyals with at most two decimals, as Decimal; None for nothing. Grouping signs are let pass."""

    def __init__(self, **options: Any) -> None:
        attributes = {"dir": "ltr", "inputmode": "decimal"}
        options.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> Any:
        typed = clean_typed(super().clean(value) or "").translate(_SIGNS)
        if not typed:
            return None
        if not _WRITTEN.fullmatch(typed) or (amount := Decimal(typed)) > LARGEST_AMOUNT:
            raise ValidationError(_("Write an amount like 1500 or 1500.50."))
        if amount != amount.quantize(Decimal("0.01")):
            raise ValidationError(_("An amount has at most two decimals."))
        return amount.quantize(Decimal("0.01"))
