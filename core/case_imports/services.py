"""What people do with an import: upload, say what the columns are, import, undo, give up."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from core.actors import Actor
from core.case_imports import rules
from core.case_imports.columns import COLUMNS, REQUIRED, Column, guess
from core.case_imports.enums import ImportState as S
from core.case_imports.models import CaseImport
from core.case_imports.table import Table, table_of
from core.case_imports.tasks import carry_on_import
from core.case_imports.working import end
from core.rules import Channel, ChannelNotInPolicy, NoPolicyInForce, in_force
from foundation import audit, clock, uploads
from foundation.sheets import read_sheet
from tenants.jobs import defer
from tenants.people.models import User

UNDER_WAY = (S.IMPORTING, S.UNDOING)


@transaction.atomic
def begin_import(content: bytes, *, name: str, actor: User) -> CaseImport:
    """Raises a kind of Invalid for a file that is no use, before anything is stored."""
    rules.check_can_import(actor)
    sheet = read_sheet(content, name=name)
    stored = uploads.store(content, name=sheet.name, media_type=sheet.kind.value)
    batch = CaseImport.objects.create(
        file=stored,
        name=sheet.name,
        rows=Table.of(sheet).dump(),
        total=len(sheet.rows),
        created_by=actor,
        created_at=clock.now(),
    )
    audit.record("import.uploaded", batch, actor=actor, details={"rows": batch.total})
    return batch


def channels_in_force() -> tuple[Channel, ...]:
    """None without a policy in force."""
    try:
        return tuple(in_force(clock.now()).channels)
    except NoPolicyInForce:
        return ()


def guessed_columns(batch: CaseImport) -> dict[str, int]:
    """As they were said, or as the head lets guess."""
    return dict(batch.columns) or guess(table_of(batch).head)


@transaction.atomic
def choose_columns(
    batch_id: UUID, *, actor: Actor, columns: Mapping[str, int], channel_key: str = ""
) -> CaseImport:
    """Which column is which field; then every row is looked at, again if it was before.

    `channel_key`: of the policy in force, for the rows that name none.
    """
    rules.check_can_import(actor)
    batch = _locked(batch_id)
    rules.check_is(batch.state, S.UPLOADED, S.CHECKED)
    table = table_of(batch)
    _check_columns(columns, table, channel_key)
    table.findings = {}
    batch.columns, batch.channel_key = dict(columns), channel_key
    batch.rows, batch.state, batch.done, batch.refused = table.dump(), S.UPLOADED, 0, 0
    batch.save(update_fields=["columns", "channel_key", "rows", "state", "done", "refused"])
    defer(carry_on_import, batch_id=str(batch.pk))
    return batch


def _check_columns(columns: Mapping[str, int], table: Table, channel_key: str) -> None:
    if channel_key and channel_key not in {channel.key for channel in channels_in_force()}:
        raise ChannelNotInPolicy(channel=channel_key)
    for column in REQUIRED:
        if column not in columns and not (column == Column.CHANNEL and channel_key):
            raise rules.ColumnMissing(field=COLUMNS[column].label)
    seen: set[int] = set()
    for place in columns.values():
        if place in seen:
            raise rules.ColumnTwice(head=table.head[place])
        seen.add(place)


@transaction.atomic
def start_import(batch_id: UUID, *, actor: Actor, leave_out_faulty: bool = False) -> CaseImport:
    """A second click, or one after it began, changes nothing: each row is imported once."""
    rules.check_can_import(actor)
    batch = _locked(batch_id)
    if batch.state in (S.IMPORTING, S.IMPORTED):
        if batch.state == S.IMPORTING:
            defer(carry_on_import, batch_id=str(batch.pk))
        return batch
    rules.check_is(batch.state, S.CHECKED)
    if batch.refused >= batch.total:
        raise rules.NothingToImport
    if batch.refused and not leave_out_faulty:
        raise rules.RowsFaulty
    batch.state, batch.done = S.IMPORTING, 0
    batch.save(update_fields=["state", "done"])
    details = {"rows": batch.total - batch.refused, "left_out": batch.refused}
    audit.record("import.started", batch, actor=actor, details=details)
    defer(carry_on_import, batch_id=str(batch.pk))
    return batch


@transaction.atomic
def undo_import(batch_id: UUID, *, actor: Actor) -> CaseImport:
    """All of it, also where it was only begun. What somebody worked on since stays."""
    rules.check_can_import(actor)
    batch = _locked(batch_id)
    if batch.state in (S.UNDOING, S.UNDONE):
        if batch.state == S.UNDOING:
            defer(carry_on_import, batch_id=str(batch.pk))
        return batch
    audit.record("import.undo_started", batch, actor=actor, details={"state": str(batch.state)})
    if batch.state in (S.UPLOADED, S.CHECKED, S.FAILED):
        end(batch)
        return batch
    batch.state, batch.done = S.UNDOING, 0
    batch.save(update_fields=["state", "done"])
    defer(carry_on_import, batch_id=str(batch.pk))
    return batch


@transaction.atomic
def go_on(batch_id: UUID, *, actor: Actor) -> CaseImport:
    """Where a worker was lost: whatever is under way goes on behind the last row that was done."""
    rules.check_can_import(actor)
    batch = _locked(batch_id)
    if batch.state in UNDER_WAY or (batch.state == S.UPLOADED and batch.columns):
        defer(carry_on_import, batch_id=str(batch.pk))
    return batch


def _locked(batch_id: UUID) -> CaseImport:
    return CaseImport.objects.select_for_update(of=("self",)).get(pk=batch_id)
