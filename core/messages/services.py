"""Everything that promises a message; core.messages.delivery sends it."""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from core.beneficiaries.enums import ReplyChannel
from core.cases.models import Case
from core.cases.queries import unsettled_items
from core.messages.delivery import send_message
from core.messages.enums import MessageKind
from core.messages.models import OutgoingMessage
from core.messages.tasks import send_queued_message
from foundation import clock, codes, writing
from foundation.arabic import isolate
from foundation.dates import both_calendars
from tenants.addresses import association_address
from tenants.jobs import defer
from tenants.models import Association
from tenants.schemas import current

__all__ = ["queue_message", "send_message"]

# Whoever agreed to a call, a letter or a visit is told in that way; the receipt they get anyhow.
BY_EMAIL = (ReplyChannel.EMAIL, ReplyChannel.PORTAL)


@transaction.atomic
def queue_message(
    case: Case, kind: MessageKind, *, tracking_code: str = ""
) -> OutgoingMessage | None:
    """An e-mail to be sent by a job; None where the beneficiary gave no address or agreed otherwise.

    Names, numbers and what was decided never stand in an e-mail; the tracking
    code stands in the receipt only. It is written in the language of the case where somebody wrote on
    the portal, since the registered one would tell a stranger that a person is known.
    """
    if not case.reply_email:
        return None
    if kind != MessageKind.RECEIPT and case.reply_channel not in BY_EMAIL:
        return None
    with writing.scope():
        text = _text(case, kind, tracking_code, case.language or case.beneficiary.language)
    subject, _, body = text.partition("\n")
    message = OutgoingMessage(
        case=case,
        kind=kind,
        recipient=case.reply_email,
        subject=subject.strip()[:200],
        body=body.lstrip("\n"),
        queued_at=clock.now(),
    )
    message.save(force_insert=True)
    defer(send_queued_message, message_id=str(message.pk))
    return message


def _text(case: Case, kind: MessageKind, tracking_code: str, language: str) -> str:
    """The first line is the subject."""
    association = current()
    if not isinstance(association, Association):
        raise RuntimeError("messages are written inside an association")
    context: dict[str, Any] = {
        "association": association.name,
        "address": association_address(association),
        "reference": isolate(case.reference),
        "received_on": both_calendars(localdate(case.received_at), language),
        "due_on": both_calendars(case.due_date, language) if case.due_date else "",
        "code": isolate(codes.display(tracking_code)) if tracking_code else "",
        "missing": [item.label for item in unsettled_items(case) if item.asked_at]
        if kind == MessageKind.MISSING
        else [],
    }
    return render_to_string(f"outbox/{language}/{kind.value}.txt", context)
