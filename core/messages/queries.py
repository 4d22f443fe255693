"""Calls and letters that wait, and messages as far as somebody may see their case."""

from uuid import UUID

from django.db.models import F, QuerySet

from core.actors import Actor
from core.cases.queries import cases_visible_to
from core.messages.enums import BY_HAND, MessageChannel, MessageState
from core.messages.models import OutgoingMessage


def to_do(actor: Actor, channel: MessageChannel) -> QuerySet[OutgoingMessage]:
    """Those that may be made now first, the oldest of them first."""
    waiting = _visible(actor).filter(channel=channel, state=MessageState.WAITING)
    return waiting.order_by(F("not_before").asc(nulls_first=True), "queued_at", "pk")


def posted(actor: Actor) -> QuerySet[OutgoingMessage]:
    letters = _visible(actor).filter(channel=MessageChannel.LETTER, state=MessageState.SENT)
    return letters.order_by("-sent_at", "-pk")


def waiting_count(actor: Actor, channel: MessageChannel) -> int:
    waiting = OutgoingMessage.objects.filter(channel=channel, state=MessageState.WAITING)
    return waiting.filter(case__in=cases_visible_to(actor)).count()


def by_hand(actor: Actor, message_id: UUID, channel: MessageChannel) -> OutgoingMessage:
    """Raises OutgoingMessage.DoesNotExist."""
    return _visible(actor).filter(channel__in=BY_HAND).get(pk=message_id, channel=channel)


def _visible(actor: Actor) -> QuerySet[OutgoingMessage]:
    messages = OutgoingMessage.objects.filter(case__in=cases_visible_to(actor))
    return messages.select_related("case__beneficiary", "case__assignee")
