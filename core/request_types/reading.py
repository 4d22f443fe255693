"""Stored answers as people read them, on the wording of the form that they were given on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.beneficiaries.enums import Relation
from core.request_types.conditions import holds
from core.request_types.content import Column, Field, TypeContent
from core.request_types.enums import FieldKind
from foundation.dates import both_calendars
from foundation.writing import numeral

ENDS_OF_NUMBERS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """`is_code`: digits that keep their order among Arabic words."""

    text: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`documents`: of a file field. `is_open`: it had to be answered and was not."""

    field: Field
    cells: tuple[Cell, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    documents: tuple[Any, ...] = ()
    is_open: bool = False

    @property
    def label(self) -> str:
        return str(self.field.label)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a correction replaced."""

    at: str
    by: str
    lines: list[Line] = field(default_factory=list)


def lines_of(
    content: TypeContent,
    stored: Mapping[str, Any],
    *,
    documents: Iterable[Any] = (),
    discreet: bool = False,
) -> list[Line]:
    """`documents` with their `pk`. `discreet`: of an identity number its end only."""
    given = stored.get("fields", {})
    papers = {str(paper.pk): paper for paper in documents}
    lines = []
    for each in content.fields:
        value = given.get(each.key)
        if value in (None, "", [], {}):
            asked = each.condition is None or holds(each.condition, given, content.kinds)
            if asked and each.required:
                lines.append(Line(each, is_open=True))
            continue
        lines.append(_line(each, value, papers, discreet))
    return lines


def earlier_lines(content: TypeContent, stored: Mapping[str, Any]) -> list[Earlier]:
    """The latest correction first."""
    found = []
    for past in reversed(stored.get("earlier", [])):
        lines = []
        for key, value in past["fields"].items():
            each = content.field(key)
            if each is not None and value not in (None, "", [], {}):
                lines.append(_line(each, value, {}, discreet=False))
            elif each is not None:
                lines.append(Line(each, cells=(Cell(_("Not answered")),)))
        found.append(Earlier(past["at"], past["by"], lines))
    return found


def _line(each: Field, value: Any, papers: Mapping[str, Any], discreet: bool) -> Line:
    match each.kind:
        case FieldKind.FILE:
            found = tuple(papers[key] for key in value if key in papers)
            return Line(each, documents=found, cells=() if found else (Cell(_("A file")),))
        case FieldKind.CHOICES:
            return Line(each, cells=tuple(Cell(_option(each, key)) for key in value))
        case FieldKind.PERSON:
            return Line(each, cells=_person(value, discreet))
        case FieldKind.TABLE:
            return Line(
                each,
                head=tuple(str(column.label) for column in each.columns),
                rows=tuple(
                    tuple(_cell(column, row.get(column.key)) for column in each.columns)
                    for row in value
                ),
            )
        case _:
            return Line(each, cells=(_cell(each, value),))


def _cell(each: Field | Column, value: Any) -> Cell:
    if value in (None, ""):
        return Cell("—")
    match each.kind:
        case FieldKind.NUMBER:
            return Cell(numeral(value))
        case FieldKind.MONEY:
            return Cell(_("%(amount)s riyals") % {"amount": numeral(f"{Decimal(value):,.2f}")})
        case FieldKind.DATE:
            return Cell(both_calendars(date.fromisoformat(value["date"])))
        case FieldKind.YES_NO:
            return Cell(_("Yes") if value else _("No"))
        case FieldKind.CHOICE:
            return Cell(_option(each, value))
        case _:
            return Cell(str(value))


def _option(each: Field | Column, key: str) -> str:
    return next((str(option.label) for option in each.options if option.key == key), key)


def _person(value: Mapping[str, str], discreet: bool) -> tuple[Cell, ...]:
    cells = [Cell(value["name"])]
    if identity := value.get("identity"):
        cells.append(Cell(f"…{identity[-ENDS_OF_NUMBERS:]}" if discreet else identity, True))
    if relation := value.get("relation"):
        cells.append(Cell(str(Relation(relation).label)))
    return tuple(cells)
