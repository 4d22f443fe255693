"""Form fields for what people type: digits of either script, dates of either calendar, Arabic signs."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.arabic import clean_typed
from foundation.dates import InvalidDate, TypedDate, read_date

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


class DayField(forms.CharField):
    """A day in either calendar, with whatever digits, as a Gregorian date; None for nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60, **options)

    def clean(self, value: Any) -> date | None:
        typed = _typed_day(super().clean(value))
        return typed.date if typed else None


class CalendarDayField(forms.CharField):
    """As DayField, with the calendar that it was typed in: TypedDate, or None for nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60, **options)

    def clean(self, value: Any) -> TypedDate | None:
        return _typed_day(super().clean(value))


def _typed_day(value: str | None) -> TypedDate | None:
    typed = clean_typed(value or "")
    if not typed:
        return None
    try:
        return read_date(typed)
    except InvalidDate as error:
        raise ValidationError(str(error)) from error
