"""What a type of request says and asks: names, eligibility, documents, and the fields of its form."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import get_language
from pydantic import Field as Limited
from pydantic import StringConstraints

from core.request_types.conditions import Condition, Part
from core.request_types.enums import FieldKind, Priority

MOST_FIELDS, MOST_OPTIONS, MOST_COLUMNS, MOST_ROWS, MOST_DOCUMENTS = 60, 60, 6, 20, 30
LONGEST_LABEL, LONGEST_SENTENCE = 200, 2000
SIMPLE_KINDS = (
    FieldKind.TEXT,
    FieldKind.NUMBER,
    FieldKind.MONEY,
    FieldKind.DATE,
    FieldKind.CHOICE,
    FieldKind.YES_NO,
)

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Label = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_LABEL)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_SENTENCE)]


class _Bilingual(Part):
    """In Arabic, and in English where somebody wrote it."""

    ar: str = ""
    en: str = ""

    def __str__(self) -> str:
        arabic = (get_language() or "ar").startswith("ar")
        return (self.ar or self.en) if arabic else (self.en or self.ar)

    def __bool__(self) -> bool:
        return bool(self.ar or self.en)


class Words(_Bilingual):
    ar: Label = ""
    en: Label = ""


class Sentences(_Bilingual):
    ar: Sentence = ""
    en: Sentence = ""


class Option(Part):
    key: Key
    label: Words


class Column(Part):
    """Of a table: simple answers only."""

    key: Key
    label: Words
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    options: tuple[Option, ...] = Limited(default=(), max_length=MOST_OPTIONS)


class Field(Part):
    """`minimum` and `maximum` bound numbers and money; `is_amount_asked`: the amount of the request."""

    key: Key
    kind: FieldKind
    label: Words
    help: Sentences = Sentences()
    required: bool = False
    condition: Condition | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    options: tuple[Option, ...] = Limited(default=(), max_length=MOST_OPTIONS)
    columns: tuple[Column, ...] = Limited(default=(), max_length=MOST_COLUMNS)
    most_rows: int = Limited(default=5, ge=1, le=MOST_ROWS)
    is_amount_asked: bool = False

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)


class NeededDocument(Part):
    """Besides those of the policy. `categories`: only from these people; none: from everybody."""

    label: Words
    categories: tuple[Key, ...] = ()

    @property
    def stored_label(self) -> str:
        """What the list of what is missing says, in whatever language the form was read."""
        return self.label.ar or self.label.en


class TypeContent(Part):
    """`channels`: keys of the policy's, none for all. `deadline`: the rule of the policy that is its own.

    Asking costs nothing: there is no field for a fee, on purpose.
    """

    name: Words
    purpose: Sentences = Sentences()
    eligibility: Sentences = Sentences()
    priority: Priority = Priority.NORMAL
    channels: tuple[str, ...] = ()
    programme: UUID | None = None
    deadline: str = Limited(default="", max_length=80)
    documents: tuple[NeededDocument, ...] = Limited(default=(), max_length=MOST_DOCUMENTS)
    fields: tuple[Field, ...] = Limited(default=(), max_length=MOST_FIELDS)

    def canonical(self) -> str:
        """One spelling: JSON with sorted keys and no space."""
        data = self.model_dump(mode="json")
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key == key), None)

    @property
    def kinds(self) -> dict[str, FieldKind]:
        return {field.key: field.kind for field in self.fields}

    @property
    def amount_field(self) -> Field | None:
        return next((field for field in self.fields if field.is_amount_asked), None)

    @property
    def asks_for_categories(self) -> bool:
        return any(document.categories for document in self.documents)

    def documents_for(self, categories: Iterable[str]) -> list[NeededDocument]:
        chosen = set(categories)
        return [
            document
            for document in self.documents
            if not document.categories or chosen.intersection(document.categories)
        ]

    def is_open_to(self, channel_key: str) -> bool:
        return not self.channels or channel_key in self.channels

    def with_field(self, field: Field, *, instead_of: str = "") -> Self:
        """Added at the end, or in the place of another."""
        if self.field(instead_of) is None:
            return self.model_copy(update={"fields": (*self.fields, field)})
        changed = tuple(field if each.key == instead_of else each for each in self.fields)
        return self.model_copy(update={"fields": changed})

    def without_field(self, key: str) -> Self:
        left = tuple(field for field in self.fields if field.key != key)
        return self.model_copy(update={"fields": left})

    def moved(self, key: str, by: int) -> Self:
        """One place up (-1) or down (1); at the end of the list it stays."""
        fields = list(self.fields)
        at = next((place for place, field in enumerate(fields) if field.key == key), None)
        if at is None or not 0 <= at + by < len(fields):
            return self
        fields.insert(at + by, fields.pop(at))
        return self.model_copy(update={"fields": tuple(fields)})
