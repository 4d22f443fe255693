"""What a draft changes in the form that people fill in now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.request_types.content import Field, TypeContent
from core.request_types.wording import in_words, part_label, part_words

PARTS = ("name", "purpose", "eligibility", "priority", "channels", "programme", "deadline")
FIELD_PARTS: dict[str, str | Promise] = {
    "kind": _("Kind"),
    "label": _("Label"),
    "help": _("Help"),
    "required": _("Must be answered"),
    "condition": _("Asked only when"),
    "minimum": _("Smallest number"),
    "maximum": _("Largest number"),
    "options": _("Choices"),
    "columns": _("Columns"),
    "most_rows": _("Rows at most"),
    "is_amount_asked": _("The amount asked for"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """`before` or `after` is empty for what is new, or gone."""

    what: str | Promise
    before: str
    after: str
    detail: str | Promise = ""


def changes(before: TypeContent | None, after: TypeContent) -> list[Change]:
    """All of `after` where nothing was published before."""
    return list(
        _changes(
            before or TypeContent(name=after.name.model_copy(update={"ar": "", "en": ""})), after
        )
    )


def _changes(before: TypeContent, after: TypeContent) -> Iterator[Change]:
    for part in PARTS:
        if getattr(before, part) != getattr(after, part):
            yield Change(part_label(part), part_words(before, part), part_words(after, part))
    if before.documents != after.documents:
        yield Change(
            _("Documents"), part_words(before, "documents"), part_words(after, "documents")
        )
    yield from _field_changes(before, after)


def _field_changes(before: TypeContent, after: TypeContent) -> Iterator[Change]:
    for gone in before.fields:
        if after.field(gone.key) is None:
            yield Change(_("Field removed"), str(gone.label), "")
    for field in after.fields:
        earlier = before.field(field.key)
        if earlier is None:
            yield Change(_("Field added"), "", str(field.label))
            continue
        for part, label in FIELD_PARTS.items():
            old, new = getattr(earlier, part), getattr(field, part)
            if old != new:
                yield Change(
                    str(field.label),
                    _said(earlier, part, before),
                    _said(field, part, after),
                    detail=label,
                )
    kept = [field.key for field in after.fields if before.field(field.key)]
    if kept != [field.key for field in before.fields if after.field(field.key)]:
        yield Change(_("Order of the fields"), _order(before), _order(after))


def _said(field: Field, part: str, content: TypeContent) -> str:
    value: Any = getattr(field, part)
    if part == "condition":
        return in_words(field.condition, content)
    if part == "kind":
        return str(field.kind.label)
    if part in ("options", "columns"):
        return " · ".join(str(each.label) for each in value)
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return "" if value is None else str(value)


def _order(content: TypeContent) -> str:
    return " · ".join(str(field.label) for field in content.fields)
