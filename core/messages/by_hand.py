"""Calls that are made and letters that are posted by people: what came of each, and what follows."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from core.actors import Actor, name_of
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.messages import rules
from core.messages.delivery import keep_promise
from core.messages.enums import CallResult, MessageState
from core.messages.failures import did_not_arrive
from core.messages.models import OutgoingMessage
from foundation import clock

MOST_TRIES: Final = 3


@transaction.atomic
def record_call(
    message_id: UUID,
    *,
    actor: Actor,
    result: CallResult,
    note: str = "",
    again_at: datetime | None = None,
) -> OutgoingMessage:
    """After three calls in vain, or at a wrong number, the message goes another way."""
    message, case = _locked(message_id)
    rules.check_waits(actor, case, message)
    rules.check_call_result(result, note=note)
    if result == CallResult.LATER and (again_at is None or again_at <= clock.now()):
        raise rules.TimeMissing
    message.attempts += 1
    message.not_before = again_at if result == CallResult.LATER else None
    details = {
        "kind": message.kind,
        "message": str(message.pk),
        "result": result.value,
        "channel": message.channel,
    }
    record_event(case, EventName.CALL_MADE, actor=actor, note=note, details=details)
    if result == CallResult.REACHED:
        _was_told(message, case)
    elif result == CallResult.WRONG_NUMBER or message.attempts >= MOST_TRIES:
        message.state = MessageState.FAILED
        message.failure = result.value
        message.not_before = None
    message.save(
        update_fields=["attempts", "not_before", "state", "failure", "sent_at", "delivered_at"]
    )
    if message.state == MessageState.FAILED:
        did_not_arrive(message)
    return message


@transaction.atomic
def record_posting(
    message_id: UUID, *, actor: Actor, posted_on: date, register_number: str = ""
) -> OutgoingMessage:
    """`register_number`: that of the book of outgoing post, or of the registered letter."""
    message, case = _locked(message_id)
    rules.check_waits(actor, case, message)
    rules.check_posting(message, posted_on, register_number)
    message.attempts += 1
    message.state = MessageState.SENT
    message.sent_at = clock.now()
    message.posted_on = posted_on
    message.register_number = register_number.strip()
    message.save(update_fields=["attempts", "state", "sent_at", "posted_on", "register_number"])
    details = {
        "kind": message.kind,
        "message": str(message.pk),
        "channel": message.channel,
        "by": name_of(actor),
    }
    record_event(case, EventName.LETTER_POSTED, actor=actor, details=details)
    keep_promise(message, case)
    return message


def _was_told(message: OutgoingMessage, case: Case) -> None:
    message.state = MessageState.DELIVERED
    message.sent_at = message.delivered_at = clock.now()
    keep_promise(message, case)


def _locked(message_id: UUID) -> tuple[OutgoingMessage, Case]:
    """The message first, as its job would."""
    message = OutgoingMessage.objects.select_for_update(of=("self",)).get(pk=message_id)
    cases = Case.objects.select_for_update(of=("self",)).select_related("beneficiary", "assignee")
    return message, cases.get(pk=message.case_id)
