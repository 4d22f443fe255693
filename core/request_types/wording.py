"""What a form says, in words: its parts, its conditions."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.beneficiaries.categories import categories
from core.programmes.models import Programme
from core.request_types.conditions import Comparison, Condition, Join, Operator
from core.request_types.content import TypeContent
from core.request_types.enums import FieldKind

LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "purpose": gettext_lazy("What it is for"),
    "eligibility": gettext_lazy("Who may ask"),
    "priority": gettext_lazy("Priority"),
    "channels": gettext_lazy("Channels"),
    "programme": gettext_lazy("Programme"),
    "deadline": gettext_lazy("A date of its own"),
    "documents": gettext_lazy("Documents"),
}


def part_label(part: str) -> str | Promise:
    return LABELS[part]


def part_words(content: TypeContent, part: str) -> str:
    said = _PARTS.get(part)
    return said(content) if said else str(getattr(content, part))


def in_words(condition: Condition | None, content: TypeContent) -> str:
    """«Rent is more than 1000, and Housing is one of: rented, shared»."""
    if condition is None:
        return ""
    joined = _(", and ") if condition.join == Join.ALL else _(", or ")
    return joined.join(_comparison(each, content) for each in condition.comparisons)


def value_words(comparison: Comparison, content: TypeContent) -> list[str]:
    """The values that it compares with, as people read them."""
    field = content.field(comparison.field)
    if field is not None and field.kind == FieldKind.YES_NO:
        names = {"yes": _("Yes"), "no": _("No")}
        return [names.get(value, value) for value in comparison.values]
    found = {option.key: str(option.label) for option in field.options} if field else {}
    return [found.get(value, value) for value in comparison.values]


def _comparison(comparison: Comparison, content: TypeContent) -> str:
    field = content.field(comparison.field)
    name = str(field.label) if field else comparison.field
    said = f"«{name}» {Operator(comparison.operator).label}"
    if comparison.operator == Operator.ANSWERED:
        return said
    return f"{said} {' · '.join(value_words(comparison, content))}"


def _documents(content: TypeContent) -> str:
    names = {each.key: each.label for each in categories()}
    lines = []
    for document in content.documents:
        of = ", ".join(names.get(key, key) for key in document.categories)
        lines.append(f"{document.label} ({of})" if of else str(document.label))
    return "\n".join(lines)


def _programme(content: TypeContent) -> str:
    found = Programme.objects.filter(pk=content.programme).first() if content.programme else None
    return found.name if found else ""


_PARTS: dict[str, Callable[[TypeContent], str]] = {
    "priority": lambda content: str(content.priority.label),
    "channels": lambda content: ", ".join(content.channels) or _("All"),
    "programme": _programme,
    "documents": _documents,
}
