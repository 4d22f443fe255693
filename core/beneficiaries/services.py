"""Everything that changes what we know of a person."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.actors import BENEFICIARY, Actor
from core.beneficiaries import queries, rules
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.opening import REGISTERED
from foundation import audit, clock
from foundation.access import allows
from foundation.arabic import searchable, strip_marks
from foundation.encryption import blind_index
from foundation.errors import Invalid
from foundation.identity import (
    identity_kind,
    normalise_email,
    normalise_identity_number,
    normalise_mobile,
)
from tenants.people.enums import Language

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class BeneficiaryData:
    """What somebody typed about a person. `beneficiary_id`: staff recognised them on the list."""

    name: str
    identity_number: str = ""
    mobile: str = ""
    email: str = ""
    reply_channel: str = ReplyChannel.PORTAL
    language: str = Language.ARABIC
    beneficiary_id: uuid.UUID | None = None


class NameMissing(Invalid):
    code = "name_missing"
    message = _("The name of the beneficiary is missing.")


class NameTooLong(Invalid):
    code = "name_too_long"
    message = _("A name has at most 200 characters.")


class OtherIdentityNumber(Invalid):
    code = "other_identity_number"
    message = _("The chosen beneficiary is registered under another identity number.")


class IdentityNumberTaken(Invalid):
    code = "identity_number_taken"
    message = _(
        "Another beneficiary than the chosen one is registered under this identity number."
    )


def normalised(data: BeneficiaryData) -> BeneficiaryData:
    """The one written form of each value; raises a kind of Invalid for what cannot be one."""
    name = " ".join(strip_marks(data.name).split())
    if not name:
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong
    return BeneficiaryData(
        name=name,
        identity_number=_or_empty(normalise_identity_number, data.identity_number),
        mobile=_or_empty(normalise_mobile, data.mobile),
        email=_or_empty(normalise_email, data.email),
        reply_channel=ReplyChannel(data.reply_channel).value,
        language=Language(data.language).value,
        beneficiary_id=data.beneficiary_id,
    )


@transaction.atomic
def receive_beneficiary(data: BeneficiaryData, *, actor: Actor | None) -> Beneficiary:
    """The person chosen by staff, or registered under this identity number, or a new one.

    Nobody is merged with somebody of the same name or number of phone: those are proposed
    (queries.find_matches). Without staff (`actor` None), or with staff who may not edit people, nothing
    that is known already changes, since anyone may type anyone's identity number.
    """
    data = normalised(data)
    known = _known(data)
    if known is None:
        return _create(data, actor)
    if actor is not None and allows(rules.check_can_complete, actor):
        _complete(known, _without_number_of_merged_file(data, known), actor)
    return known


def _known(data: BeneficiaryData) -> Beneficiary | None:
    wanted = Q(pk__in=[])
    index = None
    if data.identity_number:
        # One at a time per number: a second reception of a new person waits here, and then finds them.
        index = queries.identity_index(data.identity_number)
        queries.lock_identity(index)
        wanted |= Q(identity_index=index)
    if data.beneficiary_id is not None:
        wanted |= Q(pk=data.beneficiary_id)
    people = _locked(wanted)
    number = data.identity_number
    same = (person for person in people.values() if number and person.identity_number == number)
    registered = next(same, None)
    owner = _in_use(registered, people) if registered is not None else None
    if data.beneficiary_id is None:
        return owner
    if data.beneficiary_id not in people:
        raise Beneficiary.DoesNotExist
    chosen = _in_use(people[data.beneficiary_id], people)
    if number and chosen.identity_number not in (None, number) and owner != chosen:
        raise OtherIdentityNumber
    if owner is not None and owner != chosen:
        raise IdentityNumberTaken
    return chosen


def _locked(wanted: Q) -> dict[uuid.UUID, Beneficiary]:
    """These people and the files they were merged into, locked in the order of their ids."""
    found = Beneficiary.objects.filter(wanted).order_by("pk").values_list("pk", "merged_into_id")
    ids = set(filter(None, (pk for pair in found for pk in pair)))
    rows = Beneficiary.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {person.pk: person for person in rows} if ids else {}


def _in_use(person: Beneficiary, people: dict[uuid.UUID, Beneficiary]) -> Beneficiary:
    """The file that this one was merged into, however often."""
    while person.merged_into_id is not None:
        kept = people.get(person.merged_into_id)
        rows = Beneficiary.objects.select_for_update()
        person = kept if kept is not None else rows.get(pk=person.merged_into_id)
    return person


def _without_number_of_merged_file(data: BeneficiaryData, known: Beneficiary) -> BeneficiaryData:
    """A number that a merged file holds stays there: only one file can have it."""
    if not data.identity_number or data.identity_number == known.identity_number:
        return data
    index = queries.identity_index(data.identity_number)
    if Beneficiary.objects.filter(identity_index=index).exists():
        return replace(data, identity_number="")
    return data


def _create(data: BeneficiaryData, actor: Actor | None) -> Beneficiary:
    beneficiary = Beneficiary(
        name=data.name,
        name_search=searchable(data.name)[:LONGEST_NAME],
        reply_channel=data.reply_channel,
        language=data.language,
        created_at=clock.now(),
    )
    _set_numbers(beneficiary, data)
    beneficiary.save(force_insert=True)
    audit.record(REGISTERED, beneficiary, actor=actor or BENEFICIARY)
    return beneficiary


def _complete(beneficiary: Beneficiary, data: BeneficiaryData, actor: Actor) -> None:
    changed = _set_numbers(beneficiary, data)
    if changed:
        beneficiary.revision += 1
        beneficiary.save(
            update_fields=[
                "revision",
                "identity_kind",
                "identity_number",
                "identity_index",
                "mobile",
                "mobile_index",
                "email",
                "email_index",
            ]
        )
        audit.record(
            "beneficiary.completed", beneficiary, actor=actor, details={"fields": sorted(changed)}
        )


def _set_numbers(beneficiary: Beneficiary, data: BeneficiaryData) -> set[str]:
    """What was given replaces what was known; returns which values differ."""
    changed = set()
    if data.identity_number and beneficiary.identity_number != data.identity_number:
        beneficiary.identity_kind = identity_kind(data.identity_number)
        beneficiary.identity_number = data.identity_number
        beneficiary.identity_index = queries.identity_index(data.identity_number)
        changed.add("identity_number")
    if data.mobile and beneficiary.mobile != data.mobile:
        beneficiary.mobile = data.mobile
        beneficiary.mobile_index = blind_index(queries.MOBILE, data.mobile)
        changed.add("mobile")
    if data.email and beneficiary.email != data.email:
        beneficiary.email = data.email
        beneficiary.email_index = blind_index(queries.EMAIL, data.email)
        changed.add("email")
    return changed


def _or_empty(normalise: Callable[[str], str], typed: str) -> str:
    return normalise(typed) if typed.strip() else ""
