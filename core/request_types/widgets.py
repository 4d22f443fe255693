"""Inputs for a person and for a table: named parts, without a script."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.beneficiaries.enums import Relation
from core.request_types.content import Column
from core.request_types.enums import FieldKind

PERSON_PARTS = ("name", "identity", "relation")
YES_NO = (("", "—"), ("yes", _("Yes")), ("no", _("No")))


class PartsWidget(forms.Widget):
    """Of several inputs, which the template draws from `parts`."""

    use_fieldset = True

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def id_for_label(self, id_: str | None, index: str = "0") -> str:
        return ""


class PersonInput(PartsWidget):
    template_name = "types/widgets/person.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given: Mapping[str, str] = value if isinstance(value, Mapping) else {}
        context["parts"] = {part: given.get(part, "") for part in PERSON_PARTS}
        context["relations"] = [("", "—"), *Relation.choices]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {part: str(data.get(f"{name}-{part}", "")) for part in PERSON_PARTS}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}-{part}" not in data for part in PERSON_PARTS)


class TableInput(PartsWidget):
    """All rows stand in the page; a script folds the empty ones away until they are wanted."""

    template_name = "types/widgets/table.html"

    def __init__(self, columns: Sequence[Column], most_rows: int) -> None:
        super().__init__()
        self.columns, self.most_rows = columns, most_rows

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = value if isinstance(value, list) else []
        context["columns"] = self.columns
        context["rows"] = [
            [
                _Cell(column, f"{name}-{number}-{column.key}", _given(rows, number, column.key))
                for column in self.columns
            ]
            for number in range(self.most_rows)
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        return [
            {
                column.key: str(data.get(f"{name}-{number}-{column.key}", ""))
                for column in self.columns
            }
            for number in range(self.most_rows)
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(str(key).startswith(f"{name}-") for key in data)


class _Cell:
    def __init__(self, column: Column, name: str, value: str) -> None:
        self.column, self.name, self.value = column, name, value

    @property
    def choices(self) -> list[tuple[str, Any]]:
        if self.column.kind == FieldKind.YES_NO:
            return list(YES_NO)
        if self.column.kind == FieldKind.CHOICE:
            return [("", "—"), *((each.key, str(each.label)) for each in self.column.options)]
        return []

    @property
    def is_number(self) -> bool:
        return self.column.kind in (FieldKind.NUMBER, FieldKind.MONEY)


def _given(rows: list[Any], number: int, key: str) -> str:
    if number >= len(rows) or not isinstance(rows[number], Mapping):
        return ""
    return str(rows[number].get(key, ""))
