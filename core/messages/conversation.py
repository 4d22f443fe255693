"""One thread per case: what the beneficiary wrote by any way, and what was sent to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from core.cases.enums import EventName
from core.cases.models import Case, CaseEvent
from core.messages.enums import BY_MOBILE, HAS_LEFT, MessageChannel, MessageKind, MessageState
from core.messages.models import OutgoingMessage
from core.messages.reasons import failure_in_words

# Told in the thread by their words; a mail that answers nothing open has its words in its own event.
INCOMING = (EventName.REPLY, EventName.MAIL_RECEIVED, EventName.MESSAGE_RECEIVED)
TONES = {
    MessageState.QUEUED: "info",
    MessageState.WAITING: "soon",
    MessageState.SENT: "ok",
    MessageState.DELIVERED: "ok",
    MessageState.READ: "ok",
    MessageState.FAILED: "late",
    MessageState.RETURNED: "late",
}


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is empty for what the system wrote: a receipt holds the tracking code, which no page shows."""

    at: datetime
    incoming: bool
    text: str
    channel: str = MessageChannel.EMAIL
    message: OutgoingMessage | None = None
    event: CaseEvent | None = None
    fallback: bool = False

    @property
    def by_email(self) -> bool:
        return self.channel == MessageChannel.EMAIL

    @property
    def way(self) -> str:
        """In words; of what came in too."""
        return str(MessageChannel(self.channel).label)

    @property
    def by_mobile(self) -> bool:
        return self.channel in (*BY_MOBILE, MessageChannel.PHONE)

    @property
    def on_portal(self) -> bool:
        return self.channel == MessageChannel.PORTAL

    @property
    def to_do_url(self) -> str:
        """Where the call is made, or the letter posted."""
        if self.message is None or self.message.state != MessageState.WAITING:
            return ""
        is_call = self.channel == MessageChannel.PHONE
        return reverse("outbox:call" if is_call else "outbox:letter", args=[self.message.pk])

    @property
    def why_failed(self) -> str:
        return failure_in_words(self.message.failure) if self.message else ""

    @property
    def informed_at(self) -> datetime | None:
        """The moment that can be shown for it: it was read, it arrived, or at least it left."""
        if self.message is None or self.message.state not in HAS_LEFT:
            return None
        message = self.message
        return message.read_at or message.delivered_at or message.sent_at

    @property
    def tone(self) -> str:
        return TONES[MessageState(self.message.state)] if self.message else ""

    @property
    def mail_id(self) -> UUID | None:
        """The e-mail that it came as."""
        named = self.event.details.get("mail") if self.event else None
        return UUID(named) if named else None

    @property
    def may_go_again(self) -> bool:
        return self.message is not None and self.message.state in (
            MessageState.FAILED,
            MessageState.RETURNED,
        )


def thread_of(case: Case) -> list[Line]:
    """For staff, newest last."""
    lines = [*map(_incoming, _said(case)), *map(_outgoing, _messages(case))]
    return sorted(lines, key=lambda line: line.at)


def thread_for_beneficiary(case: Case, events: Iterable[CaseEvent]) -> list[Line]:
    """What people wrote to each other, of the `events` that the beneficiary may see; what the system told
    stands among what has happened.
    """
    said = (event for event in events if event.name in INCOMING and not _is_silent(event))
    written = _messages(case).filter(kind=MessageKind.WRITTEN, fallback_of=None)
    return sorted(
        [*map(_incoming, said), *map(_outgoing, written)],
        key=lambda line: line.at,
    )


def _said(case: Case) -> list[CaseEvent]:
    events = case.events.filter(name__in=INCOMING).order_by("happened_at", "pk")
    return [event for event in events if not _is_silent(event)]


def _is_silent(event: CaseEvent) -> bool:
    """Its words stand in another line."""
    return bool(event.details.get("silent"))


def _messages(case: Case) -> QuerySet[OutgoingMessage]:
    return case.messages.select_related("author").order_by("queued_at", "pk")


def _incoming(event: CaseEvent) -> Line:
    return Line(
        event.happened_at,
        True,
        event.note,
        channel=_channel_of(event),
        event=event,
    )


def _channel_of(event: CaseEvent) -> str:
    """An e-mail names itself; what nothing came with was written on the portal."""
    kept = MessageChannel.EMAIL if "mail" in event.details else MessageChannel.PORTAL
    return str(event.details.get("channel", kept))


def _outgoing(message: OutgoingMessage) -> Line:
    written = message.kind == MessageKind.WRITTEN
    return Line(
        message.queued_at,
        False,
        message.body if written else "",
        channel=message.channel,
        message=message,
        fallback=message.fallback_of_id is not None,
    )
