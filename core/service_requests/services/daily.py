"""Daily work that does not move a request: who has it, notes, conversations."""

import uuid

from django.db import transaction

from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.cases import rules as cases
from core.cases import timing
from core.cases.enums import EventName, Visibility
from core.cases.models import Case, CaseEvent
from core.cases.recording import record_event
from core.rules import Milestone
from core.service_requests import rules
from core.service_requests.enums import ContactDirection
from core.service_requests.services.changes import locked_request
from tenants.people.models import User


@transaction.atomic
def assign(case_id: uuid.UUID, *, actor: Actor, assignee: User | None) -> Case:
    case = locked_request(case_id)
    rules.check_can_assign(actor, case)
    if assignee is not None:
        rules.check_can_be_assigned(assignee)
    case.assignee = assignee
    case.save(update_fields=["assignee"])
    details = {"assignee": str(assignee.pk) if assignee else ""}
    record_event(case, EventName.ASSIGN, actor=actor, details=details)
    return case


@transaction.atomic
def add_note(case_id: uuid.UUID, *, actor: Actor, text: str) -> CaseEvent:
    case = locked_request(case_id)
    rules.check_can_add_note(actor, case)
    cases.check_has_text(text)
    return record_event(case, EventName.NOTE, actor=actor, note=text)


@transaction.atomic
def log_contact(
    case_id: uuid.UUID,
    *,
    actor: Actor,
    direction: ContactDirection,
    channel: ReplyChannel,
    summary: str,
) -> CaseEvent:
    """A call, a visit, a letter. Ours counts as a reply, and once it was decided as the notice of it."""
    case = locked_request(case_id)
    rules.check_can_log_contact(actor, case)
    cases.check_has_text(summary)
    event = record_event(
        case,
        EventName.CONTACT,
        actor=actor,
        visibility=Visibility.STAFF,
        note=summary,
        details={"direction": direction.value, "channel": channel.value},
    )
    if direction == ContactDirection.OUT:
        timing.meet_milestones(case, Milestone.FIRST_REPLY)
        if case.decided_at is not None:
            timing.meet_milestones(case, Milestone.NOTIFY)
    return event
