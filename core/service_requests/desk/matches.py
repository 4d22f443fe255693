"""People we may know already, told apart without showing all that we know of them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.beneficiaries.models import Beneficiary
from core.beneficiaries.queries import Match, MatchOn
from core.beneficiaries.scoring import SIGN_LABELS

SIGNS: dict[MatchOn, str | Promise] = {
    **SIGN_LABELS,
    MatchOn.IDENTITY: _("same identity number"),
    MatchOn.MOBILE: _("same mobile"),
    MatchOn.EMAIL: _("same e-mail"),
    MatchOn.NAME: _("same name"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`identity` and `mobile`: their last digits only. A number is one person's: there is no other."""

    person: Beneficiary
    signs: tuple[str | Promise, ...]
    identity: str
    mobile: str
    is_same_number: bool
    is_same_person: bool


def proposals(matches: list[Match]) -> list[Proposal]:
    return [
        Proposal(
            match.beneficiary,
            tuple(SIGNS[sign] for sign in match.on),
            _end_of(match.beneficiary.identity_number),
            _end_of(match.beneficiary.mobile),
            MatchOn.IDENTITY in match.on,
            is_same_person(match),
        )
        for match in matches
    ]


def is_same_person(match: Match) -> bool:
    """Under the same number and name; with another name somebody has to look."""
    return MatchOn.IDENTITY in match.on and MatchOn.NAME in match.on


def _end_of(number: str | None) -> str:
    return f"…{number[-4:]}" if number else ""
