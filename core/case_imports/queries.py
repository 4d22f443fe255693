"""Reading imports: the list, one of them, and a page of its rows with what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from core.case_imports.columns import COLUMNS, Column, ColumnWords
from core.case_imports.findings import Finding
from core.case_imports.models import CaseImport
from core.case_imports.table import Row, Table
from core.case_imports.taking_over import operation_of
from core.cases.models import Case


def imports() -> QuerySet[CaseImport]:
    """The newest first; `cases` counts those that are there now."""
    counted = (
        Case.objects.filter(import_batch=OuterRef("pk"))
        .order_by()
        .values("import_batch")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        CaseImport.objects.defer("rows")
        .select_related("created_by")
        .annotate(
            cases=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)),
        )
        .order_by("-created_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column | None
    value: str
    findings: tuple[Finding, ...]

    @property
    def words(self) -> ColumnWords | None:
        return COLUMNS[self.column] if self.column else None

    @property
    def has_error(self) -> bool:
        return any(each.is_error for each in self.findings)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the page shows it: the fields it has, or that something is said about."""

    number: int
    cells: tuple[Cell, ...]
    about_all: tuple[Finding, ...]
    case: Case | None
    findings: tuple[Finding, ...]

    @property
    def has_error(self) -> bool:
        return any(each.is_error for each in self.findings)


def lines(
    batch_id: UUID, table: Table, rows: Sequence[Row], columns: dict[str, int]
) -> list[Line]:
    """One query for the cases of all of them."""
    operations = {row.number: operation_of(batch_id, row.number) for row in rows}
    cases = {
        case.operation_id: case
        for case in Case.objects.filter(operation_id__in=operations.values())
    }
    return [_line(table, row, columns, cases.get(operations[row.number])) for row in rows]


def _line(table: Table, row: Row, columns: dict[str, int], case: Case | None) -> Line:
    found = tuple(table.findings.get(row.number, ()))
    cells = []
    for column in COLUMNS:
        about = tuple(each for each in found if each.column == column)
        value = row.cells[columns[column]] if column in columns else ""
        if value or about:
            cells.append(Cell(column, value, about))
    about_all = tuple(each for each in found if each.column is None)
    return Line(row.number, tuple(cells), about_all, case, found)
