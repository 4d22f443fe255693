"""Finding people: by the number that is theirs alone, or as proposals that a person decides on."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from core.beneficiaries.models import Beneficiary
from foundation.arabic import searchable
from foundation.encryption import blind_index
from foundation.errors import DomainError
from foundation.identity import normalise_email, normalise_identity_number, normalise_mobile
from tenants.schemas import current_schema

IDENTITY: Final = "nid"
MOBILE: Final = "mobile"
EMAIL: Final = "email"
MOST_PROPOSALS: Final = 10


class MatchOn(StrEnum):
    IDENTITY = "identity"
    MOBILE = "mobile"
    EMAIL = "email"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody we may know already, and what is equal; the strongest sign comes first."""

    beneficiary: Beneficiary
    on: tuple[MatchOn, ...]


def find_matches(
    *, name: str = "", identity_number: str = "", mobile: str = "", email: str = ""
) -> list[Match]:
    """People who may be the one described; a value that cannot be one is left out of account."""
    wanted = {
        MatchOn.IDENTITY: _index(IDENTITY, normalise_identity_number, identity_number),
        MatchOn.MOBILE: _index(MOBILE, normalise_mobile, mobile),
        MatchOn.EMAIL: _index(EMAIL, normalise_email, email),
    }
    name = searchable(name)
    condition = Q(name_search=name) if name else Q()
    for sign, index in wanted.items():
        if index is not None:
            condition |= Q(**{f"{sign}_index": index})
    if not condition:
        return []
    found = Beneficiary.objects.filter(condition).order_by("-created_at", "pk")[
        : MOST_PROPOSALS * 2
    ]
    matches = [Match(person, _signs(person, name, wanted)) for person in found]
    order = list(MatchOn)
    matches.sort(key=lambda match: (order.index(match.on[0]), -len(match.on)))
    return matches[:MOST_PROPOSALS]


def possible_duplicates(beneficiary: Beneficiary) -> list[Match]:
    matches = find_matches(
        name=beneficiary.name,
        mobile=beneficiary.mobile or "",
        email=beneficiary.email or "",
    )
    return [match for match in matches if match.beneficiary.pk != beneficiary.pk]


def search_condition(typed: str, prefix: str = "") -> Q:
    """People by a part of their name, or by a whole identity number, mobile or e-mail address."""
    condition = Q(**{f"{prefix}name_search__contains": searchable(typed)})
    for purpose, normalise in (
        (IDENTITY, normalise_identity_number),
        (MOBILE, normalise_mobile),
        (EMAIL, normalise_email),
    ):
        field = "identity" if purpose == IDENTITY else purpose
        if (index := _index(purpose, normalise, typed)) is not None:
            condition |= Q(**{f"{prefix}{field}_index": index})
    return condition


def search_beneficiaries(typed: str) -> QuerySet[Beneficiary]:
    return Beneficiary.objects.filter(search_condition(typed)).order_by("name_search", "pk")


def identity_index(normalised: str) -> bytes:
    return blind_index(IDENTITY, normalised)


def lock_identity(index: bytes) -> None:
    """Until the transaction ends nobody else can register a person under this number."""
    key = int.from_bytes(
        sha256(f"identity|{current_schema()}|".encode() + index).digest()[:8], signed=True
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _index(purpose: str, normalise: Callable[[str], str], typed: str) -> bytes | None:
    if not typed.strip():
        return None
    try:
        return blind_index(purpose, normalise(typed))
    except DomainError:
        return None


def _signs(
    person: Beneficiary, name: str, wanted: dict[MatchOn, bytes | None]
) -> tuple[MatchOn, ...]:
    signs = [
        sign
        for sign, index in wanted.items()
        if index is not None and _stored(person, sign) == index
    ]
    if name and person.name_search == name:
        signs.append(MatchOn.NAME)
    return tuple(signs)


def _stored(person: Beneficiary, sign: MatchOn) -> bytes | None:
    stored = getattr(person, f"{sign}_index")
    return None if stored is None else bytes(stored)
