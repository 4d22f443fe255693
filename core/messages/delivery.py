"""Sending what was queued: safe to try again, and told in the timeline once."""

from uuid import UUID

from django.db import transaction

from core.cases import timing
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.messages.dispatch import Handed, hand_over
from core.messages.enums import MessageKind, MessageState
from core.messages.failures import did_not_arrive
from core.messages.models import OutgoingMessage
from core.messages.providers.port import Refused, Unreachable
from core.messages.queueing import hand_to_job
from core.messages.quiet import put_off_until
from core.rules import Milestone
from foundation import clock

MOST_ATTEMPTS = 6
MOST_WOKEN = 500
# What was promised is kept when the message has left, not when it was written.
KEPT_BY = {
    MessageKind.DECISION: Milestone.NOTIFY,
    MessageKind.WRITTEN: Milestone.FIRST_REPLY,
}


class NotDelivered(Exception):
    """Nobody took the message; the job tries again later."""


def send_message(message_id: UUID) -> OutgoingMessage | None:
    """None where another worker has it in hand. Raises NotDelivered after storing the attempt."""
    tried_in_vain = False
    with transaction.atomic():
        message = (
            OutgoingMessage.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(pk=message_id)
            .first()
        )
        if message is None or message.state != MessageState.QUEUED or _is_put_off(message):
            return message
        message.attempts += 1
        try:
            handed = hand_over(message)
        except Refused as error:
            _failed(message, error.code, for_good=True)
        except Unreachable as error:
            tried_in_vain = True
            _failed(message, error.code, for_good=message.attempts >= MOST_ATTEMPTS)
        else:
            _sent(message, handed)
    if tried_in_vain:
        raise NotDelivered(message.failure)
    return message


def wake_put_off() -> int:
    """Messages that waited for the end of quiet hours."""
    due = OutgoingMessage.objects.select_for_update(skip_locked=True).filter(
        state=MessageState.QUEUED, not_before__lte=clock.now()
    )
    with transaction.atomic():
        woken = list(due.order_by("not_before", "pk")[:MOST_WOKEN])
        for message in woken:
            message.not_before = None
            message.save(update_fields=["not_before"])
            hand_to_job(message)
    return len(woken)


def keep_promise(message: OutgoingMessage, case: Case) -> None:
    """The person knows, or the message has left; the case is locked."""
    if (milestone := KEPT_BY.get(MessageKind(message.kind))) is not None:
        timing.meet_milestones(case, milestone)


def _is_put_off(message: OutgoingMessage) -> bool:
    until = put_off_until(message)
    if until is None:
        return False
    message.not_before = until
    message.save(update_fields=["not_before"])
    return True


def _failed(message: OutgoingMessage, why: str, *, for_good: bool) -> None:
    message.failure = why[:200]
    if for_good:
        message.state = MessageState.FAILED
    message.save(update_fields=["attempts", "failure", "state"])
    if for_good:
        did_not_arrive(message)


def _sent(message: OutgoingMessage, handed: Handed) -> None:
    message.state = MessageState.SENT
    message.sent_at = clock.now()
    message.failure = ""
    message.provider = handed.provider
    message.provider_id = handed.provider_id
    message.parts = handed.parts
    message.cost = handed.cost
    message.not_before = None
    message.save(
        update_fields=[
            "attempts",
            "failure",
            "state",
            "sent_at",
            "provider",
            "provider_id",
            "parts",
            "cost",
            "not_before",
        ]
    )
    case = Case.objects.select_for_update(of=("self",)).get(pk=message.case_id)
    details = {"kind": message.kind, "message": str(message.pk), "channel": message.channel}
    record_event(case, EventName.MESSAGE_SENT, actor=None, by_system=True, details=details)
    keep_promise(message, case)
