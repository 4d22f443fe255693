"""What providers post to us, read into receipts and texts. Nothing of it is trusted to be whole.

Meta: developers.facebook.com/docs/whatsapp/cloud-api/webhooks. Twilio:
twilio.com/docs/messaging/guides/webhook-request. Others name their fields as the association sets
them up in their portal; the usual names are known here.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1, sha256
from hmac import compare_digest, digest
from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import UUID

from core.messages.enums import MessageChannel
from core.messages.inbound import IncomingText
from core.messages.providers.answers import code_at, read_json
from core.messages.receipts import Fate, Receipt
from foundation.errors import DomainError
from foundation.identity import normalise_mobile

MOST_AT_ONCE: Final = 100
LONGEST_TEXT: Final = 10_000
FATES: Final = {
    "delivered": Fate.DELIVERED,
    "delivrd": Fate.DELIVERED,
    "read": Fate.READ,
    "seen": Fate.READ,
    "failed": Fate.FAILED,
    "undelivered": Fate.FAILED,
    "undeliverable": Fate.FAILED,
    "undeliv": Fate.FAILED,
    "rejected": Fate.FAILED,
    "rejectd": Fate.FAILED,
    "expired": Fate.FAILED,
}
ID_FIELDS: Final = ("messageid", "message_id", "msgid", "smsid", "job_id", "id")
OUR_FIELDS: Final = ("correlationid", "reference", "message")
STATUS_FIELDS: Final = ("status", "messagestatus", "deliverystatus", "dlr")
CODE_FIELDS: Final = ("errorcode", "error_code", "code")
FROM_FIELDS: Final = ("from", "sender", "mobile", "msisdn")
TEXT_FIELDS: Final = ("body", "text", "message")


@dataclass(frozen=True, slots=True)
class Told:
    receipts: list[Receipt] = field(default_factory=list)
    texts: list[IncomingText] = field(default_factory=list)


# --- signatures ---


def is_signed_by_meta(body: bytes, header: str, app_secret: str) -> bool:
    """X-Hub-Signature-256: sha256=…, keyed by the secret of the app."""
    expected = f"sha256={digest(app_secret.encode(), body, sha256).hex()}"
    return bool(app_secret) and compare_digest(expected.encode(), header.encode())


def is_signed_by_twilio(url: str, body: bytes, header: str, auth_token: str) -> bool:
    """X-Twilio-Signature: over the address as Twilio called it, and all fields in order of their names."""
    pairs = sorted(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    signed = url + "".join(name + value for name, value in pairs)
    expected = b64encode(digest(auth_token.encode(), signed.encode(), sha1))
    return bool(auth_token) and compare_digest(expected, header.encode())


# --- what they tell ---


def told_by_meta(body: bytes) -> Told:
    told = Told()
    for value in _values(read_json(body)):
        names = {
            str(contact.get("wa_id")): _storable(
                str((contact.get("profile") or {}).get("name") or "")
            )[:200]
            for contact in _listed(value, "contacts")
            if isinstance(contact.get("profile") or {}, Mapping)
        }
        for status in _listed(value, "statuses"):
            if (fate := FATES.get(str(status.get("status")).lower())) is not None:
                why = code_at(status, "errors.0.code")
                ours = _uuid(status.get("biz_opaque_callback_data"))
                provider_id = _storable(str(status.get("id") or ""))
                told.receipts.append(Receipt("whatsapp", provider_id, fate, why, ours))
        for message in _listed(value, "messages"):
            told.texts.extend(_text_of_meta(message, names))
    return told


def told_by_twilio(body: bytes, message_id: str = "") -> Told:
    """`message_id`: ours, from the address that it was told to report to."""
    fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    provider_id = _storable(fields.get("MessageSid", ""))
    fate = FATES.get(fields.get("MessageStatus", "").lower())
    if fate is not None:
        why = code_at(fields, "ErrorCode")
        return Told([Receipt("twilio", provider_id, fate, why, _uuid(message_id))])
    if "MessageStatus" in fields or "Body" not in fields:
        return Told()
    media = fields.get("NumMedia", "0")
    return Told(
        texts=_text(
            MessageChannel.SMS,
            "twilio",
            provider_id,
            fields.get("From", ""),
            fields["Body"],
            attachments=int(media) if media.isdecimal() and len(media) < 4 else 0,
        )
    )


def told_by_another(provider: str, body: bytes, query: Mapping[str, str]) -> Told:
    """As JSON or as a form, alone or in a list."""
    told = Told()
    for fields in _records(body, query):
        provider_id = _storable(_first(fields, ID_FIELDS))
        fate = FATES.get(_first(fields, STATUS_FIELDS).lower())
        if fate is not None:
            why = code_at({"code": _first(fields, CODE_FIELDS)}, "code")
            ours = _uuid(_first(fields, OUR_FIELDS))
            told.receipts.append(Receipt(provider, provider_id, fate, why, ours))
        elif not _first(fields, STATUS_FIELDS):
            sender, text = _first(fields, FROM_FIELDS), _first(fields, TEXT_FIELDS)
            told.texts.extend(_text(MessageChannel.SMS, provider, provider_id, sender, text))
    return told


def _values(content: object) -> Iterable[Mapping[str, Any]]:
    for entry in _listed(content, "entry"):
        for change in _listed(entry, "changes"):
            if isinstance(value := change.get("value"), Mapping):
                yield value


def _text_of_meta(message: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[IncomingText]:
    text = message.get("text")
    words = str(text.get("body") or "") if isinstance(text, Mapping) else ""
    button = message.get("button")
    if isinstance(button, Mapping):
        words = words or str(button.get("text") or "")
    sender = str(message.get("from") or "")
    return _text(
        MessageChannel.WHATSAPP,
        "whatsapp",
        str(message.get("id") or ""),
        sender,
        words,
        sender_name=names.get(sender, ""),
        attachments=0 if words else 1,
        sent_at=_moment(message.get("timestamp")),
    )


def _text(
    channel: MessageChannel,
    provider: str,
    provider_id: str,
    sender: str,
    text: str,
    **more: Any,
) -> list[IncomingText]:
    """Nothing from who is no mobile number, such as a shop that sends under a name."""
    number = sender.strip().removeprefix("whatsapp:")
    try:
        mobile = normalise_mobile(number if number.startswith("+") else f"+{number}")
    except DomainError:
        return []
    words = _storable(text).strip()[:LONGEST_TEXT]
    if not words and not more.get("attachments"):
        return []
    return [IncomingText(channel, provider, _storable(provider_id)[:200], mobile, words, **more)]


def _records(body: bytes, query: Mapping[str, str]) -> list[dict[str, Any]]:
    content = read_json(body)
    if content is None:
        content = dict(parse_qsl(body.decode("utf-8", "replace"))) or dict(query)
    found = content if isinstance(content, list) else [content]
    records = [each for each in found[:MOST_AT_ONCE] if isinstance(each, dict)]
    inner = (each["data"] if isinstance(each.get("data"), dict) else each for each in records)
    return [{str(name).lower(): value for name, value in each.items()} for each in inner]


def _first(fields: Mapping[str, Any], names: Iterable[str]) -> str:
    found = (fields[name] for name in names if isinstance(fields.get(name), str | int))
    return str(next(found, ""))


def _listed(content: object, name: str) -> list[Mapping[str, Any]]:
    found = content.get(name) if isinstance(content, Mapping) else None
    if not isinstance(found, list):
        return []
    return [each for each in found[:MOST_AT_ONCE] if isinstance(each, Mapping)]


def _storable(text: str) -> str:
    """Without what JSON can name but no database keeps: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _moment(seconds: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(str(seconds)), UTC)
    except (ValueError, OverflowError, OSError):
        return None
