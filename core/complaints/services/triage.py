"""The first look at a complaint: what it is about, how grave, how sensitive; and the answer that it arrived."""

import uuid

from django.db import transaction

from core import rules as governing
from core.actors import Actor
from core.cases import rules as cases
from core.cases import timing
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints import own_deadlines, rules
from core.complaints.enums import RightsClass, Severity
from core.complaints.services.changes import change, locked_complaint, move_and_record, tell
from core.complaints.settings import SETTINGS
from core.deadlines.enums import ClockState
from core.rules import Milestone
from foundation import clock


@transaction.atomic
def triage(
    case_id: uuid.UUID,
    *,
    actor: Actor,
    subject_key: str,
    severity: Severity,
    rights_class: RightsClass,
    note: str = "",
) -> Case:
    """A sensitive one gets the faster clock from the moment of its arrival, and only its circle opens it
    from now on."""
    case = locked_complaint(case_id)
    rules.check_can_triage(actor, case)
    if SETTINGS.read().subject(subject_key) is None:
        raise rules.UnknownSubject
    became_sensitive = (
        rights_class == RightsClass.SENSITIVE
        and case.complaint.rights_class != RightsClass.SENSITIVE
    )
    change(
        case.complaint,
        subject_key=subject_key,
        severity=severity,
        rights_class=rights_class,
        triaged_at=clock.now(),
    )
    details = {"subject": subject_key, "severity": severity.value, "class": rights_class.value}
    record_event(case, EventName.TRIAGED, actor=actor, note=note, details=details)
    if became_sensitive and _still_owes_reply(case):
        faster = own_deadlines.reply_rules(case.complaint, governing.pinned(case.policy_version))
        timing.start_own_clocks(case, faster, at=case.received_at)
    return case


@transaction.atomic
def acknowledge(case_id: uuid.UUID, *, actor: Actor, note: str = "") -> Case:
    """Whoever complained is told that it is being worked on."""
    case = locked_complaint(case_id)
    rules.check_can_acknowledge(actor, case)
    move_and_record(case, "acknowledge", EventName.ACKNOWLEDGED, actor=actor, note=note)
    timing.meet_milestones(case, Milestone.ACKNOWLEDGE)
    tell(case)
    return case


@transaction.atomic
def turn_away(case_id: uuid.UUID, *, actor: Actor, reason_key: str, explanation: str) -> Case:
    """Not taken up, with a reason of the list and in words; it can be opened again like any other."""
    case = locked_complaint(case_id)
    rules.check_can_turn_away(actor, case)
    known = {each.key for each in SETTINGS.read().turned_away}
    if reason_key not in known or not explanation.strip():
        raise rules.ReasonsMissing
    move_and_record(
        case,
        "turn_away",
        EventName.TURNED_AWAY,
        actor=actor,
        note=explanation,
        details={"reason": reason_key},
        closed_at=clock.now(),
    )
    timing.meet_milestones(case, Milestone.ACKNOWLEDGE, Milestone.COMPLAINT_REPLY)
    timing.cancel_clocks(case)
    tell(case)
    return case


@transaction.atomic
def ask(case_id: uuid.UUID, *, actor: Actor, question: str) -> Case:
    """Whoever complained must say something before it goes on; the clocks stand still until then."""
    case = locked_complaint(case_id)
    rules.check_can_ask(actor, case)
    cases.check_has_text(question)
    move_and_record(
        case,
        "ask",
        EventName.MARK_MISSING,
        actor=actor,
        note=question,
        status_before_waiting=case.status,
    )
    timing.pause_clocks(case)
    tell(case)
    return case


def _still_owes_reply(case: Case) -> bool:
    replied = case.clocks.filter(
        milestone=Milestone.COMPLAINT_REPLY, state__in=(ClockState.MET, ClockState.CANCELLED)
    )
    return not replied.exists()
