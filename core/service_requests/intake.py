"""What a reception hands over and gets back."""

from dataclasses import dataclass
from datetime import datetime

from core.cases.models import Case
from foundation.models import StoredFile


@dataclass(frozen=True, slots=True)
class Declaration:
    """«What I said is true», with a drawn signature (PNG) or, without one, signed on paper."""

    declared_at: datetime
    signature: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """`tracking_code` is known now only; None where an operation is repeated long afterwards."""

    case: Case
    tracking_code: str | None
