"""What a reception hands over and gets back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.cases.models import Case
from foundation.models import StoredFile


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A stored file, and what it is for: the label of a required document settles that item."""

    file: StoredFile
    purpose: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """«What I said is true», signed by drawing (a PNG) or by staff's word that it was signed on paper."""

    declared_at: datetime
    signature: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """`tracking_code` is known at this moment only; None where an operation is repeated long after its reception."""

    case: Case
    tracking_code: str | None


Documents = Sequence[NewDocument]
