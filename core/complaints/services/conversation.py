"""What is said between whoever complained and those who handle it, behind the tracking code."""

import uuid

from django.db import transaction

from core.actors import Actor
from core.cases import papers, timing
from core.cases import rules as cases
from core.cases.enums import CaseStatus, EventName, Visibility
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.cases.recording import record_event
from core.complaints import rules
from core.complaints.services.changes import locked_complaint, move, tell
from core.complaints.workflow import RESUMING
from core.messages.telling import beneficiary_wrote


@transaction.atomic
def complainant_writes(
    case_id: uuid.UUID, *, text: str, documents: tuple[NewDocument, ...] = ()
) -> Case:
    """The caller has seen the tracking code. What was asked for counts as said by that."""
    case = locked_complaint(case_id)
    cases.check_is_open(case)
    cases.check_has_text(text)
    for document in documents:
        papers.attach(case, document, actor=None)
    event = record_event(
        case,
        EventName.REPLY,
        actor=None,
        visibility=Visibility.BENEFICIARY,
        note=text,
        details={"documents": len(documents)},
    )
    _go_on(case)
    beneficiary_wrote(case, event)
    return case


@transaction.atomic
def write_to_complainant(
    case_id: uuid.UUID, *, actor: Actor, text: str, documents: tuple[NewDocument, ...] = ()
) -> Case:
    """Read behind the tracking code; by the agreed way it is told only that there is something to read."""
    case = locked_complaint(case_id)
    rules.check_handles(actor, case)
    cases.check_has_text(text)
    sent = [papers.attach(case, document, actor=actor) for document in documents]
    record_event(
        case,
        EventName.MESSAGE_WRITTEN,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        note=text,
        details={"documents": len(sent), "papers": [str(paper.pk) for paper in sent]},
    )
    tell(case)
    return case


@transaction.atomic
def add_note(case_id: uuid.UUID, *, actor: Actor, text: str) -> Case:
    """For those who may open it, and nobody else."""
    case = locked_complaint(case_id)
    cases.check_can_view(actor, case)
    cases.check_has_text(text)
    record_event(case, EventName.NOTE, actor=actor, note=text)
    return case


@transaction.atomic
def add_document(case_id: uuid.UUID, *, actor: Actor, document: NewDocument) -> Case:
    case = locked_complaint(case_id)
    rules.check_handles(actor, case)
    cases.check_is_open(case)
    papers.attach(case, document, actor=actor)
    record_event(case, EventName.DOCUMENT_ADDED, actor=actor, details={"settles": False})
    return case


@transaction.atomic
def mark_read(case_id: uuid.UUID, *, actor: Actor) -> Case:
    """Somebody who handles it has looked at what was written."""
    case = locked_complaint(case_id)
    rules.check_handles(actor, case)
    if case.unread_since is not None:
        case.unread_since = None
        case.save(update_fields=["unread_since"])
    return case


def _go_on(case: Case) -> None:
    if case.status != CaseStatus.WAITING_FOR_BENEFICIARY:
        return
    before = CaseStatus(case.status_before_waiting)
    move(case, RESUMING[before], status_before_waiting="")
    timing.resume_clocks(case)
    record_event(
        case,
        EventName.RESUME,
        actor=None,
        visibility=Visibility.BENEFICIARY,
        details={"to": before.value},
    )
