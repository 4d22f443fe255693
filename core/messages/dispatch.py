"""A message handed to whoever carries it: by which provider, in which words, for how much."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings

from core.messages import approved, inbound, spending
from core.messages.channels import number_index
from core.messages.enums import MessageChannel
from core.messages.headers import headers_of, reply_to
from core.messages.hooks import hook_address
from core.messages.models import OutgoingMessage
from core.messages.opting_out import has_opted_out
from core.messages.providers.port import Accepted, OutgoingText, Provider, Refused
from core.messages.providers.sms import SmsProvider
from core.messages.providers.smtp import SmtpProvider
from core.messages.providers.whatsapp import WINDOW, WhatsAppProvider
from core.messages.sections import (
    SMS,
    WHATSAPP,
    Priced,
    SmsSettings,
    WhatsAppSettings,
    secrets_of,
)
from core.messages.sms_parts import parts_of
from foundation import clock

NOT_SET_UP, OPTED_OUT = "not_set_up", "opted_out"
BEYOND_LIMIT, NO_TEMPLATE = "monthly_limit", "no_template"


@dataclass(frozen=True, slots=True)
class Handed:
    """What the outbox keeps of a message that left."""

    provider: str = ""
    provider_id: str = ""
    parts: int = 0
    cost: Decimal | None = None


def hand_over(message: OutgoingMessage) -> Handed:
    """Raises Refused or Unreachable."""
    return _WAYS[MessageChannel(message.channel)](message)


def sms_provider(chosen: SmsSettings, key: str) -> Provider:
    return SmsProvider(
        chosen.gateway(),
        sender=chosen.sender,
        account=chosen.account,
        key=key,
        hook=hook_address(chosen.provider, chosen.hook_round),
    )


def whatsapp_provider(chosen: WhatsAppSettings, token: str) -> Provider:
    api = settings.SILAH_WHATSAPP_API
    return WhatsAppProvider(api, phone_number_id=chosen.phone_number_id, token=token)


def window_is_open(message: OutgoingMessage) -> bool:
    """Within 24 hours of what they wrote last on WhatsApp."""
    heard = inbound.last_heard(MessageChannel.WHATSAPP, number_index(message.recipient))
    return heard is not None and clock.now() - heard < WINDOW


def _email(message: OutgoingMessage) -> Handed:
    SmtpProvider().send(
        OutgoingText(
            message.pk,
            message.recipient,
            message.body,
            subject=message.subject,
            headers=headers_of(message),
            reply_to=reply_to(message),
        )
    )
    return Handed()


def _sms(message: OutgoingMessage) -> Handed:
    chosen = SMS.read()
    parts = parts_of(message.body).count
    _check(message, chosen, chosen.price * parts)
    provider = sms_provider(chosen, secrets_of(SMS).get("key", ""))
    sent = provider.send(OutgoingText(message.pk, message.recipient, message.body))
    return _handed(chosen.provider, sent, chosen, parts)


def _whatsapp(message: OutgoingMessage) -> Handed:
    chosen = WHATSAPP.read()
    _check(message, chosen, chosen.price)
    words = None
    if not window_is_open(message):
        words = approved.approved_text(message, chosen)
        if words is None:
            raise Refused(NO_TEMPLATE)
    provider = whatsapp_provider(chosen, secrets_of(WHATSAPP).get("token", ""))
    text = OutgoingText(message.pk, message.recipient, message.body, approved=words)
    return _handed("whatsapp", provider.send(text), chosen, 1)


def _check(message: OutgoingMessage, chosen: Priced, cost: Decimal) -> None:
    channel = MessageChannel(message.channel)
    if not chosen.enabled:
        raise Refused(NOT_SET_UP)
    if has_opted_out(channel, message.recipient):
        raise Refused(OPTED_OUT)
    if spending.is_beyond_limit(channel, chosen, cost):
        raise Refused(BEYOND_LIMIT)


def _handed(provider: str, sent: Accepted, chosen: Priced, counted: int) -> Handed:
    """By its own count where the provider tells one: it is what will be on its bill."""
    parts = sent.parts or counted
    cost = sent.cost if sent.cost is not None else chosen.price * parts
    return Handed(provider, sent.provider_id, parts, cost)


def _by_hand(message: OutgoingMessage) -> Handed:
    raise RuntimeError(f"a message by {message.channel} is carried by a person")


_WAYS: Final[dict[MessageChannel, Callable[[OutgoingMessage], Handed]]] = {
    MessageChannel.EMAIL: _email,
    MessageChannel.SMS: _sms,
    MessageChannel.WHATSAPP: _whatsapp,
    MessageChannel.PHONE: _by_hand,
    MessageChannel.LETTER: _by_hand,
    MessageChannel.PORTAL: _by_hand,
}
