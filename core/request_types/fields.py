"""A form field for each kind: it cleans what was typed to what is stored, or says what is wrong.

Stored: words as they are, numbers as text, dates as ISO with the calendar they were typed in, a
choice as its key. An answer that was not given is None.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.beneficiaries.enums import Relation
from core.request_types.conditions import read_number
from core.request_types.content import Column, Field
from core.request_types.enums import FieldKind
from core.request_types.widgets import YES_NO, PersonInput, TableInput
from foundation.arabic import clean_typed, strip_marks
from foundation.dates import Calendar, HijriDate, read_date
from foundation.errors import DomainError
from foundation.identity import normalise_identity_number

LONGEST_TEXT, LONGEST_LONG_TEXT = 300, 5000
LONGEST_NAME = 200
FEW_CHOICES = 6
CENTS = 2
NUMBER_WANTED = _("Write a number, such as 1500 or 12.5.")
TOO_SMALL = _("At least %(limit)s, please.")
TOO_LARGE = _("At most %(limit)s, please.")
TWO_DECIMALS = _("Riyals and halalas: at most two digits after the point.")
ROW_INCOMPLETE = _("Row %(row)s: “%(column)s” is missing.")
Row = dict[str, Any]


class WordsField(forms.CharField):
    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return strip_marks(typed).strip() or None


class NumberField(forms.CharField):
    def __init__(
        self, *, money: bool, least: Decimal | None, most: Decimal | None, **options: Any
    ):
        attributes = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attributes), max_length=60, **options)
        self.money, self.least, self.most = money, least, most

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not clean_typed(typed):
            return None
        return stored_number(typed, money=self.money, least=self.least, most=self.most)


class DateField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "off", "placeholder": "01/09/1447"}
        super().__init__(widget=forms.TextInput(attrs=attributes), max_length=60, **options)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return stored_date(typed) if clean_typed(typed) else None


class OneChoiceField(forms.ChoiceField):
    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


class SomeChoicesField(forms.MultipleChoiceField):
    """Kept in the order of the list."""

    def __init__(self, *, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(choices=choices, **options)
        self.keys = [key for key, _label in choices]

    def clean(self, value: Any) -> Any:
        chosen = set(super().clean(value))
        return [key for key in self.keys if key in chosen] or None


class YesNoField(forms.ChoiceField):
    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return chosen == "yes" if chosen else None


class PersonField(forms.Field):
    widget = PersonInput

    def clean(self, value: Any) -> Any:
        given = {part: strip_marks(str(text)).strip() for part, text in (value or {}).items()}
        if not any(given.values()):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        name = " ".join(given.get("name", "").split())
        if not name:
            raise ValidationError(_("Write the name of this person, too."))
        if len(name) > LONGEST_NAME:
            raise ValidationError(_("A name has at most 200 characters."))
        relation = given.get("relation", "")
        if relation and relation not in Relation.values:
            raise ValidationError(_("Choose who this person is from the list."))
        identity = given.get("identity", "")
        if identity:
            identity = _domain(normalise_identity_number, identity)
        return {"name": name, "identity": identity, "relation": relation}


class TableField(forms.Field):
    def __init__(self, columns: tuple[Column, ...], most_rows: int, **options: Any) -> None:
        super().__init__(widget=TableInput(columns, most_rows), **options)
        self.columns, self.most_rows = columns, most_rows

    def clean(self, value: Any) -> Any:
        rows, errors = [], []
        for number, typed in enumerate(value or [], start=1):
            if not any(str(cell).strip() for cell in typed.values()):
                continue
            row, wrong = self._row(number, typed)
            rows.append(row)
            errors += wrong
        if len(rows) > self.most_rows:
            errors.append(ValidationError(TOO_LARGE, params={"limit": self.most_rows}))
        if errors:
            raise ValidationError(errors)
        if not rows and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return rows or None

    def _row(self, number: int, typed: Mapping[str, str]) -> tuple[Row, list[ValidationError]]:
        row: Row = {}
        errors = []
        for column in self.columns:
            text = str(typed.get(column.key, "")).strip()
            if not text:
                row[column.key] = None
                if column.required:
                    details = {"row": number, "column": str(column.label)}
                    errors.append(ValidationError(ROW_INCOMPLETE, params=details))
                continue
            try:
                row[column.key] = stored_cell(column, text)
            except ValidationError as error:
                errors.append(ValidationError(f"{column.label} ({number}): {error.messages[0]}"))
        return row, errors


def stored_cell(column: Column, text: str) -> Any:
    match column.kind:
        case FieldKind.NUMBER | FieldKind.MONEY:
            return stored_number(text, money=column.kind == FieldKind.MONEY)
        case FieldKind.DATE:
            return stored_date(text)
        case FieldKind.YES_NO:
            return _one_of({"yes": True, "no": False}, text)
        case FieldKind.CHOICE:
            return _one_of({option.key: option.key for option in column.options}, text)
        case _:
            if len(text) > LONGEST_TEXT:
                raise ValidationError(TOO_LARGE, params={"limit": LONGEST_TEXT})
            return strip_marks(text).strip()


def stored_number(
    typed: str, *, money: bool, least: Decimal | None = None, most: Decimal | None = None
) -> str:
    number = read_number(typed)
    if number is None:
        raise ValidationError(NUMBER_WANTED)
    exponent = number.as_tuple().exponent
    if money and isinstance(exponent, int) and -exponent > CENTS:
        raise ValidationError(TWO_DECIMALS)
    if money and number < 0:
        raise ValidationError(TOO_SMALL, params={"limit": 0})
    if least is not None and number < least:
        raise ValidationError(TOO_SMALL, params={"limit": shown_number(least)})
    if most is not None and number > most:
        raise ValidationError(TOO_LARGE, params={"limit": shown_number(most)})
    return f"{number:.2f}" if money else shown_number(number)


def shown_number(number: Decimal) -> str:
    """Without zeros that say nothing."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "+0", "") else text


def stored_date(typed: str) -> dict[str, str]:
    found = _domain(read_date, typed)
    return {"date": found.date.isoformat(), "calendar": found.calendar.value}


def typed_date(stored: Mapping[str, str]) -> str:
    """A stored date, as it may be typed again in its own calendar."""
    year, month, day = (int(part) for part in stored["date"].split("-"))
    if stored["calendar"] == Calendar.HIJRI:
        hijri = HijriDate.of(read_date(stored["date"]).date)
        year, month, day = hijri.year, hijri.month, hijri.day
    return f"{day:02}/{month:02}/{year:04}"


def form_field(field: Field, file_field: Callable[..., forms.Field]) -> forms.Field:
    """`file_field` makes the input of files, which pages keep in different ways."""
    options: dict[str, Any] = {
        "label": str(field.label),
        "help_text": str(field.help),
        "required": field.required,
    }
    choices = [(option.key, str(option.label)) for option in field.options]
    match field.kind:
        case FieldKind.TEXT:
            return WordsField(max_length=LONGEST_TEXT, **options)
        case FieldKind.LONG_TEXT:
            area = forms.Textarea(attrs={"rows": 4})
            return WordsField(max_length=LONGEST_LONG_TEXT, widget=area, **options)
        case FieldKind.NUMBER | FieldKind.MONEY:
            money = field.kind == FieldKind.MONEY
            return NumberField(money=money, least=field.minimum, most=field.maximum, **options)
        case FieldKind.DATE:
            return DateField(**options)
        case FieldKind.CHOICE:
            few = len(choices) <= FEW_CHOICES
            widget: Any = forms.RadioSelect() if few else forms.Select()
            shown = choices if few else [("", "—"), *choices]
            return OneChoiceField(choices=shown, widget=widget, **options)
        case FieldKind.CHOICES:
            return SomeChoicesField(
                choices=choices, widget=forms.CheckboxSelectMultiple(), **options
            )
        case FieldKind.YES_NO:
            return YesNoField(choices=YES_NO[1:], widget=forms.RadioSelect(), **options)
        case FieldKind.FILE:
            return file_field(**options)
        case FieldKind.PERSON:
            return PersonField(**options)
        case FieldKind.TABLE:
            return TableField(field.columns, field.most_rows, **options)


def _one_of(known: Mapping[str, Any], text: str) -> Any:
    if text not in known:
        raise ValidationError(_("Choose one from the list."))
    return known[text]


def _domain(reader: Callable[[str], Any], typed: str) -> Any:
    try:
        return reader(typed)
    except DomainError as error:
        raise ValidationError(str(error)) from error
