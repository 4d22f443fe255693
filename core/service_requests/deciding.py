"""What a decision consists of besides its outcome, and the settings of the body that takes it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field

from core.configuration.sections import Section
from tenants.people.models import User


class ReasonUse(StrEnum):
    REJECTING = "rejecting"
    PARTLY = "partly"
    POSTPONING = "postponing"


class ListedReason(BaseModel):
    """A reason that the association lists: chosen instead of written. `key` never changes."""

    model_config = ConfigDict(frozen=True)

    key: str = Field(min_length=1, max_length=40)
    use: ReasonUse
    ar: str = Field(min_length=1, max_length=200)
    en: str = Field(default="", max_length=200)

    def snapshot(self) -> dict[str, str]:
        """As a decision keeps it, whatever becomes of the list."""
        return {"key": self.key, "ar": self.ar, "en": self.en}


class QuorumKind(StrEnum):
    MEMBERS = "members"
    PERCENT = "percent"


def _usual_reasons() -> tuple[ListedReason, ...]:
    listed = (
        ("not_eligible", ReasonUse.REJECTING, "لا تنطبق شروط الاستحقاق", "Not eligible"),
        ("outside_scope", ReasonUse.REJECTING, "خارج نطاق خدماتنا", "Outside of what we do"),
        (
            "helped_elsewhere",
            ReasonUse.REJECTING,
            "تقدم المساعدة جهة أخرى",
            "Helped by another body",
        ),
        ("budget", ReasonUse.PARTLY, "في حدود ميزانية البرنامج", "Within the budget"),
        (
            "need",
            ReasonUse.PARTLY,
            "في حدود الحاجة التي أظهرتها الدراسة",
            "As far as the need was shown",
        ),
        ("more_study", ReasonUse.POSTPONING, "تحتاج إلى دراسة أوسع", "Needs more study"),
        ("more_papers", ReasonUse.POSTPONING, "تحتاج إلى مستندات إضافية", "Needs more documents"),
    )
    return tuple(ListedReason(key=key, use=use, ar=ar, en=en) for key, use, ar, en in listed)


class CommitteeSettings(BaseModel):
    """How the body that decides works. `chair`: whoever leads its sessions, None while left open."""

    model_config = ConfigDict(frozen=True)

    quorum_kind: QuorumKind = QuorumKind.PERCENT
    quorum: int = Field(default=51, ge=1, le=100)
    chair: UUID | None = None
    chair_decides_ties: bool = True
    reasons: tuple[ListedReason, ...] = Field(default_factory=_usual_reasons, max_length=60)

    def quorum_of(self, members: int) -> int:
        """How many must be there of so many members; a share is rounded up."""
        if self.quorum_kind == QuorumKind.MEMBERS:
            return self.quorum
        return max(1, math.ceil(members * self.quorum / 100))

    def reasons_for(self, use: ReasonUse) -> list[ListedReason]:
        return [reason for reason in self.reasons if reason.use == use]

    def chosen(self, keys: Iterable[str]) -> tuple[dict[str, str], ...]:
        """Of those listed; what is not listed is left out."""
        wanted = set(keys)
        return tuple(reason.snapshot() for reason in self.reasons if reason.key in wanted)


COMMITTEE = Section("committee", CommitteeSettings)


@dataclass(frozen=True, slots=True)
class DecisionDetails:
    """`reasons`: snapshots of listed reasons. `amount` in riyals, granted from `programme_id`.

    `over_budget_reason`: why more may be granted than is left; counts from who manages budgets.
    `session`: the number of the session that decided; then whoever records it need not be a
    member, `decided_by` is its chair, and `deciders` are the ids of those who voted: none of them
    decides on an appeal. None: whoever records it decided; empty: nobody of ours did.
    """

    reasons: Sequence[Mapping[str, str]] = ()
    amount: Decimal | None = None
    programme_id: UUID | None = None
    over_budget_reason: str = ""
    session: int | None = None
    decided_by: User | None = None
    deciders: tuple[str, ...] | None = None


NO_DETAILS = DecisionDetails()


def worded(reasons: Iterable[Mapping[str, Any]]) -> list[str]:
    """Stored reasons in the language of whoever reads them."""
    english = (get_language() or "ar").startswith("en")
    return [str((english and reason.get("en")) or reason["ar"]) for reason in reasons]
