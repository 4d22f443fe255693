"""Types of requests on the phone: what it asks without a network, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.beneficiaries.categories import Category, categories
from core.cases.papers import NewDocument
from core.request_types.answers import AnswersForm, when_of
from core.request_types.content import Column, Field, TypeContent
from core.request_types.enums import FieldKind
from core.request_types.fields import LONGEST_LONG_TEXT, LONGEST_TEXT
from core.request_types.models import RequestTypeVersion
from core.request_types.queries import content_of, published
from core.service_requests.filled_in import read_pairs

MOST_PAIRS: Final = 2000
Pairs = list[tuple[str, str]]


class PairsField(forms.Field):
    """What a page would send: names and words, a name as often as it was answered."""

    def clean(self, value: Any) -> Pairs:
        pairs = value or []
        if not isinstance(pairs, list) or len(pairs) > MOST_PAIRS:
            raise ValidationError(_("The answers cannot be read."))
        if not all(_is_pair(pair) for pair in pairs):
            raise ValidationError(_("The answers cannot be read."))
        return [(name, word) for name, word in pairs]


def offered_types() -> list[dict[str, Any]]:
    """What is published now, in the language that the phone speaks."""
    found = [(version, content_of(version)) for version in published()]
    known = categories() if any(content.asks_for_categories for _v, content in found) else ()
    return [_type(version, content, known) for version, content in found]


def answers_of(version: RequestTypeVersion, pairs: Pairs, purposes: Iterable[str]) -> AnswersForm:
    """`purposes`: what the photos show; one that bears the name of a file field answers it."""
    shown = {purpose.strip() for purpose in purposes}
    kept = {
        field.key: [label]
        for field in content_of(version).fields
        if field.kind == FieldKind.FILE and (label := stored_label(field)) in shown
    }
    return read_pairs(version, pairs, kept=kept)


def files_of(
    version: RequestTypeVersion, documents: Sequence[NewDocument]
) -> Mapping[str, list[str]]:
    """Ids of the photos by the file field whose name they bear."""
    found: dict[str, list[str]] = {}
    for field in content_of(version).fields:
        if field.kind == FieldKind.FILE:
            label = stored_label(field)
            ids = [str(each.id) for each in documents if each.purpose.strip() == label]
            found |= {field.key: ids} if ids else {}
    return found


def stored_label(field: Field) -> str:
    return field.label.ar or field.label.en


def _type(
    version: RequestTypeVersion, content: TypeContent, known: tuple[Category, ...]
) -> dict[str, Any]:
    wanted = {key for document in content.documents for key in document.categories}
    return {
        "key": version.key,
        "version": str(version.pk),
        "name": str(content.name),
        "eligibility": str(content.eligibility),
        "channels": list(content.channels),
        "papers": [document.stored_label for document in content.documents],
        "categories": [_option(each.key, each.label) for each in known if each.key in wanted],
        "fields": [_field(field) for field in content.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "key": field.key,
        "kind": field.kind.value,
        "label": str(field.label),
        "stored": stored_label(field),
        "help": str(field.help),
        "required": field.required,
        "when": when_of(field.condition),
        "longest": LONGEST_LONG_TEXT if field.kind == FieldKind.LONG_TEXT else LONGEST_TEXT,
        "options": [_option(option.key, option.label) for option in field.options],
        "columns": [_column(column) for column in field.columns],
        "rows": field.most_rows,
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "key": column.key,
        "kind": column.kind.value,
        "label": str(column.label),
        "required": column.required,
        "options": [_option(option.key, option.label) for option in column.options],
    }


def _option(key: str, label: object) -> dict[str, str]:
    return {"key": key, "label": str(label)}


def _is_pair(pair: Any) -> bool:
    return (
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)
    )
