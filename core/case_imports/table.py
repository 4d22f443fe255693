"""What an import keeps of its sheet: the head, the rows, and what was found wrong with each."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from core.case_imports.columns import Column
from core.case_imports.findings import Finding
from core.case_imports.models import CaseImport
from foundation.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: tuple[str, ...]
    computed: tuple[int, ...]


@dataclass(slots=True)
class Table:
    head: tuple[str, ...]
    rows: list[Row]
    findings: dict[int, list[Finding]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet) -> "Table":
        return cls(sheet.head, [Row(row.number, row.cells, row.computed) for row in sheet.rows])

    @classmethod
    def load(cls, stored: Any) -> "Table":
        rows = [Row(number, tuple(cells), tuple(f)) for number, cells, f in stored["rows"]]
        findings = {
            int(number): [Finding.load(each) for each in found]
            for number, found in stored["findings"].items()
        }
        return cls(tuple(stored["head"]), rows, findings)

    def dump(self) -> dict[str, Any]:
        return {
            "head": self.head,
            "rows": [[row.number, row.cells, row.computed] for row in self.rows],
            "findings": {
                str(number): [each.dump() for each in found]
                for number, found in self.findings.items()
            },
        }

    def faulty(self) -> set[int]:
        """Numbers of the rows that cannot be imported."""
        return {n for n, found in self.findings.items() if any(each.is_error for each in found)}

    def warned(self) -> set[int]:
        return set(self.findings) - self.faulty()


def table_of(batch: CaseImport) -> Table:
    return Table.load(batch.rows)


def cells_of(batch: CaseImport, table: Table, row: Row) -> dict[Column, str]:
    """By field. What the sheet does not say of its channel was said of the whole file."""
    cells = {Column(name): row.cells[place] for name, place in batch.columns.items()}
    if batch.channel_key and not cells.get(Column.CHANNEL, "").strip():
        cells[Column.CHANNEL] = batch.channel_key
    return cells


def twice(table: Table, columns: dict[str, int], *names: Column) -> dict[tuple[str, ...], int]:
    """How often each combination of these cells comes; without the empty ones."""
    places = [columns[name] for name in names if name in columns]
    if len(places) < len(names):
        return {}
    keys = (tuple(row.cells[place].strip() for place in places) for row in table.rows)
    return {key: number for key, number in Counter(keys).items() if number > 1 and all(key)}
