"""A message that did not arrive: told in the timeline, tried once elsewhere, and then a task for a person."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.messages.channels import mobile_of
from core.messages.enums import MessageChannel, MessageKind, MessageState
from core.messages.models import OutgoingMessage
from core.messages.opting_out import has_opted_out
from core.messages.queueing import enqueue
from core.messages.sections import is_set_up
from core.messages.telling import message_did_not_arrive
from foundation import clock

C = MessageChannel
# Where a message goes that did not arrive one way, in this order, as far as it is known and set up.
INSTEAD = {
    C.EMAIL: (C.EMAIL,),
    C.SMS: (C.EMAIL, C.PHONE),
    C.WHATSAPP: (C.SMS, C.EMAIL, C.PHONE),
    C.PHONE: (C.SMS, C.EMAIL),
}


@transaction.atomic
def mark_returned(message_id: UUID, *, why: str = "") -> OutgoingMessage | None:
    """It was given back. `why`: the code that was named for it, such as 5.1.1. Once only."""
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
        details={
            "kind": message.kind,
            "state": message.state,
            "message": str(message.pk),
            "channel": message.channel,
        },
    )
    instead = next(_other_ways(case, message), None) if message.fallback_of_id is None else None
    if instead is None:
        message_did_not_arrive(case, message)
    else:
        _try_elsewhere(case, message, *instead)


def _other_ways(case: Case, message: OutgoingMessage) -> Iterator[tuple[MessageChannel, str]]:
    """A tracking code is not told on the phone."""
    for way in INSTEAD.get(MessageChannel(message.channel), ()):
        if way == C.EMAIL:
            recipient = _second_address(case, message)
        elif way == C.PHONE and message.kind == MessageKind.RECEIPT:
            continue
        else:
            recipient = mobile_of(case)
        if not recipient or not is_set_up(way):
            continue
        if way == C.SMS and has_opted_out(way, recipient):
            continue
        yield way, recipient


def _second_address(case: Case, message: OutgoingMessage) -> str:
    """The one that was agreed for the case, then what staff registered of the person. Whoever wrote by
    themselves may have named anybody's number, and the tracking code belongs to who was meant to get it.
    """
    if message.channel != C.EMAIL and case.reply_email:
        return case.reply_email
    if message.kind == MessageKind.RECEIPT or case.registered_by_id is None:
        return ""
    known = (case.beneficiary.email if case.beneficiary else "") or ""
    return known if known != message.recipient else ""


def _try_elsewhere(
    case: Case, message: OutgoingMessage, way: MessageChannel, recipient: str
) -> None:
    enqueue(
        OutgoingMessage(
            case=case,
            kind=message.kind,
            channel=way,
            recipient=recipient,
            subject=message.subject,
            body=message.body,
            author_id=message.author_id,
            fallback_of=message,
            answers_id=message.answers_id,
            queued_at=clock.now(),
        )
    )
