"""What every provider does: it takes a text for one person, or says why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ApprovedText:
    """A template that the provider has approved, with the values of its blanks in order."""

    name: str
    language: str
    values: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class OutgoingText:
    """`to`: an address or a mobile number in E.164. `approved` stands in for `body` where it must."""

    message_id: UUID
    to: str
    body: str
    subject: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    reply_to: Sequence[str] = ()
    approved: ApprovedText | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """`parts` and `cost`: where the provider says so itself."""

    provider_id: str = ""
    parts: int | None = None
    cost: Decimal | None = None


class ProviderError(Exception):
    """`code` names what was wrong and holds nothing personal; `said` are the provider's words."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.said = said


class Refused(ProviderError):
    """The same again would be refused again."""


class Unreachable(ProviderError):
    """Perhaps later."""


class Provider(Protocol):
    def send(self, text: OutgoingText) -> Accepted:
        """Raises Refused or Unreachable."""
