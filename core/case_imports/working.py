"""The work of an import, a few rows at a time: checking, importing, undoing.

Each row is done and counted in one transaction that holds the import, so a killed worker has done a
row wholly or not at all, and the next one goes on behind it.
"""

import time
from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from core.case_imports.checking import Check, surroundings
from core.case_imports.enums import ImportState as S
from core.case_imports.findings import Finding, found, words_of
from core.case_imports.importer import Importer
from core.case_imports.models import CaseImport
from core.case_imports.row import read_row
from core.case_imports.table import Row, Table, cells_of, table_of
from core.case_imports.taking_over import operation_of, take_over
from core.case_imports.undoing import take_away
from core.cases.models import Case
from core.rules import NoPolicyInForce
from foundation import audit, clock, uploads
from foundation.errors import DomainError

CHUNK = 500
LONGEST = 10.0  # seconds, before others' jobs have their turn


def carry_on(batch_id: UUID) -> bool:
    """Whether something is left to do. Safe to stop anywhere, and to run twice at once."""
    batch = CaseImport.objects.defer("rows").filter(pk=batch_id).first()
    if batch is None:
        return False
    work = WORK.get(S(batch.state))
    return work(batch_id) if work is not None else False


def _check(batch_id: UUID) -> bool:
    """Findings are stored chunk by chunk; rows that were looked at twice read the same."""
    batch = CaseImport.objects.select_related("created_by").get(pk=batch_id)
    if not batch.columns or batch.state != S.UPLOADED:
        return False
    table, columns, done = table_of(batch), dict(batch.columns), batch.done
    rows = table.rows[done : done + CHUNK]
    try:
        findings = _looked_at(batch, table, rows)
    except NoPolicyInForce as error:
        reason = words_of(error)
        findings = {row.number: [found(None, reason)] for row in rows}
    with transaction.atomic():
        batch = CaseImport.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state != S.UPLOADED or batch.columns != columns or batch.done != done:
            return batch.state == S.UPLOADED and bool(batch.columns)
        table = table_of(batch)
        _note(table, findings)
        batch.rows, batch.refused = table.dump(), len(table.faulty())
        batch.done = done + len(findings)
        fields = ["rows", "refused", "done"]
        if batch.done >= batch.total:
            batch.state = S.CHECKED
            fields.append("state")
        batch.save(update_fields=fields)
        return batch.state == S.UPLOADED


def _looked_at(batch: CaseImport, table: Table, rows: list[Row]) -> dict[int, list[Finding]]:
    check = Check.of(batch, table, rows)
    until = time.monotonic() + LONGEST
    findings: dict[int, list[Finding]] = {}
    for row in rows:
        findings[row.number] = check.look_at(row)
        if time.monotonic() > until:
            break
    return findings


def _note(table: Table, findings: dict[int, list[Finding]]) -> None:
    for number, of_row in findings.items():
        table.findings.pop(number, None)
        if of_row:
            table.findings[number] = of_row


def _import(batch_id: UUID) -> bool:
    batch = CaseImport.objects.select_related("created_by").get(pk=batch_id)
    table, known = table_of(batch), surroundings()
    faulty, importer = table.faulty(), Importer(batch.created_by)

    def take(place: int) -> dict[int, list[Finding]]:
        row = table.rows[place]
        if row.number in faulty:
            return {}
        past, findings = read_row(row.number, cells_of(batch, table, row), known)
        if past is None:
            return {row.number: findings}
        try:
            with transaction.atomic():
                take_over(past, batch_id=batch_id, importer=importer)
        except DomainError as error:
            return {row.number: [found(None, words_of(error))]}
        except ObjectDoesNotExist:
            return {
                row.number: [
                    found(None, lambda: _("Something that this row names is no longer there."))
                ]
            }
        return {}

    return _one_by_one(batch_id, S.IMPORTING, take, _imported)


def _undo(batch_id: UUID) -> bool:
    """From the last row to the first: whoever came with an early row may be needed by a later one."""
    batch = CaseImport.objects.select_related("created_by").get(pk=batch_id)
    numbers = [row.number for row in table_of(batch).rows][::-1]
    importer = Importer(batch.created_by)

    def take(place: int) -> dict[int, list[Finding]]:
        operation_id = operation_of(batch_id, numbers[place])
        case = Case.objects.filter(operation_id=operation_id, import_batch=batch_id).first()
        if case is not None:
            take_away(case.pk, importer=importer)
        return {}

    return _one_by_one(batch_id, S.UNDOING, take, _undone)


def _one_by_one(
    batch_id: UUID,
    state: S,
    take: Callable[[int], dict[int, list[Finding]]],
    finish: Callable[[CaseImport], None],
) -> bool:
    """Each row once, whoever else works on the same import."""
    until = time.monotonic() + LONGEST
    for _turn in range(CHUNK):
        with transaction.atomic():
            # By its keys alone: the rows of a sheet are much to decrypt for each of them.
            batch = (
                CaseImport.objects.select_for_update(of=("self",))
                .only("pk", "state", "done", "total")
                .get(pk=batch_id)
            )
            if batch.state != state:
                return False
            if batch.done >= batch.total:
                finish(batch)
                return False
            findings = take(batch.done)
            if findings:
                table = table_of(batch)
                _note(table, findings)
                batch.rows, batch.refused = table.dump(), len(table.faulty())
                batch.save(update_fields=["rows", "refused"])
            batch.done += 1
            batch.save(update_fields=["done"])
        if time.monotonic() > until:
            break
    return True


def _imported(batch: CaseImport) -> None:
    batch.state, batch.finished_at = S.IMPORTED, clock.now()
    batch.save(update_fields=["state", "finished_at"])
    number = Case.objects.filter(import_batch=batch.pk).count()
    audit.record("import.finished", batch, actor=None, details={"cases": number})


def _undone(batch: CaseImport) -> None:
    end(batch)
    left = Case.objects.filter(import_batch=batch.pk).count()
    audit.record("import.undone", batch, actor=None, details={"kept": left})


def end(batch: CaseImport) -> None:
    """The sheet is gone, with everything that stood in it."""
    file = batch.file
    batch.state, batch.undone_at, batch.rows, batch.file = S.UNDONE, clock.now(), None, None
    batch.save(update_fields=["state", "undone_at", "rows", "file"])
    if file is not None:
        transaction.on_commit(lambda: uploads.discard(file))


WORK: dict[S, Callable[[UUID], bool]] = {
    S.UPLOADED: _check,
    S.IMPORTING: _import,
    S.UNDOING: _undo,
}
