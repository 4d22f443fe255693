"""Files of a request that was not accepted yet: kept, sealed, until the form is right.

The session remembers their ids and what they are for, never their names. Those that nobody comes
back for are deleted by core.service_requests.tasks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.cases.models import CaseDocument
from foundation import clock, uploads
from foundation.models import StoredFile

KEPT = "portal_draft_files"
SIGNATURE = "signature"
MOST_KEPT = 30
ABANDONED_AFTER = timedelta(days=1)
SWEPT_AT_ONCE = 500
TOO_MANY = _("These are too many files. Please send the most important ones first.")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """`slot` is the field that it came by."""

    file: StoredFile
    slot: str

    @property
    def id(self) -> str:
        return str(self.file.pk)

    @property
    def name(self) -> str:
        return self.file.name


def kept_files(session: SessionBase) -> list[KeptFile]:
    entries = _entries(session)
    files = StoredFile.objects.in_bulk([entry["id"] for entry in entries]) if entries else {}
    by_id = {str(pk): file for pk, file in files.items()}
    return [
        KeptFile(by_id[entry["id"]], entry["slot"]) for entry in entries if entry["id"] in by_id
    ]


def keep(session: SessionBase, file: StoredFile, slot: str) -> KeptFile:
    session[KEPT] = [*_entries(session), {"id": str(file.pk), "slot": slot}]
    return KeptFile(file, slot)


@transaction.atomic
def drop(session: SessionBase, files: Iterable[KeptFile]) -> None:
    """The files go for good, unless they have become documents of a case meanwhile."""
    dropped = list(files)
    gone = {kept.id for kept in dropped}
    session[KEPT] = [entry for entry in _entries(session) if entry["id"] not in gone]
    attached = set(
        CaseDocument.objects.filter(file__in=[kept.file.pk for kept in dropped]).values_list(
            "file_id", flat=True
        )
    )
    for kept in dropped:
        if kept.file.pk not in attached:
            transaction.on_commit(partial(uploads.discard, kept.file))


def discard_abandoned() -> int:
    """Stored files that nothing refers to, a day after they came; returns how many."""
    before = clock.now() - ABANDONED_AFTER
    unused = list(uploads.unreferenced(before)[:SWEPT_AT_ONCE])
    for file in unused:
        uploads.discard(file)
    return len(unused)


def _entries(session: SessionBase) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = session.get(KEPT, [])
    return entries
