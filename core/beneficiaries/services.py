"""Everything that changes what we know of a person."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actors import BENEFICIARY, Actor
from core.beneficiaries import queries
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.models import Beneficiary
from foundation import audit, clock
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
    (queries.find_matches). Without staff (`actor` None) nothing that is known already changes, since
    anyone may type anyone's identity number.
    """
    data = normalised(data)
    known = _known(data)
    if known is None:
        return _create(data, actor)
    if actor is not None:
        _complete(known, data, actor)
    return known


def _known(data: BeneficiaryData) -> Beneficiary | None:
    people = Beneficiary.objects.select_for_update()
    registered = Beneficiary.objects.none()
    if data.identity_number:
        # One at a time per number: a second reception of a new person waits here, and then finds them.
        index = queries.identity_index(data.identity_number)
        queries.lock_identity(index)
        registered = people.filter(identity_index=index)
    if data.beneficiary_id is None:
        return registered.first()
    chosen = people.get(pk=data.beneficiary_id)
    if data.identity_number and chosen.identity_number not in (None, data.identity_number):
        raise OtherIdentityNumber
    if registered.exclude(pk=chosen.pk).exists():
        raise IdentityNumberTaken
    return chosen


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
    audit.record("beneficiary.registered", beneficiary, actor=actor or BENEFICIARY)
    return beneficiary


def _complete(beneficiary: Beneficiary, data: BeneficiaryData, actor: Actor) -> None:
    changed = _set_numbers(beneficiary, data)
    if changed:
        beneficiary.save(
            update_fields=[
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
