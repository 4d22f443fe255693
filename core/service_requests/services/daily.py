"""Daily work that does not move a request: who has it, notes, conversations."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from core.actors import Actor, id_of, name_of
from core.beneficiaries.enums import ReplyChannel
from core.cases import rules as cases
from core.cases import timing
from core.cases.enums import EventName, Visibility
from core.cases.models import Case, CaseEvent
from core.cases.recording import record_event
from core.cases.withholding import check_takes_part, is_withheld
from core.notices.enums import NoticeKind
from core.notices.services import notify
from core.request_types.enums import Priority
from core.rules import Milestone
from core.service_requests import assignment, daily_rules, rules
from core.service_requests.enums import ContactDirection
from core.service_requests.mentions import mentioned, tell_mentioned
from core.service_requests.services.changes import locked_request
from tenants.people.models import User


@transaction.atomic
def assign(case_id: uuid.UUID, *, actor: Actor, assignee: User | None) -> Case:
    case = locked_request(case_id)
    rules.check_can_assign(actor, case)
    if assignee is not None:
        rules.check_can_be_assigned(assignee)
        check_takes_part(assignee, case)
    give(case, assignee, actor=actor)
    return case


def give(case: Case, assignee: User | None, *, actor: Actor | None, **details: str) -> None:
    """The case is locked. Whoever is given it by somebody else is told."""
    case.assignee = assignee
    case.save(update_fields=["assignee"])
    event = record_event(
        case,
        EventName.ASSIGN,
        actor=actor,
        by_system=actor is None,
        details={"assignee": str(assignee.pk) if assignee else "", **details},
    )
    if assignee is not None and id_of(actor) != str(assignee.pk):
        notify(
            recipient=assignee,
            kind=NoticeKind.ASSIGNED,
            case=case,
            subject=str(event.pk),
            details={"by": name_of(actor)},
        )


@transaction.atomic
def assign_by_rule(case_id: uuid.UUID, *, actor: Actor) -> Case:
    """Whoever the rules name now, even where somebody has it already. Raises NobodyToAssign."""
    case = locked_request(case_id)
    daily_rules.check_can_assign_by_rule(actor, case)
    assignee, number = assignment.choose(case)
    taking_no_part: set[str] = set()
    while assignee is not None and is_withheld(assignee, case):
        taking_no_part.add(str(assignee.pk))
        assignee, number = assignment.choose(case, taking_no_part)
    if assignee is None:
        raise assignment.NobodyToAssign
    give(case, assignee, actor=actor, rule=str(number))
    return case


@transaction.atomic
def change_priority(case_id: uuid.UUID, *, actor: Actor, priority: Priority) -> Case:
    """The same priority again is no change."""
    case = locked_request(case_id)
    daily_rules.check_can_change_priority(actor, case)
    if case.priority == priority:
        return case
    details = {"from": str(case.priority), "to": priority.value}
    case.priority = priority
    case.save(update_fields=["priority"])
    record_event(case, EventName.PRIORITY_CHANGED, actor=actor, details=details)
    return case


@transaction.atomic
def mark_read(case_id: uuid.UUID, *, actor: Actor) -> Case:
    """Somebody of the staff has looked at what the beneficiary wrote."""
    case = locked_request(case_id)
    daily_rules.check_can_mark_read(actor, case)
    case.unread_since = None
    case.save(update_fields=["unread_since"])
    return case


@transaction.atomic
def add_note(
    case_id: uuid.UUID, *, actor: Actor, text: str, chosen: Sequence[str] = ()
) -> CaseEvent:
    """Whoever is named in it with an @ is told. `chosen`: ids that tell namesakes apart."""
    case = locked_request(case_id)
    rules.check_can_add_note(actor, case)
    cases.check_has_text(text)
    people = mentioned(case, text, chosen)
    details = {"mentions": [str(user.pk) for user in people]} if people else {}
    event = record_event(case, EventName.NOTE, actor=actor, note=text, details=details)
    tell_mentioned(
        event,
        case,
        [user for user in people if str(user.pk) != id_of(actor)],
        by=name_of(actor),
    )
    return event


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
