"""A letter between its scan and its registration: the session knows its files, by the operation to come.

The form of the desk registers it (core.service_requests.desk.intake_views), under the same operation.
"""

from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from core.cases.papers import NewDocument
from foundation.models import StoredFile

KEPT = "paper_drafts"
MOST_DRAFTS = 10


def keep(
    session: SessionBase, operation_id: UUID, files: list[StoredFile], typed: dict[str, str]
) -> None:
    entry = {"files": [str(file.pk) for file in files], "typed": typed}
    kept = dict(list(session.get(KEPT, {}).items())[-MOST_DRAFTS + 1 :])
    session[KEPT] = {**kept, str(operation_id): entry}


def typed_of(session: SessionBase, operation_id: UUID) -> dict[str, str] | None:
    """What was typed with the scan; None where this person scanned nothing under this operation."""
    entry: dict[str, Any] | None = session.get(KEPT, {}).get(str(operation_id))
    return entry["typed"] if entry else None


def files_of(session: SessionBase, operation_id: UUID) -> list[StoredFile]:
    """In the order of the pages; those that were swept meanwhile are missing."""
    entry: dict[str, Any] = session.get(KEPT, {}).get(str(operation_id)) or {"files": []}
    found = StoredFile.objects.in_bulk([UUID(pk) for pk in entry["files"]])
    return [found[UUID(pk)] for pk in entry["files"] if UUID(pk) in found]


def documents_of(files: list[StoredFile], purpose: str) -> list[NewDocument]:
    return [NewDocument(file, purpose) for file in files]


def forget(session: SessionBase, operation_id: UUID) -> None:
    kept = dict(session.get(KEPT, {}))
    if kept.pop(str(operation_id), None) is not None:
        session[KEPT] = kept
