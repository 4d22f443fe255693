"""Until a request is complete: what is missing, who brings it, and the steps of the checklist."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from core.actors import Actor, name_of
from core.cases import papers, timing
from core.cases import rules as cases
from core.cases.enums import CaseStatus, EventName, MissingKind, Visibility
from core.cases.models import Case, MissingItem
from core.cases.papers import NewDocument
from core.cases.queries import unsettled_items
from core.cases.recording import record_event
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.messages.telling import beneficiary_wrote
from core.rules import Milestone, StartEvent
from core.service_requests import rules
from core.service_requests.services.changes import locked_request, move, move_and_record
from foundation import clock

RESUME = {
    CaseStatus.RECEIVED: "resume_reception",
    CaseStatus.COMPLETE: "resume_complete",
    CaseStatus.UNDER_STUDY: "resume_study",
}


@transaction.atomic
def mark_missing(
    case_id: uuid.UUID, *, actor: Actor, documents: Sequence[str] = (), question: str = ""
) -> Case:
    """Ask the beneficiary for documents, an answer, or both; the clocks stand still until all is there."""
    case = locked_request(case_id)
    rules.check_can_mark_missing(actor, case)
    labels = [label.strip() for label in documents if label.strip()]
    rules.check_question(labels, question)
    for label in labels:
        _ask_for_document(case, label)
    if question.strip():
        _ask(MissingItem(case=case, kind=MissingKind.ANSWER, label=question.strip()))
    move_and_record(
        case,
        "mark_missing",
        EventName.MARK_MISSING,
        actor=actor,
        details={"documents": len(labels), "question": bool(question.strip())},
        status_before_waiting=case.status,
    )
    timing.meet_milestones(case, Milestone.FIRST_REPLY)
    timing.pause_clocks(case)
    queue_message(case, MessageKind.MISSING)
    return case


@transaction.atomic
def settle_missing(
    case_id: uuid.UUID, *, actor: Actor, item_id: uuid.UUID, note: str = ""
) -> Case:
    """Staff say that it is there, for instance on paper, or why it is not needed."""
    case = locked_request(case_id)
    rules.check_can_settle_missing(actor, case)
    item = case.missing_items.select_for_update().get(pk=item_id)
    if item.provided_at is not None:
        raise cases.StepAlreadyThere
    papers.settle(item, actor=actor, answer=note.strip())
    record_event(
        case, EventName.MISSING_SETTLED, actor=actor, note=note, details={"kind": item.kind}
    )
    _resume_if_all_is_there(case, actor=actor)
    return case


@transaction.atomic
def add_document(
    case_id: uuid.UUID, *, actor: Actor, document: NewDocument, item_id: uuid.UUID | None = None
) -> Case:
    case = locked_request(case_id)
    rules.check_can_add_document(actor, case)
    return _add_document(case, document, item_id, actor)


@transaction.atomic
def beneficiary_adds_document(
    case_id: uuid.UUID, *, document: NewDocument, item_id: uuid.UUID | None = None
) -> Case:
    """The caller has seen the tracking code."""
    case = locked_request(case_id)
    cases.check_is_open(case)
    return _add_document(case, document, item_id, None)


@transaction.atomic
def beneficiary_replies(
    case_id: uuid.UUID, *, text: str, details: Mapping[str, Any] | None = None
) -> Case:
    """Answers all open questions at once. The caller has seen the tracking code, or knows the address."""
    case = locked_request(case_id)
    cases.check_is_open(case)
    cases.check_has_text(text)
    for item in case.missing_items.filter(kind=MissingKind.ANSWER, provided_at=None).order_by(
        "pk"
    ):
        papers.settle(item, actor=None, answer=text.strip())
    event = record_event(
        case,
        EventName.REPLY,
        actor=None,
        visibility=Visibility.BENEFICIARY,
        note=text,
        details=details,
    )
    _resume_if_all_is_there(case, actor=None)
    timing.start_clocks(case, StartEvent.REPLY, at=clock.now())
    beneficiary_wrote(case, event)
    return case


@transaction.atomic
def mark_complete(case_id: uuid.UUID, *, actor: Actor) -> Case:
    """Nothing is missing, and the promises that count from here begin."""
    case = locked_request(case_id)
    rules.check_can_mark_complete(actor, case)
    now = clock.now()
    move_and_record(
        case,
        "mark_complete",
        EventName.MARK_COMPLETE,
        actor=actor,
        completed_at=case.completed_at or now,
    )
    timing.start_clocks(case, StartEvent.COMPLETION, at=now)
    return case


@transaction.atomic
def complete_step(case_id: uuid.UUID, *, actor: Actor, item_id: uuid.UUID, note: str = "") -> Case:
    case = locked_request(case_id)
    item = case.checklist.select_for_update().get(pk=item_id)
    cases.check_can_work_on_step(actor, case, item)
    if item.is_done:
        raise cases.StepAlreadyThere
    item.done_at = clock.now()
    item.done_by = name_of(actor)
    item.note = note.strip()
    item.save(update_fields=["done_at", "done_by", "note"])
    details = {"order": item.order, "clause": item.clause_address}
    record_event(case, EventName.STEP_COMPLETED, actor=actor, note=note, details=details)
    return case


@transaction.atomic
def set_step_aside(case_id: uuid.UUID, *, actor: Actor, item_id: uuid.UUID, reason: str) -> Case:
    """The step does not apply to this case: it holds nothing up, and the reason stays beside it."""
    case = locked_request(case_id)
    item = case.checklist.select_for_update().get(pk=item_id)
    cases.check_can_set_step_aside(actor, case, item)
    cases.check_has_text(reason)
    if item.is_done:
        raise cases.StepAlreadyThere
    item.done_at = clock.now()
    item.done_by = name_of(actor)
    item.set_aside = True
    item.note = reason.strip()
    item.save(update_fields=["done_at", "done_by", "set_aside", "note"])
    details = {"order": item.order, "clause": item.clause_address}
    record_event(case, EventName.STEP_SET_ASIDE, actor=actor, note=reason, details=details)
    return case


@transaction.atomic
def reopen_step(case_id: uuid.UUID, *, actor: Actor, item_id: uuid.UUID) -> Case:
    case = locked_request(case_id)
    item = case.checklist.select_for_update().get(pk=item_id)
    check = cases.check_can_set_step_aside if item.set_aside else cases.check_can_work_on_step
    check(actor, case, item)
    if not item.is_done:
        raise cases.StepAlreadyThere
    item.done_at = None
    item.done_by = ""
    item.set_aside = False
    item.note = ""
    item.save(update_fields=["done_at", "done_by", "set_aside", "note"])
    details = {"order": item.order, "clause": item.clause_address}
    record_event(case, EventName.STEP_REOPENED, actor=actor, details=details)
    return case


def _ask_for_document(case: Case, label: str) -> None:
    """An item that the policy requires anyway is asked for, not listed twice."""
    item = papers.item_for(case, label)
    _ask(item or MissingItem(case=case, kind=MissingKind.DOCUMENT, label=label))


def _ask(item: MissingItem) -> None:
    item.asked_at = clock.now()
    item.save()


def _add_document(
    case: Case, document: NewDocument, item_id: uuid.UUID | None, actor: Actor | None
) -> Case:
    kept = papers.attach(case, document, actor=actor)
    if item_id is None:
        item = papers.item_for(case, document.purpose)
    else:
        item = case.missing_items.filter(provided_at=None).get(pk=item_id)
    if item is not None:
        papers.settle(item, actor=actor, document=kept)
    record_event(
        case,
        EventName.DOCUMENT_ADDED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"settles": item is not None},
    )
    _resume_if_all_is_there(case, actor=actor)
    return case


def _resume_if_all_is_there(case: Case, *, actor: Actor | None) -> None:
    """Back to where the case waited from, once everything that was asked for has come."""
    if case.status != CaseStatus.WAITING_FOR_BENEFICIARY:
        return
    if any(item.asked_at is not None for item in unsettled_items(case)):
        return
    before = CaseStatus(case.status_before_waiting)
    move(case, RESUME[before], status_before_waiting="")
    timing.resume_clocks(case)
    record_event(
        case,
        EventName.RESUME,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"to": before.value},
    )
