"""What was found, by whom, and why; and how a complaint ends, or begins once more."""

import uuid
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from core.actors import Actor
from core.cases import timing
from core.cases.enums import EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints import rules
from core.complaints.enums import CompensationState, Finding, Part
from core.complaints.services import parties
from core.complaints.services.changes import change, locked_complaint, move_and_record, tell
from core.complaints.settings import SETTINGS
from core.rules import Milestone
from foundation import clock
from tenants.people.models import User

STEP: Final = {
    Finding.UPHELD: "uphold",
    Finding.PARTLY_UPHELD: "partly_uphold",
    Finding.NOT_UPHELD: "not_uphold",
}


@transaction.atomic
def decide(
    case_id: uuid.UUID, *, actor: User, finding: Finding, reasons: Sequence[str], explanation: str
) -> Case:
    """On signed minutes, with reasons of the list and in words. Of two at once the second is told so."""
    case = locked_complaint(case_id)
    rules.check_can_decide(actor, case)
    rules.check_decision(list(reasons), explanation)
    named = {each.key: each for each in SETTINGS.read().reasons}
    move_and_record(
        case,
        STEP[finding],
        EventName.DECIDE,
        actor=actor,
        note=explanation,
        details={"outcome": finding.value, "reasons": list(reasons), "deciders": [str(actor.pk)]},
        decided_at=clock.now(),
        decided_by=actor,
        decision_reason=explanation.strip(),
        decision_reasons=[named[key].model_dump(mode="json") for key in reasons],
    )
    change(case.complaint, finding=finding)
    timing.meet_milestones(case, Milestone.COMPLAINT_REPLY)
    _tell_the_first(case, finding, actor)
    tell(case)
    return case


@transaction.atomic
def resolve(case_id: uuid.UUID, *, actor: Actor, done: str) -> Case:
    """What was done about it is said, and whoever complained can read it."""
    case = locked_complaint(case_id)
    rules.check_can_resolve(actor, case)
    if not done.strip():
        raise rules.ReasonMissing
    move_and_record(case, "resolve", EventName.RESOLVED, actor=actor, note=done)
    tell(case)
    return case


@transaction.atomic
def close(case_id: uuid.UUID, *, actor: Actor, note: str = "") -> Case:
    case = locked_complaint(case_id)
    rules.check_can_close(actor, case)
    move_and_record(case, "close", EventName.CLOSE, actor=actor, note=note, closed_at=clock.now())
    timing.cancel_clocks(case)
    return case


@transaction.atomic
def reopen(case_id: uuid.UUID, *, actor: Actor | None, why: str) -> Case:
    """Within the days that the association set. It begins where it was acknowledged; whoever worked on it
    is let out, and it goes to somebody who handles complaints."""
    case = locked_complaint(case_id)
    rules.check_can_reopen(actor, case)
    if not why.strip():
        raise rules.ReasonMissing
    move_and_record(
        case,
        "reopen",
        EventName.REOPENED,
        actor=actor,
        note=why,
        closed_at=None,
        decided_at=None,
        decided_by=None,
        decision_reason="",
        decision_reasons=[],
    )
    given = case.complaint.compensation == CompensationState.GIVEN
    change(
        case.complaint,
        finding="",
        reopened_at=clock.now(),
        compensation=CompensationState.GIVEN if given else CompensationState.NONE,
    )
    parties.end_parts(case.complaint, Part.CHAIR, Part.MEMBER, Part.DECIDER)
    parties.reroute(case)
    if actor is None:
        parties.tell_handler(case)
    return case


@transaction.atomic
def withdraw(case_id: uuid.UUID, *, actor: Actor | None, reason: str = "") -> Case:
    """Without an actor whoever complained, who showed the tracking code."""
    case = locked_complaint(case_id)
    rules.check_can_withdraw(actor, case)
    move_and_record(
        case,
        "withdraw",
        EventName.WITHDRAW,
        actor=actor,
        note=reason,
        status_before_waiting="",
        closed_at=clock.now(),
    )
    timing.cancel_clocks(case)
    if actor is not None:
        tell(case)
    return case


def _tell_the_first(case: Case, finding: Finding, actor: Actor) -> None:
    """The timeline of the first complaint says what became of the appeal."""
    if case.appeal_of is None:
        return
    record_event(
        case.appeal_of,
        EventName.APPEAL_DECIDED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"appeal": case.reference, "outcome": finding.value},
    )
