"""A scan on its way to a draft, as people begin it, try it again and give it up."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation import audit, clock, uploads
from foundation.errors import WrongState
from foundation.models import StoredFile
from foundation.uploads import FileKind
from policies import rules
from policies.enums import ImportState
from policies.importing import tasks
from policies.importing.pages import OPEN, locked, save
from policies.models import DocumentImport
from policies.reading.scan import recognition
from tenants.jobs import defer
from tenants.people.models import User

STALE_AFTER = timedelta(minutes=15)
TIFF_STARTS = (b"II*\x00", b"MM\x00*")
TIFF = "image/tiff"
KINDS = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})


class ImportEnded(WrongState):
    code = "import_ended"
    message = _("This is no longer possible: the scan was read, or given up.")


@transaction.atomic
def begin_import(data: bytes, *, filename: str, actor: User) -> DocumentImport:
    """Raises a kind of Invalid for a scan that is no use, before anything is stored."""
    rules.check_can_edit(actor)
    recognition.check_ready()
    pages = recognition.pages_of(data)
    now = clock.now()
    file = _store(data, filename)
    started = DocumentImport.objects.create(
        file=file,
        name=file.name[:255],
        pages_total=pages,
        created_at=now,
        created_by=actor,
        updated_at=now,
    )
    audit.record("policy.import_begun", started, actor=actor, details={"pages": pages})
    defer(tasks.read_page_of_import, import_id=str(started.pk))
    return started


def _store(data: bytes, filename: str) -> StoredFile:
    if data.startswith(TIFF_STARTS):
        return uploads.store(data, name=uploads.safe_name(filename), media_type=TIFF)
    return uploads.store_checked(uploads.check_file(data, name=filename, accept=KINDS))


@transaction.atomic
def retry_import(import_id: UUID, *, actor: User) -> DocumentImport:
    """Goes on after the last page that was read."""
    rules.check_can_edit(actor)
    started = locked(import_id)
    if not may_retry(started):
        raise ImportEnded
    recognition.check_ready()
    started.state, started.error = ImportState.WAITING, ""
    save(started, "state", "error")
    audit.record("policy.import_retried", started, actor=actor)
    defer(tasks.read_page_of_import, import_id=str(started.pk))
    return started


@transaction.atomic
def cancel_import(import_id: UUID, *, actor: User) -> DocumentImport:
    """A page that is being read is read to its end, and thrown away."""
    rules.check_can_edit(actor)
    started = locked(import_id)
    if not may_cancel(started):
        raise ImportEnded
    started.state, started.texts = ImportState.CANCELLED, []
    save(started, "state", "texts")
    audit.record("policy.import_cancelled", started, actor=actor)
    return started


def may_retry(started: DocumentImport) -> bool:
    """After a failure, or when nothing has happened for so long that its job must be lost."""
    is_stale = started.state in OPEN and clock.now() - started.updated_at > STALE_AFTER
    return started.state == ImportState.FAILED or is_stale


def may_cancel(started: DocumentImport) -> bool:
    return started.state in (*OPEN, ImportState.FAILED)
