"""Finding people: by the number that is theirs alone, or as proposals that a person decides on."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from core.beneficiaries.bank import INDEX as IBAN
from core.beneficiaries.bank import normalise_iban
from core.beneficiaries.birth import Birth
from core.beneficiaries.distinct import others_than
from core.beneficiaries.models import Beneficiary, RelatedPerson
from core.beneficiaries.scoring import PROPOSED, MatchOn, Reason, Signs, compare, total
from foundation.arabic import search_words
from foundation.encryption import blind_index
from foundation.errors import DomainError
from foundation.identity import normalise_email, normalise_identity_number, normalise_mobile
from foundation.word_search import HasWords, prefix_query, term
from tenants.schemas import current_schema

__all__ = ["Match", "MatchOn"]

IDENTITY: Final = "nid"
MOBILE: Final = "mobile"
EMAIL: Final = "email"
MOST_PROPOSALS: Final = 10
MOST_COMPARED: Final = 100
MOST_WORDS: Final = 5
BEGINNING: Final = 3  # letters by which a word that may be misspelt is looked for
PURPOSES: Final[dict[MatchOn, tuple[str, Callable[[str], str]]]] = {
    MatchOn.IDENTITY: (IDENTITY, normalise_identity_number),
    MatchOn.MOBILE: (MOBILE, normalise_mobile),
    MatchOn.EMAIL: (EMAIL, normalise_email),
    MatchOn.IBAN: (IBAN, normalise_iban),
}


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody we may know already. `on`: what speaks for it, the strongest first; `score` 0 to 100."""

    beneficiary: Beneficiary
    on: tuple[MatchOn, ...]
    score: int
    reasons: tuple[Reason, ...]


def find_matches(
    *,
    name: str = "",
    identity_number: str = "",
    mobile: str = "",
    email: str = "",
    iban: str = "",
) -> list[Match]:
    """People who may be the one described; a value that cannot be one is left out of account."""
    typed = {
        MatchOn.IDENTITY: identity_number,
        MatchOn.MOBILE: mobile,
        MatchOn.EMAIL: email,
        MatchOn.IBAN: iban,
    }
    numbers = {sign: index for sign, value in typed.items() if (index := _index(sign, value))}
    wanted = Signs(name, numbers)
    return _scored(wanted, list(_candidates(wanted)), {})


def possible_duplicates(beneficiary: Beneficiary) -> list[Match]:
    """Other files in use that may be this person's, without those that somebody told apart."""
    wanted = signs_of(beneficiary)
    found = list(_candidates(wanted, besides=beneficiary))
    if not found:
        return []
    told_apart = others_than(beneficiary)
    found = [person for person in found if person.pk not in told_apart]
    households = households_of([beneficiary.pk, *(person.pk for person in found)])
    wanted = signs_of(beneficiary, households)
    return _scored(wanted, found, households)


def signs_of(person: Beneficiary, households: dict[UUID, frozenset[str]] | None = None) -> Signs:
    numbers = {
        sign: bytes(stored)
        for sign in PURPOSES
        if (stored := getattr(person, f"{sign}_index")) is not None
    }
    birth = Birth.load(person.birth)
    household = (households or {}).get(person.pk, frozenset())
    return Signs(person.name, numbers, birth.day if birth else None, household)


def households_of(people: list[UUID]) -> dict[UUID, frozenset[str]]:
    """Of each, the people round them: by number where it is known, else by name."""
    rows = RelatedPerson.objects.filter(beneficiary__in=people, ended_at=None)
    found: dict[UUID, set[str]] = {}
    for row in rows.only("beneficiary", "name", "identity_index").order_by("pk"):
        known = found.setdefault(row.beneficiary_id, set())
        words = search_words(row.name)
        if len(words) > 1:
            known.add(" ".join(words))
        if row.identity_index is not None:
            known.add(bytes(row.identity_index).hex())
    return {person: frozenset(known) for person, known in found.items()}


def search_beneficiaries(typed: str) -> QuerySet[Beneficiary]:
    """Files in use, by the beginnings of words of the name, or by a whole number of any kind."""
    people = Beneficiary.objects.filter(merged_into=None)
    return people.filter(search_condition(typed)).order_by("name_search", "pk")


def search_condition(typed: str) -> Q:
    """On the table of people alone: each part has an index of its own there."""
    condition = Q(pk__in=[])
    if words := prefix_query(typed):
        condition |= Q(HasWords("name_search", words))
    for sign in PURPOSES:
        if (index := _index(sign, typed)) is not None:
            condition |= Q(**{f"{sign}_index": index})
    return condition


def identity_index(normalised: str) -> bytes:
    return blind_index(IDENTITY, normalised)


def lock_identity(index: bytes) -> None:
    """Until the transaction ends nobody else can register a person under this number."""
    key = int.from_bytes(
        sha256(f"identity|{current_schema()}|".encode() + index).digest()[:8], signed=True
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _candidates(wanted: Signs, besides: Beneficiary | None = None) -> QuerySet[Beneficiary]:
    """Those who share a number or the whole name come first, then those with two words alike."""
    strong = Q(pk__in=[])
    for sign, index in wanted.numbers.items():
        strong |= Q(**{f"{sign}_index": index})
    words = list(dict.fromkeys(search_words(wanted.name)))[:MOST_WORDS]
    loose = strong
    if words:
        strong |= Q(HasWords("name_search", " & ".join(term(w, whole=True) for w in words)))
        loose = strong | Q(HasWords("name_search", _two_alike(words)))
    if not wanted.numbers and not words:
        return Beneficiary.objects.none()
    strength = Case(When(strong, then=Value(0)), default=Value(1), output_field=IntegerField())
    people = Beneficiary.objects.filter(loose, merged_into=None)
    if besides is not None:
        people = people.exclude(pk=besides.pk)
    return people.order_by(strength, "-created_at", "pk")[:MOST_COMPARED]


def _two_alike(words: list[str]) -> str:
    """One word as it is, another by its beginning: what a misspelt or left out word still has."""
    if len(words) == 1:
        return term(words[0], whole=True)
    pairs = []
    for one, other in combinations(words, 2):
        pairs.append(f"({term(one, whole=True)} & {term(other[:BEGINNING])})")
        pairs.append(f"({term(one[:BEGINNING])} & {term(other, whole=True)})")
    return " | ".join(pairs)


def _scored(
    wanted: Signs, people: list[Beneficiary], households: dict[UUID, frozenset[str]]
) -> list[Match]:
    matches = []
    for person in people:
        reasons = compare(wanted, signs_of(person, households))
        score = total(reasons)
        on = tuple(reason.sign for reason in reasons if reason.points > 0)
        if score >= PROPOSED or MatchOn.IDENTITY in on:
            matches.append(Match(person, on, score, reasons))
    matches.sort(key=lambda match: (MatchOn.IDENTITY not in match.on, -match.score))
    return matches[:MOST_PROPOSALS]


def _index(sign: MatchOn, typed: str) -> bytes | None:
    if not typed.strip():
        return None
    purpose, normalise = PURPOSES[sign]
    try:
        return blind_index(purpose, normalise(typed))
    except DomainError:
        return None
