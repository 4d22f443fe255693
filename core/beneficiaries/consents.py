"""What a person agreed to: how, with which evidence, until when; withdrawn, never deleted."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, name_of
from core.beneficiaries.enums import ConsentMethod, ConsentPurpose
from core.beneficiaries.models import Beneficiary, Consent
from core.beneficiaries.rules import check_can_edit
from foundation import audit, clock, uploads
from foundation.errors import Invalid, WrongState
from foundation.uploads import CheckedFile


@dataclass(frozen=True, slots=True)
class ConsentData:
    purpose: ConsentPurpose
    method: ConsentMethod
    expires_on: date | None = None


class EvidenceMissing(Invalid):
    code = "evidence_missing"
    message = _("A consent on paper is proven by the paper: please attach a scan or photo of it.")


class ExpiresInPast(Invalid):
    code = "expires_in_past"
    message = _("This day has passed already.")


class AlreadyWithdrawn(WrongState):
    code = "already_withdrawn"
    message = _("This consent was withdrawn already.")


@transaction.atomic
def record_consent(
    person_id: uuid.UUID, *, actor: Actor, consent: ConsentData, evidence: CheckedFile | None
) -> Consent:
    """A new consent for the same purpose takes the place of the one that stood."""
    person = Beneficiary.objects.select_for_update().get(pk=person_id)
    check_can_edit(actor, person)
    if consent.method == ConsentMethod.PAPER and evidence is None:
        raise EvidenceMissing
    if consent.expires_on is not None and consent.expires_on < clock.today():
        raise ExpiresInPast
    now = clock.now()
    person.consents.filter(purpose=consent.purpose, withdrawn_at=None).update(withdrawn_at=now)
    row = Consent(
        beneficiary=person,
        purpose=consent.purpose.value,
        method=consent.method.value,
        given_at=now,
        expires_on=consent.expires_on,
        evidence=uploads.store_checked(evidence) if evidence is not None else None,
        recorded_by=name_of(actor),
    )
    row.save(force_insert=True)
    details = {"consent": str(row.pk), "purpose": row.purpose, "method": row.method}
    audit.record("beneficiary.consent_given", person, actor=actor, details=details)
    return row


@transaction.atomic
def withdraw_consent(person_id: uuid.UUID, consent_id: uuid.UUID, *, actor: Actor) -> Consent:
    person = Beneficiary.objects.select_for_update().get(pk=person_id)
    check_can_edit(actor, person)
    row = person.consents.get(pk=consent_id)
    if row.withdrawn_at is not None:
        raise AlreadyWithdrawn
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    details = {"consent": str(row.pk), "purpose": row.purpose}
    audit.record("beneficiary.consent_withdrawn", person, actor=actor, details=details)
    return row


def consents_of(person: Beneficiary) -> QuerySet[Consent]:
    """What stands comes first, then the newest."""
    return person.consents.select_related("evidence").order_by("-withdrawn_at", "-given_at", "pk")


def agreed(
    beneficiary_ids: Iterable[uuid.UUID], on: date | None = None
) -> dict[uuid.UUID, set[ConsentPurpose]]:
    """What each agreed to, as far as it was not withdrawn and has not run out; in one query."""
    found: dict[uuid.UUID, set[ConsentPurpose]] = {pk: set() for pk in beneficiary_ids}
    rows = Consent.objects.filter(beneficiary__in=found, withdrawn_at=None)
    for consent in rows.only("beneficiary_id", "purpose", "withdrawn_at", "expires_on"):
        if stands(consent, on):
            found[consent.beneficiary_id].add(ConsentPurpose(consent.purpose))
    return found


def stands(consent: Consent, on: date | None = None) -> bool:
    """The last day is counted in."""
    if consent.withdrawn_at is not None:
        return False
    return consent.expires_on is None or consent.expires_on >= (on or clock.today())
