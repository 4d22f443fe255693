"""A message that did not arrive: told in the timeline, tried once elsewhere, and then a task for a person."""

from uuid import UUID

from django.db import transaction

from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.messages.enums import MessageKind, MessageState
from core.messages.models import OutgoingMessage
from core.messages.queueing import enqueue
from core.messages.telling import message_did_not_arrive
from foundation import clock


@transaction.atomic
def mark_returned(message_id: UUID, *, why: str = "") -> OutgoingMessage | None:
    """Another server gave it back. `why`: the status code that it named, such as 5.1.1. Once only."""
    message = OutgoingMessage.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
    if message is None or message.state not in (MessageState.SENT, MessageState.QUEUED):
        return message
    message.state = MessageState.RETURNED
    message.failure = why[:200]
    message.save(update_fields=["state", "failure"])
    did_not_arrive(message)
    return message


def did_not_arrive(message: OutgoingMessage) -> None:
    """The message is locked; nobody ever locks one while holding its case."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("beneficiary", "assignee")
        .get(pk=message.case_id)
    )
    record_event(
        case,
        EventName.MESSAGE_FAILED,
        actor=None,
        by_system=True,
        details={"kind": message.kind, "state": message.state, "message": str(message.pk)},
    )
    if (other := _second_address(case, message)) and message.fallback_of_id is None:
        _try_elsewhere(message, other)
    else:
        message_did_not_arrive(case, message)


def _second_address(case: Case, message: OutgoingMessage) -> str:
    """What staff registered of the person. Whoever wrote by themselves may have named anybody's number,
    and the tracking code belongs to who was meant to get it.
    """
    if message.kind == MessageKind.RECEIPT or case.registered_by_id is None:
        return ""
    known = (case.beneficiary.email if case.beneficiary else "") or ""
    return known if known != message.recipient else ""


def _try_elsewhere(message: OutgoingMessage, address: str) -> None:
    enqueue(
        OutgoingMessage(
            case_id=message.case_id,
            kind=message.kind,
            recipient=address,
            subject=message.subject,
            body=message.body,
            author_id=message.author_id,
            fallback_of=message,
            answers_id=message.answers_id,
            queued_at=clock.now(),
        )
    )
