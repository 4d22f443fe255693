"""The form that a type asks to be filled in, and what is stored of it.

Stored (sealed, in Case.answers): `fields` by key, `categories` of the person as far as they were asked,
and under `earlier` what a correction replaced.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from core.beneficiaries.categories import Category
from core.request_types.conditions import Comparison, Condition, Operator, holds
from core.request_types.content import Field, TypeContent
from core.request_types.enums import FieldKind
from core.request_types.fields import form_field, typed_date

PREFIX: Final = "a-"
CATEGORIES: Final = "categories"
CATEGORY_NAME: Final = f"{PREFIX}-{CATEGORIES}"
Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A field as the page draws it; `when` is its condition for the script."""

    field: Field
    bound: forms.BoundField
    when: str
    kept: list[Any]

    @property
    def in_parts(self) -> bool:
        return self.field.kind in (FieldKind.PERSON, FieldKind.TABLE)


class AnswersForm(forms.Form):
    """Made from the content of a type. What a condition hides is not asked and not stored.

    `lenient`: staff write down what they were told; what is missing is asked for afterwards.
    `kept`: by the key of a file field, what came for it with an earlier attempt.
    """

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        content: TypeContent,
        categories: tuple[Category, ...] = (),
        file_field: Callable[..., forms.Field] = forms.FileField,
        lenient: bool = False,
        with_files: bool = True,
        kept: dict[str, list[Any]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.content, self.lenient = content, lenient
        self.kept: dict[str, list[Any]] = kept or {}
        self.asked: list[Field] = []
        self.open: list[Field] = []
        for field in content.fields:
            if field.kind == FieldKind.FILE and not with_files:
                continue
            made = form_field(field, file_field)
            made.error_messages["required"] = _("Please fill this in.")
            self.fields[name_of(field.key)] = made
        if content.asks_for_categories and categories:
            wanted = {key for each in content.documents for key in each.categories}
            choices = [(each.key, str(each.label)) for each in categories if each.key in wanted]
            self.fields[CATEGORY_NAME] = forms.MultipleChoiceField(
                label=_("Which of these applies?"),
                help_text=_("It decides which documents are needed. Choose none, one or several."),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple(),
            )
        # Whether a field must be filled in is known once it is known whether it is asked.
        self._required = {name for name, field in self.fields.items() if field.required}

    def _clean_fields(self) -> None:
        """In the order of the form: each may depend on those before it."""
        answers: Answers = {}
        kinds = self.content.kinds
        for name in self.fields:
            field = self.content.field(key_of(name))
            if field is None:
                self._clean_one(name)
                continue
            if field.condition is not None and not holds(field.condition, answers, kinds):
                continue
            self.asked.append(field)
            value = self._clean_one(name, required=self._must_answer(field))
            if name not in self.errors:
                answers[field.key] = self.kept.get(field.key) or value
                if field.required and self._is_empty(field, value):
                    self.open.append(field)

    def _clean_one(self, name: str, *, required: bool = False) -> Any:
        made = self.fields[name]
        made.required = required
        try:
            bound = self[name]
            value = made.clean(bound.data)
            if required and value in (None, "", [], {}):
                raise forms.ValidationError(made.error_messages["required"], code="required")
            self.cleaned_data[name] = value
        except forms.ValidationError as error:
            self.add_error(name, error)
            return None
        finally:
            made.required = name in self._required
        return value

    def _must_answer(self, field: Field) -> bool:
        return field.required and not self.lenient and field.key not in self.kept

    def _is_empty(self, field: Field, value: Any) -> bool:
        return field.key not in self.kept and value in (None, "", [], {})

    def rows(self) -> list[Row]:
        return [
            Row(
                field,
                self[name_of(field.key)],
                when_of(field.condition),
                self.kept.get(field.key, []),
            )
            for field in self.content.fields
            if name_of(field.key) in self.fields
        ]

    @property
    def category_field(self) -> forms.BoundField | None:
        return self[CATEGORY_NAME] if CATEGORY_NAME in self.fields else None

    # --- what it means ---

    def categories(self) -> list[str]:
        return list(self.cleaned_data.get(CATEGORY_NAME, []))

    def answers(self, files: Mapping[str, list[str]] | None = None) -> Answers:
        """What is stored. `files`: ids of the documents that came for each file field."""
        given: Answers = {}
        for field in self.asked:
            if field.kind == FieldKind.FILE:
                value: Any = list((files or {}).get(field.key, [])) or None
            else:
                value = self.cleaned_data.get(name_of(field.key))
            if value is not None:
                given[field.key] = value
        stored: Answers = {"fields": given}
        if CATEGORY_NAME in self.fields:
            stored[CATEGORIES] = self.categories()
        return stored

    def amount_asked(self) -> Decimal | None:
        field = self.content.amount_field
        given = self.cleaned_data.get(name_of(field.key)) if field in self.asked else None
        return Decimal(given) if given else None

    def open_questions(self) -> tuple[str, ...]:
        """What must be answered and was not; files are documents."""
        return tuple(
            field.label.ar or str(field.label)
            for field in self.open
            if field.kind != FieldKind.FILE
        )

    def documents(self) -> tuple[str, ...]:
        """What the type asks for besides the policy, of this person, and files that did not come."""
        named = [each.stored_label for each in self.content.documents_for(self.categories())]
        named += [
            field.label.ar or str(field.label)
            for field in self.open
            if field.kind == FieldKind.FILE
        ]
        return tuple(named)


def name_of(key: str) -> str:
    return f"{PREFIX}{key}"


def key_of(name: str) -> str:
    return name.removeprefix(PREFIX)


def when_of(condition: Condition | None) -> str:
    return condition.model_dump_json() if condition else ""


def when_categories(categories: tuple[str, ...]) -> str:
    """For the script: what is asked of these people only."""
    if not categories:
        return ""
    asked = Comparison(field=CATEGORIES, operator=Operator.IN, values=categories[:20])
    return when_of(Condition(comparisons=(asked,)))


def initial_of(content: TypeContent, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers, as they are typed; for a form that corrects them."""
    given = stored.get("fields", {})
    initial: dict[str, Any] = {CATEGORY_NAME: stored.get(CATEGORIES, [])}
    for field in content.fields:
        if field.key in given:
            initial[name_of(field.key)] = _typed(field, given[field.key])
    return initial


def flat(content: TypeContent, sent: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Answers that a program sent, as the pairs that a page would send."""
    for field in content.fields:
        value = sent.get(field.key)
        name = name_of(field.key)
        if value is None:
            continue
        if field.kind == FieldKind.PERSON and isinstance(value, Mapping):
            yield from ((f"{name}-{part}", str(text)) for part, text in value.items())
        elif field.kind == FieldKind.TABLE and isinstance(value, list):
            for number, row in enumerate(value):
                for key, cell in row.items() if isinstance(row, Mapping) else ():
                    yield f"{name}-{number}-{key}", _word(cell)
        elif field.kind == FieldKind.CHOICES and isinstance(value, list):
            yield from ((name, str(each)) for each in value)
        else:
            yield name, _word(value)


def _typed(field: Field, stored: Any) -> Any:
    match field.kind:
        case FieldKind.DATE:
            return typed_date(stored)
        case FieldKind.YES_NO:
            return _word(stored)
        case FieldKind.TABLE:
            kinds = {column.key: column.kind for column in field.columns}
            return [
                {key: _typed_cell(kinds.get(key), cell) for key, cell in row.items()}
                for row in stored
            ]
        case _:
            return stored


def _typed_cell(kind: FieldKind | None, cell: Any) -> str:
    if cell is None:
        return ""
    return typed_date(cell) if kind == FieldKind.DATE else _word(cell)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
