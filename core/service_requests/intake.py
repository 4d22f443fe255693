"""What a reception hands over and gets back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.cases.models import Case
from core.request_types.enums import Priority
from core.request_types.models import RequestTypeVersion
from core.rules import GoverningRules
from foundation.models import StoredFile


@dataclass(frozen=True, slots=True)
class Declaration:
    """«What I said is true», with a drawn signature (PNG) or, without one, signed on paper."""

    declared_at: datetime
    signature: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class IntakeDetails:
    """What only some receptions have.

    `answers` as core.request_types stores them, already validated against `request_type`, of which
    `documents` are the papers it asks for besides those of the policy, and `questions` what it asks
    and nobody has answered yet. `programme_id`: what the type is paid from. `received_by`: who took in the
    paper. `import_batch`: of a case taken over from a spreadsheet, which sends no receipt; `governing`:
    what such a case is held to where it is older than the first policy.
    """

    request_type: RequestTypeVersion | None = None
    answers: Mapping[str, Any] | None = None
    documents: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    programme_id: UUID | None = None
    priority: Priority = Priority.NORMAL
    amount_asked: Decimal | None = None
    received_by: str = ""
    appeal_of: Case | None = None
    import_batch: UUID | None = None
    governing: GoverningRules | None = None


NO_DETAILS = IntakeDetails()


@dataclass(frozen=True, slots=True)
class Received:
    """`tracking_code` is known now only; None where an operation is repeated long afterwards."""

    case: Case
    tracking_code: str | None
