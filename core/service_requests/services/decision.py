"""From the study of a complete request to its end."""

import uuid

from django.db import transaction

from core import rules as governing
from core.actors import Actor
from core.cases import rules as cases
from core.cases import timing
from core.cases.enums import EventName, Visibility
from core.cases.models import Case
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.rules import Milestone, StartEvent
from core.service_requests import budgets, rules
from core.service_requests.deciding import NO_DETAILS, DecisionDetails
from core.service_requests.enums import Outcome
from core.service_requests.services.appeals import tell_the_first
from core.service_requests.services.changes import locked_request, move_and_record
from foundation import clock
from tenants.people.models import User

DECIDING = {
    Outcome.ACCEPTED: "accept",
    Outcome.PARTLY_ACCEPTED: "partly_accept",
    Outcome.REJECTED: "reject",
}


@transaction.atomic
def refer_to_research(case_id: uuid.UUID, *, actor: Actor, note: str = "") -> Case:
    """To whom the policy of the case refers what is unclear."""
    case = locked_request(case_id)
    rules.check_can_refer_to_research(actor, case)
    target = governing.pinned(case.policy_version).referral_target
    move_and_record(
        case,
        "refer_to_research",
        EventName.REFER,
        actor=actor,
        note=note,
        details={"target": target},
        visibility=Visibility.STAFF,
    )
    timing.start_clocks(case, StartEvent.REFERRAL, at=clock.now())
    return case


@transaction.atomic
def return_from_research(case_id: uuid.UUID, *, actor: Actor, findings: str) -> Case:
    case = locked_request(case_id)
    rules.check_can_return_from_research(actor, case)
    cases.check_has_text(findings)
    move_and_record(
        case,
        "return_from_research",
        EventName.RETURN_FROM_STUDY,
        actor=actor,
        note=findings,
        visibility=Visibility.STAFF,
    )
    return case


@transaction.atomic
def send_to_decision_body(case_id: uuid.UUID, *, actor: Actor, note: str = "") -> Case:
    case = locked_request(case_id)
    rules.check_can_send_to_decision_body(actor, case)
    body = governing.pinned(case.policy_version).decision_body
    move_and_record(
        case,
        "send_to_decision_body",
        EventName.SEND_TO_COMMITTEE,
        actor=actor,
        note=note,
        details={"body": body or ""},
        visibility=Visibility.STAFF,
    )
    return case


@transaction.atomic
def decide(
    case_id: uuid.UUID,
    *,
    actor: Actor,
    outcome: Outcome,
    reason: str = "",
    early_reason: str = "",
    details: DecisionDetails = NO_DETAILS,
) -> Case:
    """Of two who decide at once the second is told that it was done."""
    case = locked_request(case_id)
    if details.session is None:
        rules.check_can_decide(actor, case)
    else:
        rules.check_can_decide_in_session(actor, case)
    rules.check_decision(case, outcome, reason, early_reason, details)
    if details.programme_id is not None and details.amount is not None:
        budgets.commit(
            details.programme_id,
            details.amount,
            actor=actor,
            over_budget_reason=details.over_budget_reason,
        )
    early = rules.earliest_decision(case) is not None
    now = clock.now()
    told: dict[str, object] = {"outcome": outcome.value, "early": early}
    if details.session is not None:
        told["session"] = details.session
    if details.session is not None or details.deciders is not None:
        told["deciders"] = list(details.deciders or ())
    move_and_record(
        case,
        DECIDING[outcome],
        EventName.DECIDE,
        actor=actor,
        note=reason,
        visibility=Visibility.BENEFICIARY,
        details=told,
        decided_at=now,
        decided_by=details.decided_by or (actor if isinstance(actor, User) else None),
        decision_reason=reason.strip(),
        decision_reasons=[dict(each) for each in details.reasons],
        early_reason=early_reason.strip() if early else "",
        programme_id=details.programme_id,
        amount_granted=details.amount,
    )
    timing.meet_milestones(case, Milestone.FIRST_REPLY, Milestone.REQUEST_DECISION)
    nothing_to_deliver = [Milestone.DELIVER] if outcome == Outcome.REJECTED else []
    timing.start_clocks(case, StartEvent.DECISION, at=now, without=nothing_to_deliver)
    queue_message(case, MessageKind.DECISION)
    tell_the_first(case, outcome.value, actor=actor)
    return case


@transaction.atomic
def close(case_id: uuid.UUID, *, actor: Actor, note: str = "") -> Case:
    """What was not done by now is not owed any more: clocks that still run are cancelled."""
    case = locked_request(case_id)
    rules.check_can_close(actor, case)
    move_and_record(case, "close", EventName.CLOSE, actor=actor, note=note, closed_at=clock.now())
    timing.cancel_clocks(case)
    return case


@transaction.atomic
def withdraw(case_id: uuid.UUID, *, actor: Actor | None, reason: str = "") -> Case:
    """Without an actor the beneficiary withdraws; the caller has seen the tracking code."""
    case = locked_request(case_id)
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
    return case
