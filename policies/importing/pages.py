"""What the job does: one page of a scan at a time, and at last the draft.

One job reads one page and hands over to the next, so that other jobs of the association come
between. A job that was killed is tried again and reads its page anew; what was read stays.
"""

from uuid import UUID

from django.db import transaction

from foundation import clock, uploads
from foundation.errors import DomainError, code_of
from policies.enums import ImportState
from policies.models import DocumentImport
from policies.reading.scan import recognition
from policies.services.drafts import draft_from_scan

OPEN = (ImportState.WAITING, ImportState.READING)


def read_next_page(import_id: UUID) -> bool:
    """Or makes the draft when all are read, or nothing when it is over; says whether more is to do."""
    started = DocumentImport.objects.filter(pk=import_id, state__in=OPEN).first()
    if started is None:
        return False
    try:
        if started.pages_done < started.pages_total:
            words = recognition.words_of_page(
                uploads.open_stored(started.file), started.pages_done
            )
            _keep_page(started, words)
            return True
        _finish(started)
    except DomainError as error:
        _fail(started, code_of(error))
    return False


@transaction.atomic
def _keep_page(read: DocumentImport, words: str) -> None:
    """Only if nobody else read this page, or gave up, in the meantime."""
    started = locked(read.pk)
    if started.state not in OPEN or started.pages_done != read.pages_done:
        return
    started.texts = [*started.texts, words]
    started.pages_done += 1
    started.state = ImportState.READING
    save(started, "texts", "pages_done", "state")


@transaction.atomic
def _finish(read: DocumentImport) -> None:
    """The draft and the note that it is there are written together, so there is never a second one."""
    started = locked(read.pk)
    if started.state not in OPEN:
        return
    text = recognition.joined(started.texts)
    started.version = draft_from_scan(text, file=started.file, actor=started.created_by)
    started.state = ImportState.DONE
    started.texts = []  # they are the draft's text now
    save(started, "version", "state", "texts")


@transaction.atomic
def _fail(read: DocumentImport, error: str) -> None:
    started = locked(read.pk)
    if started.state in OPEN:
        started.state, started.error = ImportState.FAILED, error
        save(started, "state", "error")


def locked(import_id: UUID) -> DocumentImport:
    return DocumentImport.objects.select_for_update(of=("self",)).get(pk=import_id)


def save(started: DocumentImport, *fields: str) -> None:
    started.updated_at = clock.now()
    started.save(update_fields=[*fields, "updated_at"])
