"""Documents of a person that hold for more than one case: added, replaced by newer ones, opened."""

import uuid
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, name_of
from core.beneficiaries.models import Beneficiary, Consent, PersonDocument, RelatedPerson
from core.beneficiaries.rules import check_can_edit
from foundation import audit, clock, uploads
from foundation.arabic import strip_marks
from foundation.errors import Invalid, WrongState
from foundation.models import StoredFile
from foundation.uploads import CheckedFile

LONGEST_PURPOSE = 200


class PurposeMissing(Invalid):
    code = "purpose_missing"
    message = _("Say in a few words what it is.")


class AlreadyReplaced(WrongState):
    code = "already_replaced"
    message = _("This document was replaced by a newer one already.")


@transaction.atomic
def add_paper(
    person_id: uuid.UUID,
    *,
    actor: Actor,
    file: CheckedFile,
    purpose: str = "",
    expires_on: date | None = None,
    replaces: uuid.UUID | None = None,
) -> PersonDocument:
    """`replaces`: the older one stays, marked as replaced, and gives its purpose where none is said."""
    person = Beneficiary.objects.select_for_update().get(pk=person_id)
    check_can_edit(actor, person)
    older = person.documents.get(pk=replaces) if replaces is not None else None
    if older is not None and older.replaced_at is not None:
        raise AlreadyReplaced
    words = " ".join(strip_marks(purpose).split())[:LONGEST_PURPOSE]
    if not words and older is not None:
        words = older.purpose
    if not words:
        raise PurposeMissing
    now = clock.now()
    if older is not None:
        older.replaced_at = now
        older.save(update_fields=["replaced_at"])
    row = PersonDocument(
        beneficiary=person,
        file=uploads.store_checked(file),
        purpose=words,
        expires_on=expires_on,
        added_at=now,
        added_by=name_of(actor),
    )
    row.save(force_insert=True)
    details = {"document": str(row.pk), "replaces": str(replaces or "")}
    audit.record("beneficiary.document_added", person, actor=actor, details=details)
    return row


def papers_of(person: Beneficiary) -> QuerySet[PersonDocument]:
    """What holds comes first, then the newest."""
    return person.documents.select_related("file").order_by("-replaced_at", "-added_at", "pk")


def file_of(person: Beneficiary, file_id: uuid.UUID) -> StoredFile:
    """A document, the evidence of a consent, the paper of a delegate. Raises StoredFile.DoesNotExist."""
    theirs = [
        PersonDocument.objects.filter(beneficiary=person, file_id=file_id),
        Consent.objects.filter(beneficiary=person, evidence_id=file_id),
        RelatedPerson.objects.filter(beneficiary=person, paper_id=file_id),
    ]
    if not any(rows.exists() for rows in theirs):
        raise StoredFile.DoesNotExist
    return StoredFile.objects.get(pk=file_id)
