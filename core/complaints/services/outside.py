"""The way to the outside authority: that it was taken there, and what is handed over."""

import uuid

from django.db import transaction

from core.actors import Actor
from core.cases.enums import EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints import rules
from core.complaints.enums import RecordKind
from core.complaints.models import ComplaintRecord
from core.complaints.records import Outside
from core.complaints.services import drawing_up
from core.complaints.services.changes import change, locked_complaint
from foundation import audit, clock
from foundation.models import StoredFile


@transaction.atomic
def take_outside(
    case_id: uuid.UUID, *, actor: Actor, outside: Outside, paper: StoredFile | None = None
) -> ComplaintRecord:
    """By the association, or by whoever complained and told us so."""
    case = locked_complaint(case_id)
    rules.check_can_take_outside(actor, case)
    record = drawing_up.draw_up(case, RecordKind.OUTSIDE, outside, actor=actor, paper=paper)
    drawing_up.close(record)
    change(case.complaint, outside_at=clock.now())
    record_event(
        case,
        EventName.TAKEN_OUTSIDE,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        note=outside.reason,
        details={"record": record.number},
    )
    return record


@transaction.atomic
def note_bundle(case: Case, *, actor: Actor, digest: str) -> None:
    """Everything of the complaint left the house in one file; `digest` is its SHA-256."""
    audit.record("complaint.bundle_exported", case, actor=actor, details={"digest": digest})
