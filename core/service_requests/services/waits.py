"""What stops the clocks beside the beneficiary, and the clocks that nothing stops."""

import uuid
from datetime import datetime

from django.db import transaction

from core.actors import Actor
from core.cases import rules as cases
from core.cases import timing
from core.cases.enums import EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.deadlines import services as clocks
from core.deadlines import statutory
from core.deadlines.enums import PauseReason
from core.deadlines.models import Clock
from core.rules import Milestone
from core.service_requests import waiting
from core.service_requests.services.changes import locked_request
from foundation import clock


@transaction.atomic
def wait_for_outside_body(case_id: uuid.UUID, *, actor: Actor, body: str) -> Case:
    """The clocks stand still until it has answered; the beneficiary reads whom we wait for."""
    case = locked_request(case_id)
    waiting.check_can_wait_outside(actor, case)
    cases.check_has_text(body)
    record_event(
        case,
        EventName.WAIT_OUTSIDE,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        note=body,
    )
    timing.pause_clocks(case, PauseReason.OUTSIDE_BODY)
    return case


@transaction.atomic
def outside_body_answered(case_id: uuid.UUID, *, actor: Actor, note: str = "") -> Case:
    """The clocks run again, unless the beneficiary is waited for too. The note is the staff's."""
    case = locked_request(case_id)
    waiting.check_can_note_outside_answer(actor, case)
    record_event(case, EventName.OUTSIDE_ANSWERED, actor=actor, visibility=Visibility.BENEFICIARY)
    if note.strip():
        cases.check_length(note)
        record_event(case, EventName.NOTE, actor=actor, note=note)
    timing.resume_clocks(case, PauseReason.OUTSIDE_BODY)
    return case


@transaction.atomic
def take_data_request(case_id: uuid.UUID, *, actor: Actor, note: str) -> Clock:
    """The person asks for their data, or to have them corrected or erased."""
    return _start(case_id, statutory.DATA_SUBJECT_REPLY, actor=actor, at=clock.now(), note=note)


@transaction.atomic
def take_breach(case_id: uuid.UUID, *, actor: Actor, known_at: datetime, note: str) -> Clock:
    """Data of this case got out; the hours count from when it was known."""
    waiting.check_has_come(known_at)
    return _start(case_id, statutory.BREACH_NOTICE, actor=actor, at=known_at, note=note)


@transaction.atomic
def answer_statute(case_id: uuid.UUID, *, actor: Actor, milestone: Milestone, note: str) -> Case:
    """What the law wants was done."""
    case = locked_request(case_id)
    waiting.check_can_answer_statute(actor, case)
    cases.check_has_text(note)
    timing.meet_milestones(case, milestone)
    record_event(
        case, EventName.NOTE, actor=actor, note=note, details={"milestone": milestone.value}
    )
    return case


@transaction.atomic
def extend_deadline(
    case_id: uuid.UUID, *, actor: Actor, clock_id: uuid.UUID, reason: str
) -> Clock:
    """Once, before it is over, with a reason that the person reads; raises MayNotBeExtended."""
    case = locked_request(case_id)
    waiting.check_can_extend(actor, case)
    cases.check_has_text(reason)
    before = Clock.objects.get(pk=clock_id, case=case)
    extended = clocks.extend_clock(before.pk, at=clock.now())
    timing.show_leading_clock(case)
    record_event(
        case,
        EventName.DEADLINE_EXTENDED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        note=reason,
        details={
            "milestone": extended.milestone,
            "clause": extended.clause_address,
            "from": str(before.due_date),
            "to": str(extended.due_date),
        },
    )
    return extended


def _start(
    case_id: uuid.UUID, statute: statutory.Statute, *, actor: Actor, at: datetime, note: str
) -> Clock:
    case = locked_request(case_id)
    waiting.check_can_start(actor, case, statute)
    cases.check_has_text(note)
    started = timing.start_statutory_clock(case, statute, at=at)
    details = {"milestone": started.milestone, "clause": started.clause_address}
    record_event(case, EventName.NOTE, actor=actor, note=note, details=details)
    return started
