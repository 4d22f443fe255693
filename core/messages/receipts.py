"""What providers tell of messages that left: each thing once, in whatever order it comes."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.messages.delivery import keep_promise
from core.messages.enums import MessageChannel, MessageState
from core.messages.failures import mark_returned
from core.messages.hooks import WHATSAPP_HOOK
from core.messages.models import OutgoingMessage
from foundation import clock


class Fate(StrEnum):
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """`message_id` is ours, where the provider hands it back: it may be quicker than our own note of its id."""

    provider: str
    provider_id: str
    fate: Fate
    why: str = ""
    message_id: UUID | None = None


def note(receipt: Receipt) -> OutgoingMessage | None:
    """None for a message that is not ours."""
    if receipt.fate == Fate.FAILED:
        return _note_failure(receipt)
    return _note_arrival(receipt)


@transaction.atomic
def _note_arrival(receipt: Receipt) -> OutgoingMessage | None:
    """It may have been taken for lost before: what arrived has arrived, whatever was told first."""
    message = _locked(receipt)
    if message is None or message.state in (MessageState.READ, MessageState.FAILED):
        return message
    is_read = receipt.fate == Fate.READ
    if message.state == MessageState.DELIVERED and not is_read:
        return message
    now, first = clock.now(), message.delivered_at is None
    # The provider had it although it did not answer us in time: it is not sent a second time.
    was_queued = message.state == MessageState.QUEUED
    message.state = MessageState.READ if is_read else MessageState.DELIVERED
    message.sent_at = message.sent_at or now
    message.delivered_at = message.delivered_at or now
    message.read_at = now if is_read else message.read_at
    message.provider = message.provider or receipt.provider
    message.provider_id = message.provider_id or receipt.provider_id[:200]
    message.failure = ""
    message.save(
        update_fields=[
            "state",
            "sent_at",
            "delivered_at",
            "read_at",
            "provider",
            "provider_id",
            "failure",
        ]
    )
    if first:
        _tell(message, was_queued=was_queued)
    return message


def _tell(message: OutgoingMessage, *, was_queued: bool) -> None:
    case = Case.objects.select_for_update(of=("self",)).get(pk=message.case_id)
    details = {"kind": message.kind, "message": str(message.pk), "channel": message.channel}
    record_event(case, EventName.MESSAGE_DELIVERED, actor=None, by_system=True, details=details)
    if was_queued:
        keep_promise(message, case)


@transaction.atomic
def _note_failure(receipt: Receipt) -> OutgoingMessage | None:
    message = _locked(receipt)
    if message is None or message.state != MessageState.SENT:
        return message
    return mark_returned(message.pk, why=receipt.why)


def _locked(receipt: Receipt) -> OutgoingMessage | None:
    """Waits for whoever is sending it at this moment."""
    wanted = Q(pk__in=[])
    if receipt.provider_id:
        wanted |= Q(provider=receipt.provider, provider_id=receipt.provider_id[:200])
    if receipt.message_id is not None:
        by_whatsapp = receipt.provider == WHATSAPP_HOOK
        channel = MessageChannel.WHATSAPP if by_whatsapp else MessageChannel.SMS
        wanted |= Q(pk=receipt.message_id, channel=channel)
    messages = OutgoingMessage.objects.select_for_update(of=("self",)).filter(wanted)
    return messages.order_by("-queued_at", "pk").first()
