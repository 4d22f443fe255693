"""What our e-mails say of themselves, so that mail programs thread them and robots leave them alone."""

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.conf import settings

from core.messages.enums import MessageKind
from core.messages.mailbox import MAILBOX, reply_address
from core.messages.models import OutgoingMessage

MOST_REFERENCES: Final = 10


def message_id_of(message_id: UUID) -> str:
    """The same at every attempt: a mail server that has it already knows it again."""
    return f"<{message_id}@{settings.SILAH_BASE_DOMAIN}>"


def our_ids(texts: Iterable[str]) -> list[UUID]:
    """The messages of ours that these headers name, in their order, each once."""
    ours = re.compile(
        rf"<([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})@{re.escape(settings.SILAH_BASE_DOMAIN)}>",
        re.IGNORECASE,
    )
    found = (UUID(match) for text in texts for match in ours.findall(text))
    return list(dict.fromkeys(found))


def headers_of(message: OutgoingMessage) -> dict[str, str]:
    headers = {"Message-ID": message_id_of(message.pk)}
    earlier = [message_id_of(pk) for pk in _earlier(message)]
    chain = [*earlier, *([message.answers_id] if message.answers_id else [])]
    if chain:
        headers["References"] = " ".join(chain)
        headers["In-Reply-To"] = chain[-1]
    if message.kind != MessageKind.WRITTEN:
        headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    return headers


def reply_to(message: OutgoingMessage) -> list[str]:
    address = reply_address(message.case_id, MAILBOX.read())
    return [address] if address else []


def _earlier(message: OutgoingMessage) -> list[UUID]:
    before = OutgoingMessage.objects.filter(
        case_id=message.case_id, channel="email", queued_at__lt=message.queued_at
    )
    newest = before.order_by("-queued_at", "-pk").values_list("pk", flat=True)[:MOST_REFERENCES]
    return list(reversed(newest))
