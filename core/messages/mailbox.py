"""The association's mailbox as it is set up, and the addresses that lead an answer back to its case."""

import re
from base64 import b32decode, b32encode
from datetime import date
from hmac import compare_digest
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from core.configuration.sections import Section
from foundation.encryption import blind_index

Security = Literal["tls", "starttls", "none"]
_PURPOSE: Final = "mail-reply"
_MARK_BYTES: Final = 9
TOKEN: Final = re.compile(r"\+([a-z2-7]{40})@", re.IGNORECASE)


class Mailbox(BaseModel):
    """`address`: where people write, when it is not the name to sign in with. `taken_from`: older mail
    stays untouched. `processed_folder`: what was taken goes there; empty: it gets a flag. `channel`:
    the key of the policy's channel under which new cases are opened. `plus_addresses`: the server
    delivers name+anything@ to the same mailbox.
    """

    model_config = ConfigDict(frozen=True)

    enabled: bool = False
    host: str = ""
    port: int = 993
    security: Security = "tls"
    user: str = ""
    address: str = ""
    folder: str = "INBOX"
    processed_folder: str = ""
    taken_from: date | None = None
    channel: str = ""
    opens_cases: bool = True
    plus_addresses: bool = False

    @property
    def reached_at(self) -> str:
        return (self.address or self.user).lower()


MAILBOX: Final = Section("mailbox", Mailbox)


def reply_address(case_id: UUID, mailbox: Mailbox) -> str:
    """Where an answer comes back to us; empty where no mailbox is read."""
    if not mailbox.enabled or "@" not in mailbox.reached_at:
        return ""
    if not mailbox.plus_addresses:
        return mailbox.reached_at
    name, _, domain = mailbox.reached_at.rpartition("@")
    return f"{name}+{_token(case_id)}@{domain}"


def case_of_address(address: str) -> UUID | None:
    """The case that a reply address of this association names."""
    if (found := TOKEN.search(address)) is None:
        return None
    case_id = UUID(bytes=b32decode(found[1].upper())[:16])
    return case_id if compare_digest(_token(case_id), found[1].lower()) else None


def _token(case_id: UUID) -> str:
    mark = blind_index(_PURPOSE, str(case_id))[:_MARK_BYTES]
    return b32encode(case_id.bytes + mark).decode().lower()
