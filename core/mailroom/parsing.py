"""An e-mail as it came, read without trusting any of it: bounded, and never an exception.

The tree is parsed with the tolerant policy: the newer one raises on headers that real mail has.
Addresses are taken apart before encoded words are read, so that no name can pretend to be an address.
"""

import binascii
import codecs
import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.header import decode_header
from email.message import Message
from hashlib import sha256
from typing import Final

from core.mailroom.html_text import text_of_html
from core.mailroom.quotes import without_history
from foundation.arabic import strip_marks
from foundation.uploads import LARGEST_FILE, MEGABYTE

LARGEST_MAIL: Final = 25 * MEGABYTE
MOST_ATTACHMENTS: Final = 30
MOST_PARTS: Final = 200
DEEPEST: Final = 20
MOST_BOUNDARIES: Final = 5_000
LONGEST_HEADER: Final = 10_000
LONGEST_TEXT: Final = 100_000
MOST_REFERENCES: Final = 50
_GUESSES: Final = ("utf-8", "windows-1256")
_ALIASES: Final = {
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "x-mac-arabic": "mac_arabic",
    "cp-1256": "windows-1256",
    "x-windows-1256": "windows-1256",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
# They turn words into something else, in a time that grows with the square of their length.
_NO_LETTERS: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ADDRESSES_OF_OURS: Final = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """`text`: what was written now; `history`: all, with what was quoted. `report`: a delivery report.

    `refused`: attachments left out before anybody looked into them. `unreadable`: a bomb, or no mail.
    """

    digest: str
    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    refused: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = ""
    report: str = ""
    unreadable: bool = False


def read_mail(raw: bytes) -> Mail:
    """Headers alone of what is too deep or has too many parts to be taken apart."""
    if raw.count(b"\n--") > MOST_BOUNDARIES:
        return _headers_only(raw)
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        parts = list(_parts(message, 0))
    except (RecursionError, TooManyParts):
        return _headers_only(raw)
    attachments, refused = _attachments(parts)
    return _mail(raw, message, text=_text(parts), attachments=attachments, refused=refused)


class TooManyParts(Exception):
    """Nobody writes such a mail by hand."""


def _headers_only(raw: bytes) -> Mail:
    head = raw[: 64 * 1024].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    message = email.message_from_bytes(head + b"\n\n", policy=email.policy.compat32)
    return _mail(raw, message, unreadable=True)


def _mail(
    raw: bytes,
    message: "Message[str, str]",
    *,
    text: str = "",
    attachments: tuple[Attachment, ...] = (),
    refused: tuple[str, ...] = (),
    unreadable: bool = False,
) -> Mail:
    name, sender = _address(_raw(message, "from"))
    message_id = _first_id(_raw(message, "message-id"))
    ids = " ".join((_raw(message, "in-reply-to"), _raw(message, "references")))
    return Mail(
        digest=_digest(message_id, sender, raw),
        message_id=message_id,
        sender=sender,
        sender_name=name[:200],
        recipients=_recipients(message),
        subject=_line(_decoded(_raw(message, "subject")))[:500],
        text=text,
        references=tuple(re.findall(r"<[^<>\s]{3,250}>", ids)[:MOST_REFERENCES]),
        sent_at=_sent_at(_raw(message, "date")),
        attachments=attachments,
        refused=refused,
        headers={
            key.lower(): _line(_decoded(_bounded(value)))[:500]
            for key, value in message.raw_items()
        },
        content_type=message.get_content_type(),
        report=_report(message),
        unreadable=unreadable,
    )


def _digest(message_id: str, sender: str, raw: bytes) -> str:
    """The sender stands in it too: nobody can use up the id of somebody else's mail."""
    named = f"{message_id}\n{sender}".encode() if message_id else b"\n" + raw
    return sha256(named).hexdigest()


# --- headers ---


def _raw(message: "Message[str, str]", name: str) -> str:
    for key, value in message.raw_items():
        if key.lower() == name:
            return _bounded(value)
    return ""


def _bounded(value: object) -> str:
    """Unfolded; bytes that no header may have are read as what Arabic programs write."""
    text = str(value)[:LONGEST_HEADER].replace("\r", "").replace("\n", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _guessed(_bytes_of(text))
    return text


def _bytes_of(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # what stands for no byte
        return text.encode("utf-8", "replace")


def _decoded(text: str) -> str:
    """Encoded words, as far as they can be read."""
    try:
        pieces = decode_header(text)
    except (ValueError, binascii.Error, LookupError, email.errors.HeaderParseError):
        return text
    return "".join(
        piece if isinstance(piece, str) else decode_bytes(piece, charset or "")
        for piece, charset in pieces
    )


def _address(value: str) -> tuple[str, str]:
    found = _addresses([value])
    if not found:
        return "", ""
    name, address = found[0]
    return _line(_decoded(name)), _as_address(address)


def _addresses(values: list[str]) -> list[tuple[str, str]]:
    """None of what holds remarks within remarks without end."""
    try:
        return email.utils.getaddresses(values)
    except RecursionError:
        return []


def _as_address(address: str) -> str:
    address = strip_marks(address).strip().lower()
    return address if re.fullmatch(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,190}", address) else ""


def _recipients(message: "Message[str, str]") -> tuple[str, ...]:
    values = [
        _bounded(value) for key, value in message.raw_items() if key.lower() in _ADDRESSES_OF_OURS
    ]
    found = (_as_address(address) for _name, address in _addresses(values[:20]))
    return tuple(dict.fromkeys(address for address in found if address))[:50]


def _first_id(value: str) -> str:
    found = re.search(r"<[^<>\s]{3,250}>", value)
    return found[0] if found else ""


def _sent_at(value: str) -> datetime | None:
    try:
        at = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo is not None and 1990 < at.year < 2200 else None


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", strip_marks(text)).split())


# --- parts ---


def _parts(message: "Message[str, str]", depth: int) -> Iterator["Message[str, str]"]:
    """The leaves, in order. A mail within the mail is one leaf: it is never taken apart."""
    waiting = [(message, depth)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            raise TooManyParts
        children = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(children, list):
            waiting.extend(
                (child, depth + 1) for child in reversed(children) if isinstance(child, Message)
            )
        else:
            yield part


def _content(part: "Message[str, str]") -> bytes:
    """Of a mail within: that mail as it came."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return b"\n\n".join(_as_it_came(child) for child in payload if isinstance(child, Message))
    try:
        decoded = part.get_payload(decode=True)
    except (ValueError, binascii.Error):
        return b""
    return decoded if isinstance(decoded, bytes) else b""


def _as_it_came(message: "Message[str, str]") -> bytes:
    """Empty for what cannot be written down again."""
    try:
        return message.as_bytes()
    except (ValueError, LookupError, TypeError, RecursionError):
        return b""


def _is_words(part: "Message[str, str]") -> bool:
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
        and not _file_name(part)
    )


def _text(parts: list["Message[str, str]"]) -> str:
    """What was written now: of plain text where there is any, of HTML else."""
    plain = _words(parts, "text/plain")
    if not plain.strip():
        plain = text_of_html(_words(parts, "text/html"))
    return without_history(_CONTROL.sub("", plain)[:LONGEST_TEXT])


def _words(parts: list["Message[str, str]"], kind: str) -> str:
    texts = (
        decode_bytes(_content(part), part.get_content_charset() or "")[: LONGEST_TEXT * 3]
        for part in parts
        if part.get_content_type() == kind and _is_words(part)
    )
    return "\n\n".join(texts)[: LONGEST_TEXT * 3]


def _attachments(
    parts: list["Message[str, str]"],
) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    kept: list[Attachment] = []
    refused: list[str] = []
    for number, part in enumerate((part for part in parts if not _is_words(part)), start=1):
        name = _file_name(part) or _name_of_kind(part, number)
        content = _content(part)
        if len(kept) >= MOST_ATTACHMENTS or len(content) > LARGEST_FILE or not content:
            refused.append(name)
        else:
            kept.append(Attachment(name, content, _is_inline(part)))
    return tuple(kept), tuple(refused[:MOST_PARTS])


def _is_inline(part: "Message[str, str]") -> bool:
    return part.get_content_disposition() == "inline" or (
        part.get("content-id") is not None and part.get_content_disposition() != "attachment"
    )


def _file_name(part: "Message[str, str]") -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return "file"
    return _line(_decoded(_bounded(name)))[:200]


def _name_of_kind(part: "Message[str, str]", number: int) -> str:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return f"mail-{number}.eml"
    return f"{kind.partition('/')[0]}-{number}"


def _report(message: "Message[str, str]") -> str:
    """The words of a delivery report: what it says of the message, and that message's headers."""
    if message.get_content_type() != "multipart/report":
        return ""
    payload = message.get_payload()
    if not isinstance(payload, list):
        return ""
    return "\n".join(
        _guessed(_as_it_came(part)[:20_000]) for part in payload[1:4] if isinstance(part, Message)
    )


# --- letters ---


def decode_bytes(content: bytes, charset: str) -> str:
    """As declared; else as Arabic programs mostly write, and with marks for what cannot be read."""
    name = charset.lower().strip().strip("\"'")
    name = _ALIASES.get(name, name) or "utf-8"
    try:
        if codecs.lookup(name).name in _NO_LETTERS:
            return _guessed(content)
        return _without_halves(content.decode(name))
    except (LookupError, ValueError):
        return _guessed(content)


def _without_halves(text: str) -> str:
    """Half a pair of surrogates is no character, and nothing can store it."""
    return text.encode("utf-8", "replace").decode()


def _guessed(content: bytes) -> str:
    for charset in _GUESSES:
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")
