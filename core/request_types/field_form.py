"""The form of the builder for one field of a type."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.request_types.building import (
    columns_of_rows,
    line_of_values,
    line_of_words,
    new_field_key,
    options_of_lines,
    values_of_line,
)
from core.request_types.conditions import (
    MOST_COMPARISONS,
    OPERATORS,
    Comparison,
    Condition,
    Join,
    Operator,
    read_number,
)
from core.request_types.content import (
    LONGEST_LABEL,
    MOST_COLUMNS,
    MOST_OPTIONS,
    MOST_ROWS,
    SIMPLE_KINDS,
    Field,
    Sentences,
    TypeContent,
    Words,
)
from core.request_types.enums import FieldKind
from core.request_types.forms import label_field, sentence_field

WITH_OPTIONS = (FieldKind.CHOICE, FieldKind.CHOICES)
NUMERIC = (FieldKind.NUMBER, FieldKind.MONEY)


class FieldForm(forms.Form):
    """One field of a type; what does not belong to its kind is not there."""

    label_ar = label_field(_("Question or label, in Arabic"), required=True)
    label_en = label_field(_("In English"), english=True)
    help_ar = sentence_field(_("Help, in Arabic"))
    help_en = sentence_field(_("Help, in English"), english=True)
    required = forms.BooleanField(label=_("It must be answered"), required=False)
    minimum = forms.CharField(
        label=_("At least"), required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    maximum = forms.CharField(
        label=_("At most"), required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    is_amount_asked = forms.BooleanField(
        label=_("This is the amount that the request asks for"), required=False
    )
    options = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on each line: Arabic | English."),
    )
    most_rows = forms.IntegerField(
        label=_("Rows at most"), required=False, min_value=1, max_value=MOST_ROWS
    )
    join = forms.ChoiceField(
        label=_("It is asked only when"), choices=Join.choices, required=False
    )

    def __init__(
        self, *args: Any, content: TypeContent, kind: FieldKind, field: Field | None
    ) -> None:
        super().__init__(*args)
        self.initial = _field_initial(content, field)
        self.content, self.kind, self.field = content, kind, field
        for name, kinds in (
            ("minimum", NUMERIC),
            ("maximum", NUMERIC),
            ("is_amount_asked", (FieldKind.MONEY,)),
            ("options", WITH_OPTIONS),
            ("most_rows", (FieldKind.TABLE,)),
        ):
            if kind not in kinds:
                del self.fields[name]
        if kind == FieldKind.TABLE:
            self._add_columns()
        self.earlier = self._earlier()
        if self.earlier:
            self._add_comparisons()
        else:
            del self.fields["join"]

    def _earlier(self) -> list[Field]:
        fields = list(self.content.fields)
        keys = [field.key for field in fields]
        if self.field is not None and self.field.key in keys:
            return fields[: keys.index(self.field.key)]
        return fields

    def _add_columns(self) -> None:
        kinds = [(kind.value, kind.label) for kind in SIMPLE_KINDS]
        for number in range(MOST_COLUMNS):
            self.fields[f"column_{number}"] = label_field(_("Column: Arabic | English"))
            self.fields[f"column_{number}_kind"] = forms.ChoiceField(
                label=_("Kind"), choices=kinds, required=False
            )
            self.fields[f"column_{number}_required"] = forms.BooleanField(
                label=_("It must be filled in"), required=False
            )
            self.fields[f"column_{number}_choices"] = forms.CharField(
                label=_("Choices, with commas"), required=False, max_length=1000
            )

    def _add_comparisons(self) -> None:
        fields = [("", "—"), *((each.key, str(each.label)) for each in self.earlier)]
        for number in range(MOST_COMPARISONS):
            self.fields[f"when_{number}_field"] = forms.ChoiceField(
                label=_("Field"), choices=fields, required=False
            )
            self.fields[f"when_{number}_operator"] = forms.ChoiceField(
                label=pgettext_lazy("condition", "Compared"),
                choices=Operator.choices,
                required=False,
            )
            self.fields[f"when_{number}_value"] = forms.CharField(
                label=_("With"), required=False, max_length=300
            )

    def column_rows(self) -> list[dict[str, forms.BoundField]]:
        if self.kind != FieldKind.TABLE:
            return []
        return [
            {
                "label": self[f"column_{number}"],
                "kind": self[f"column_{number}_kind"],
                "required": self[f"column_{number}_required"],
                "choices": self[f"column_{number}_choices"],
            }
            for number in range(MOST_COLUMNS)
        ]

    def comparison_rows(self) -> list[dict[str, forms.BoundField]]:
        if not self.earlier:
            return []
        return [
            {part: self[f"when_{number}_{part}"] for part in ("field", "operator", "value")}
            for number in range(MOST_COMPARISONS)
        ]

    def clean_minimum(self) -> Decimal | None:
        return _number(self.cleaned_data["minimum"])

    def clean_maximum(self) -> Decimal | None:
        return _number(self.cleaned_data["maximum"])

    def clean_options(self) -> str:
        text: str = self.cleaned_data["options"]
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_OPTIONS:
            raise ValidationError(_("At most %(limit)s choices."), params={"limit": MOST_OPTIONS})
        for line in lines:
            if len(line) > LONGEST_LABEL:
                raise ValidationError(
                    _("A choice is too long: “%(beginning)s…”."), params={"beginning": line[:40]}
                )
        return text

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for number in range(MOST_COMPARISONS if self.earlier else 0):
            field = self.content.field(data.get(f"when_{number}_field", ""))
            operator = data.get(f"when_{number}_operator") or Operator.EQUALS
            if field is None:
                continue
            if Operator(operator) not in OPERATORS[field.kind]:
                self.add_error(
                    f"when_{number}_operator", _("This kind of field cannot be compared so.")
                )
            elif (
                operator != Operator.ANSWERED and not data.get(f"when_{number}_value", "").strip()
            ):
                self.add_error(f"when_{number}_value", _("Say with what."))
        return data

    def made(self) -> Field:
        data, old = self.cleaned_data, self.field
        label = Words(ar=data["label_ar"], en=data["label_en"])
        return Field(
            key=old.key if old else new_field_key(label, self.content),
            kind=self.kind,
            label=label,
            help=Sentences(ar=data["help_ar"], en=data["help_en"]),
            required=data["required"],
            condition=self._condition(),
            minimum=data.get("minimum"),
            maximum=data.get("maximum"),
            options=options_of_lines(data.get("options", ""), old.options if old else ()),
            columns=columns_of_rows(self._columns(), old.columns if old else ()),
            most_rows=data.get("most_rows") or 5,
            is_amount_asked=data.get("is_amount_asked", False),
        )

    def _columns(self) -> list[tuple[str, FieldKind, bool, str]]:
        data = self.cleaned_data
        return [
            (
                data[f"column_{number}"],
                FieldKind(data[f"column_{number}_kind"] or FieldKind.TEXT),
                data[f"column_{number}_required"],
                data[f"column_{number}_choices"],
            )
            for number in range(MOST_COLUMNS if self.kind == FieldKind.TABLE else 0)
            if data[f"column_{number}"]
        ]

    def _condition(self) -> Condition | None:
        data = self.cleaned_data
        comparisons = []
        for number in range(MOST_COMPARISONS if self.earlier else 0):
            field = self.content.field(data[f"when_{number}_field"])
            if field is None:
                continue
            operator = Operator(data[f"when_{number}_operator"] or Operator.EQUALS)
            values = values_of_line(data[f"when_{number}_value"], field, operator)
            comparisons.append(Comparison(field=field.key, operator=operator, values=values))
        if not comparisons:
            return None
        return Condition(join=Join(data["join"] or Join.ALL), comparisons=tuple(comparisons))


def _number(typed: str) -> Decimal | None:
    if not typed.strip():
        return None
    number = read_number(typed)
    if number is None:
        raise ValidationError(_("Write a number, such as 1500 or 12.5."))
    return number


def _field_initial(content: TypeContent, field: Field | None) -> dict[str, Any]:
    if field is None:
        return {"most_rows": 5}
    initial: dict[str, Any] = {
        "label_ar": field.label.ar,
        "label_en": field.label.en,
        "help_ar": field.help.ar,
        "help_en": field.help.en,
        "required": field.required,
        "minimum": "" if field.minimum is None else str(field.minimum),
        "maximum": "" if field.maximum is None else str(field.maximum),
        "is_amount_asked": field.is_amount_asked,
        "options": "\n".join(line_of_words(option.label) for option in field.options),
        "most_rows": field.most_rows,
    }
    for number, column in enumerate(field.columns):
        initial[f"column_{number}"] = line_of_words(column.label)
        initial[f"column_{number}_kind"] = column.kind.value
        initial[f"column_{number}_required"] = column.required
        initial[f"column_{number}_choices"] = ", ".join(
            line_of_words(option.label) for option in column.options
        )
    if field.condition is not None:
        initial["join"] = field.condition.join.value
        for number, comparison in enumerate(field.condition.comparisons):
            initial[f"when_{number}_field"] = comparison.field
            initial[f"when_{number}_operator"] = comparison.operator.value
            initial[f"when_{number}_value"] = line_of_values(
                comparison, content.field(comparison.field)
            )
    return initial
