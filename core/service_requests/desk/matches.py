"""People we may know already, told apart without showing all that we know of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.beneficiaries.enums import ACTS_FOR
from core.beneficiaries.household import check_may_act_for
from core.beneficiaries.models import Beneficiary, RelatedPerson
from core.beneficiaries.queries import Match, MatchOn
from core.beneficiaries.scoring import LIKELY, SIGN_LABELS
from foundation import clock
from foundation.access import reason

SIGNS: dict[MatchOn, str | Promise] = {
    **SIGN_LABELS,
    MatchOn.IDENTITY: _("same identity number"),
    MatchOn.MOBILE: _("same mobile"),
    MatchOn.EMAIL: _("same e-mail"),
    MatchOn.NAME: _("same name"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`identity` and `mobile`: their last digits only. A number is one person's: there is no other.

    `signs`: what speaks for it and against, with its points; `acting`: whose power is over.
    """

    person: Beneficiary
    score: int
    is_likely: bool
    signs: tuple[tuple[str | Promise, int], ...]
    acting: tuple[str, ...]
    identity: str
    mobile: str
    is_same_number: bool
    is_same_person: bool


def proposals(matches: list[Match], *, at_intake: bool = False) -> list[Proposal]:
    """`at_intake`: with those who acted for them and may not any more."""
    acting = (
        acting_no_more(match.beneficiary.pk for match in matches) if matches and at_intake else {}
    )
    return [
        Proposal(
            match.beneficiary,
            match.score,
            match.score >= LIKELY,
            tuple((SIGNS[each.sign], each.points) for each in match.reasons),
            acting.get(match.beneficiary.pk, ()),
            _end_of(match.beneficiary.identity_number),
            _end_of(match.beneficiary.mobile),
            MatchOn.IDENTITY in match.on,
            is_same_person(match),
        )
        for match in matches
    ]


def acting_no_more(people: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Guardians and delegates who may not act today, and why; of all these people in one query."""
    found: dict[UUID, tuple[str, ...]] = {}
    rows = RelatedPerson.objects.filter(
        beneficiary__in=list(people), relation__in=ACTS_FOR, ended_at=None
    )
    today = clock.today()
    for row in rows.select_related("beneficiary").order_by("created_at", "pk"):
        if why := reason(check_may_act_for, row.beneficiary, row, today):
            found[row.beneficiary_id] = (*found.get(row.beneficiary_id, ()), why)
    return found


def is_same_person(match: Match) -> bool:
    """Under the same number and name; with another name somebody has to look."""
    return MatchOn.IDENTITY in match.on and MatchOn.NAME in match.on


def _end_of(number: str | None) -> str:
    return f"…{number[-4:]}" if number else ""
