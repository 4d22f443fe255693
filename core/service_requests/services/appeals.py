"""An appeal is a request of its own, linked to the first and decided by somebody else."""

import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import rules as governing
from core.actors import Actor
from core.cases import reception, timing
from core.cases import rules as cases
from core.cases.enums import CaseKind, EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.rules import Milestone, StartEvent
from core.service_requests.appeals import check_can_appeal
from core.service_requests.channels import online_channel
from core.service_requests.intake import Received
from core.service_requests.services.changes import locked_request, move_and_record
from core.service_requests.workflow import WORKFLOW
from foundation import clock, codes
from foundation.arabic import searchable
from tenants.people.models import User


@transaction.atomic
def appeal(
    case_id: uuid.UUID,
    *,
    actor: Actor | None,
    grounds: str,
    operation_id: uuid.UUID | None = None,
) -> Received:
    """Under the policy in force today, complete from the start, with clocks of its own.

    Without an actor the beneficiary appeals; the caller has seen the tracking code. The same
    `operation_id` gives the same appeal again.
    """
    first = locked_request(case_id)
    if operation_id is not None and (earlier := _appealed_before(first, operation_id)):
        return earlier
    check_can_appeal(actor, first)
    cases.check_has_text(grounds)
    now = clock.now()
    counter = reception.take_turn(CaseKind.REQUEST, now)
    code = reception.tracking_code(operation_id)
    case = _new_appeal(first, grounds, actor, operation_id)
    case.reference = reception.next_reference(counter)
    case.received_at = now
    case.tracking_index = codes.code_hash(code)
    case.save(force_insert=True)
    _record(first, case, actor)
    timing.start_clocks(case, StartEvent.SUBMISSION, at=now)
    timing.meet_milestones(case, Milestone.ACKNOWLEDGE)
    move_and_record(case, "mark_complete", EventName.MARK_COMPLETE, actor=actor, completed_at=now)
    timing.start_clocks(case, StartEvent.COMPLETION, at=now)
    queue_message(case, MessageKind.RECEIPT, tracking_code=code)
    return Received(case, code)


def tell_the_first(case: Case, outcome: str, *, actor: Actor) -> None:
    """The timeline of the first request says what became of the appeal."""
    if case.appeal_of is None:
        return
    record_event(
        case.appeal_of,
        EventName.APPEAL_DECIDED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"appeal": case.reference, "outcome": outcome},
    )


def _appealed_before(first: Case, operation_id: uuid.UUID) -> Received | None:
    case = first.appeals.filter(operation_id=operation_id).first()
    if case is None:
        return None
    repeatable = reception.code_may_be_repeated(case)
    return Received(case, reception.tracking_code(operation_id) if repeatable else None)


def _new_appeal(
    first: Case, grounds: str, actor: Actor | None, operation_id: uuid.UUID | None
) -> Case:
    """What the first request knew of the person and its form holds for the appeal too.

    So does its channel, except for who appeals online while the policy names a channel for that.
    """
    in_force = governing.in_force(clock.now())
    online = online_channel(in_force) if actor is None else None
    with override(settings.LANGUAGE_CODE):
        subject = (_("Appeal: %(subject)s") % {"subject": first.subject})[:200]
    return Case(
        kind=CaseKind.REQUEST,
        status=WORKFLOW.initial,
        subject=subject,
        subject_search=searchable(subject)[:200],
        description=grounds.strip(),
        beneficiary=first.beneficiary,
        request_type=first.request_type,
        answers=first.answers,
        priority=first.priority,
        appeal_of=first,
        amount_asked=first.amount_asked,
        reply_channel=first.reply_channel,
        reply_email=first.reply_email,
        reply_mobile=first.reply_mobile,
        language=first.language,
        channel_key=online.key if online else first.channel_key,
        channel_kind=online.kind if online else first.channel_kind,
        channel_label=online.label if online else first.channel_label,
        registered_by=actor if isinstance(actor, User) else None,
        operation_id=operation_id,
        policy_version=in_force.version_id,
        policy_label=in_force.version_label,
        rules_digest=in_force.digest,
    )


def _record(first: Case, case: Case, actor: Actor | None) -> None:
    record_event(
        case,
        EventName.RECEIVE,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"channel": case.channel_key, "policy": case.policy_label, "documents": 0},
    )
    record_event(
        first,
        EventName.APPEALED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"appeal": case.reference},
    )
