"""What staff correct in a person's file: a page that is out of date never overwrites a newer one."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from core.actors import Actor
from core.beneficiaries import queries
from core.beneficiaries.address import Address
from core.beneficiaries.bank import INDEX, normalise_iban
from core.beneficiaries.birth import Birth
from core.beneficiaries.categories import check_known
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.rules import check_can_edit, check_revision
from core.beneficiaries.services import (
    LONGEST_NAME,
    BeneficiaryData,
    IdentityNumberTaken,
    normalised,
)
from foundation import audit
from foundation.arabic import searchable
from foundation.encryption import blind_index
from foundation.identity import identity_kind

INDEXES = {
    "identity_number": ("identity_index", queries.IDENTITY),
    "mobile": ("mobile_index", queries.MOBILE),
    "email": ("email_index", queries.EMAIL),
    "iban": ("iban_index", INDEX),
}


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """The whole of what the form shows: an empty value takes away what was known."""

    basics: BeneficiaryData
    birth: Birth | None = None
    iban: str = ""
    address: Address | None = None
    categories: tuple[str, ...] = ()


@transaction.atomic
def edit_person(
    person_id: uuid.UUID, *, actor: Actor, revision: int, details: PersonDetails
) -> Beneficiary:
    """Raises FileChanged where the page shows an older state than the stored one."""
    values = _written(details)
    if number := values["identity_number"]:
        queries.lock_identity(queries.identity_index(str(number)))
    person = Beneficiary.objects.select_for_update().get(pk=person_id)
    check_can_edit(actor, person)
    check_revision(person, revision)
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    if not changed:
        return person
    if "identity_number" in changed and values["identity_number"]:
        _check_free(values["identity_number"], person)
    for name in changed:
        set_value(person, name, values[name])
    person.revision += 1
    person.save(update_fields=[*columns_of(changed), "revision"])
    audit.record("beneficiary.changed", person, actor=actor, details={"fields": changed})
    return person


def set_value(person: Beneficiary, name: str, value: object) -> None:
    """With the columns that are made from it."""
    setattr(person, name, value)
    if name in INDEXES:
        column, purpose = INDEXES[name]
        setattr(person, column, blind_index(purpose, str(value)) if value else None)
    if name == "identity_number":
        person.identity_kind = identity_kind(str(value)).value if value else ""
    if name == "name":
        person.name_search = searchable(str(value))[:LONGEST_NAME]


def columns_of(names: list[str]) -> list[str]:
    columns = list(names)
    columns += [INDEXES[name][0] for name in names if name in INDEXES]
    columns += ["identity_kind"] * ("identity_number" in names) + ["name_search"] * (
        "name" in names
    )
    return columns


def _written(details: PersonDetails) -> dict[str, object]:
    basics = normalised(details.basics)
    return {
        "name": basics.name,
        "identity_number": basics.identity_number or None,
        "mobile": basics.mobile or None,
        "email": basics.email or None,
        "reply_channel": basics.reply_channel,
        "language": basics.language,
        "birth": details.birth.dump() if details.birth else None,
        "iban": normalise_iban(details.iban) if details.iban.strip() else None,
        "address": details.address.model_dump() if details.address else None,
        "categories": check_known(list(details.categories)),
    }


def _check_free(number: object, person: Beneficiary) -> None:
    index = queries.identity_index(str(number))
    if Beneficiary.objects.filter(identity_index=index).exclude(pk=person.pk).exists():
        raise IdentityNumberTaken
