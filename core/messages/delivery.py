"""Sending what was queued: safe to try again, and told in the timeline once."""

from smtplib import SMTPException
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from core.cases import timing
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.messages.enums import MessageKind, MessageState
from core.messages.failures import did_not_arrive
from core.messages.headers import headers_of, reply_to
from core.messages.models import OutgoingMessage
from core.rules import Milestone
from foundation import clock

MOST_ATTEMPTS = 6
# What was promised is kept when the message has left, not when it was written.
KEPT_BY = {
    MessageKind.DECISION: Milestone.NOTIFY,
    MessageKind.WRITTEN: Milestone.FIRST_REPLY,
}


class NotDelivered(Exception):
    """The mail server did not take the message; the job tries again later."""


def send_message(message_id: UUID) -> OutgoingMessage | None:
    """None where another worker has it in hand. Raises NotDelivered after storing the attempt."""
    with transaction.atomic():
        message = (
            OutgoingMessage.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(pk=message_id)
            .first()
        )
        if message is None or message.state != MessageState.QUEUED:
            return message
        message.attempts += 1
        try:
            _email(message).send()
        except (OSError, SMTPException) as error:
            _failed(message, error)
        else:
            _sent(message)
    if message.state != MessageState.SENT:
        raise NotDelivered(message.failure)
    return message


def _email(message: OutgoingMessage) -> EmailMessage:
    return EmailMessage(
        message.subject,
        message.body,
        to=[message.recipient],
        reply_to=reply_to(message),
        headers=headers_of(message),
    )


def _failed(message: OutgoingMessage, error: Exception) -> None:
    """The kind of error only: what mail servers say may name the recipient."""
    message.failure = type(error).__name__
    given_up = message.attempts >= MOST_ATTEMPTS
    if given_up:
        message.state = MessageState.FAILED
    message.save(update_fields=["attempts", "failure", "state"])
    if given_up:
        did_not_arrive(message)


def _sent(message: OutgoingMessage) -> None:
    message.state = MessageState.SENT
    message.sent_at = clock.now()
    message.failure = ""
    message.save(update_fields=["attempts", "failure", "state", "sent_at"])
    case = Case.objects.select_for_update(of=("self",)).get(pk=message.case_id)
    details = {"kind": message.kind, "message": str(message.pk)}
    record_event(case, EventName.MESSAGE_SENT, actor=None, by_system=True, details=details)
    if (milestone := KEPT_BY.get(MessageKind(message.kind))) is not None:
        timing.meet_milestones(case, milestone)
