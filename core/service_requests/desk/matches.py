"""People we may know already, told apart without showing all that we know of them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.beneficiaries.models import Beneficiary
from core.beneficiaries.queries import Match, MatchOn

SIGNS: dict[MatchOn, str | Promise] = {
    MatchOn.IDENTITY: _("same identity number"),
    MatchOn.MOBILE: _("same mobile"),
    MatchOn.EMAIL: _("same e-mail"),
    MatchOn.NAME: _("same name"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`identity` and `mobile`: their last digits only."""

    person: Beneficiary
    signs: tuple[str | Promise, ...]
    identity: str
    mobile: str
    is_same_number: bool


def proposals(matches: list[Match]) -> list[Proposal]:
    return [
        Proposal(
            match.beneficiary,
            tuple(SIGNS[sign] for sign in match.on),
            _end_of(match.beneficiary.identity_number),
            _end_of(match.beneficiary.mobile),
            MatchOn.IDENTITY in match.on,
        )
        for match in matches
    ]


def _end_of(number: str | None) -> str:
    return f"…{number[-4:]}" if number else ""
