"""The mails that the demo wrote to a folder instead of sending them."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9A-Za-z-]+\.log")
BETWEEN = re.compile(rb"^-{79}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mail:
    """`key` is the file's name and the mail's place in it."""

    key: str
    subject: str
    sender: str
    to: str
    sent_at: datetime | None
    body: str


def mails() -> list[Mail]:
    """The newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), reverse=True) if folder.is_dir() else []
    return [mail for file in files for mail in reversed(list(_in_file(file)))]


def mail(key: str) -> Mail | None:
    name = key.rpartition(":")[0]
    file = Path(settings.EMAIL_FILE_PATH) / name
    if not NAME.fullmatch(name) or not file.is_file():
        return None
    return next((found for found in _in_file(file) if found.key == key), None)


def _in_file(file: Path) -> Iterator[Mail]:
    parts = BETWEEN.split(file.read_bytes())
    for place, part in enumerate(part for part in parts if part.strip()):
        message = email.message_from_bytes(part.lstrip(b"\n"), policy=default)
        yield Mail(
            key=f"{file.name}:{place}",
            subject=str(message["Subject"] or ""),
            sender=str(message["From"] or ""),
            to=str(message["To"] or ""),
            sent_at=_sent_at(message),
            body=_text(message),
        )


def _sent_at(message: EmailMessage) -> datetime | None:
    """A header that ends in -0000 is UTC, said without a place."""
    if message["Date"] is None:
        return None
    moment: datetime = message["Date"].datetime
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    return str(body.get_content()) if body is not None else ""
