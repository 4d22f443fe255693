"""What comes in by text message or WhatsApp: the mailroom, which stands above us, takes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.messages.enums import MessageChannel


@dataclass(frozen=True, slots=True)
class IncomingText:
    """`sender` in E.164; `provider_id` is the provider's own, under which it may come again."""

    channel: MessageChannel
    provider: str
    provider_id: str
    sender: str
    text: str
    sender_name: str = ""
    attachments: int = 0
    sent_at: datetime | None = None


class Mailroom(Protocol):
    def take_in(self, text: IncomingText) -> None:
        """Once, however often it comes."""

    def last_heard(self, channel: MessageChannel, number_index: bytes) -> datetime | None:
        """When this number wrote last."""


_mailrooms: list[Mailroom] = []


def register(mailroom: Mailroom) -> None:
    """Call it from AppConfig.ready; another one takes its place."""
    _mailrooms[:] = [mailroom]


def take_in(text: IncomingText) -> None:
    for mailroom in _mailrooms:
        mailroom.take_in(text)


def last_heard(channel: MessageChannel, number_index: bytes) -> datetime | None:
    return _mailrooms[0].last_heard(channel, number_index) if _mailrooms else None
