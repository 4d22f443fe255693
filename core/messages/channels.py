"""By which way a person is told, and under which address or number: what was agreed, where it can be kept."""

from collections.abc import Iterable
from typing import TypeVar

from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.queries import MOBILE
from core.cases.models import Case
from core.messages.enums import BY_MOBILE, MessageChannel
from core.messages.sections import is_set_up, set_up_ways
from foundation.encryption import blind_index

Label = TypeVar("Label")
AGREED = {
    ReplyChannel.SMS: MessageChannel.SMS,
    ReplyChannel.WHATSAPP: MessageChannel.WHATSAPP,
    ReplyChannel.PHONE: MessageChannel.PHONE,
    ReplyChannel.LETTER: MessageChannel.LETTER,
}


def offered(choices: Iterable[tuple[str, Label]], *, kept: str = "") -> list[tuple[str, Label]]:
    """Ways to be answered, without those that need a provider nobody set up; `kept` is agreed already."""
    there = {*set_up_ways(), kept}
    return [(value, label) for value, label in choices if value not in BY_MOBILE or value in there]


def agreed_way(case: Case) -> MessageChannel | None:
    """None where nothing is sent: at the office, or where nobody knows an address.

    A way that can no longer be kept becomes an e-mail, or else a call.
    """
    reply = ReplyChannel(case.reply_channel)
    if reply in (ReplyChannel.EMAIL, ReplyChannel.PORTAL):
        if case.reply_email:
            return MessageChannel.EMAIL
        return MessageChannel.PORTAL if reply == ReplyChannel.PORTAL else None
    way = AGREED.get(reply)
    if way is None or way == MessageChannel.LETTER:
        return way
    if not mobile_of(case):
        return MessageChannel.EMAIL if case.reply_email and way in BY_MOBILE else None
    if is_set_up(way):
        return way
    return MessageChannel.EMAIL if case.reply_email else MessageChannel.PHONE


def recipient_of(case: Case, way: MessageChannel) -> str:
    """Empty where nothing is known, and where nothing is needed."""
    match way:
        case MessageChannel.EMAIL:
            return case.reply_email or ""
        case MessageChannel.SMS | MessageChannel.WHATSAPP | MessageChannel.PHONE:
            return mobile_of(case)
    return ""


def mobile_of(case: Case) -> str:
    """Staff keep the file right; who wrote by themselves is reached under the number that they typed."""
    known = (case.beneficiary.mobile if case.beneficiary else "") or ""
    typed = case.reply_mobile or ""
    return (known or typed) if case.registered_by_id else (typed or known)


def number_index(mobile: str) -> bytes:
    """The same that a beneficiary's file is found by."""
    return blind_index(MOBILE, mobile)
