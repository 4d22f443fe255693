"""The audit chain of a schema, written in the business transaction: each entry hashes the last.

Entries name what was done, by whom and to what, never personal values. A cut tail shows only
against an anchor: the head of the chain, kept elsewhere.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import Any, Final, Protocol

from django.db import connection, models, transaction

from foundation import clock
from foundation.models import AuditEntry
from foundation.privacy import redact, scrubbed

START: Final = bytes(32)
SYSTEM: Final = "system"
LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended('audit|' || current_schema(), 0))"


class Actor(Protocol):
    """Whoever acts: a user, a token; `str()` is what the entry calls them."""

    @property
    def pk(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain, to keep where the database's owner cannot reach."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Deed:
    """What an entry tells; no personal values."""

    action: str
    obj_type: str
    obj_id: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChainReport:
    entries: int
    head: Head
    problems: tuple[str, ...]

    @property
    def intact(self) -> bool:
        return not self.problems


def record(
    action: str,
    obj: models.Model | None = None,
    *,
    actor: Actor | str | None,
    obj_type: str = "",
    obj_id: object = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Name the object itself, or its type and id; they stay readable, so no personal values.

    `actor`: who acts, a label for somebody without an account, None for the system itself.
    """
    if obj is not None:
        obj_type, obj_id = obj._meta.label_lower, obj.pk
    take_turn()
    deed = Deed(action, obj_type, str(obj_id), details or {})
    entry = _following(head(), deed, actor, reason)
    entry.save(force_insert=True)
    return entry


def record_all(deeds: Iterable[Deed], *, actor: Actor | str | None) -> None:
    """In this order, by as many statements for one as for a thousand."""
    take_turn()
    last = head()
    entries: list[AuditEntry] = []
    for deed in deeds:
        entry = _following(last, deed, actor)
        entries.append(entry)
        last = Head(entry.seq, bytes(entry.hash))
    AuditEntry.objects.bulk_create(entries)


def take_turn() -> None:
    """One writer per schema until its transaction ends: no two entries follow the same one.

    Whoever will lock many rows takes it first, and so waits for nobody while holding them.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Audit entries are written in the transaction of what they record.")
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def entries_about(obj: models.Model) -> models.QuerySet[AuditEntry]:
    """The newest first."""
    return AuditEntry.objects.filter(
        object_type=obj._meta.label_lower, object_id=str(obj.pk)
    ).order_by("-seq")


def head() -> Head:
    last = AuditEntry.objects.order_by("-seq").values_list("seq", "hash").first()
    return Head(last[0], bytes(last[1])) if last else Head(0, START)


def verify(anchor: Head | None = None) -> ChainReport:
    """Recompute the chain from its start; with an anchor, also see that it is still in there."""
    problems: list[str] = []
    last = Head(0, START)
    entries = 0
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=1000):
        problems += _problems_with(entry, last)
        last = Head(entry.seq, bytes(entry.hash))
        entries += 1
        if anchor is not None and entry.seq == anchor.seq and last.hash != anchor.hash:
            problems.append(f"Entry {entry.seq} is not the one that was anchored.")
    if anchor is not None and anchor.seq > last.seq:
        problems.append(f"Entries after {last.seq} are missing: {anchor.seq} was anchored.")
    return ChainReport(entries, last, tuple(problems))


def _problems_with(entry: AuditEntry, previous: Head) -> list[str]:
    problems = []
    if entry.seq != previous.seq + 1:
        problems.append(f"Entries between {previous.seq} and {entry.seq} are missing.")
    if bytes(entry.previous_hash) != previous.hash:
        problems.append(f"Entry {entry.seq} does not follow the one before it.")
    if _hash_of(entry) != bytes(entry.hash):
        problems.append(f"Entry {entry.seq} was changed.")
    return problems


def _following(
    previous: Head, deed: Deed, actor: Actor | str | None, reason: str = ""
) -> AuditEntry:
    entry = AuditEntry(
        seq=previous.seq + 1,
        at=clock.written_at(),
        **_named(actor),
        action=deed.action,
        object_type=deed.obj_type,
        object_id=deed.obj_id,
        reason=redact(reason),
        details=scrubbed(json.loads(json.dumps(dict(deed.details), default=str))),
        previous_hash=previous.hash,
    )
    entry.hash = _hash_of(entry)
    return entry


def _named(actor: Actor | str | None) -> dict[str, str]:
    if actor is None or isinstance(actor, str):
        return {"actor_id": "", "actor_label": redact(actor or SYSTEM)}
    return {"actor_id": str(actor.pk), "actor_label": str(actor)[:200]}


def _hash_of(entry: AuditEntry) -> bytes:
    body = [
        bytes(entry.previous_hash).hex(),
        entry.seq,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.actor_label,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.reason,
        entry.details,
    ]
    return sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).digest()
