"""Documents of a case, and the items that they settle."""

import uuid
from dataclasses import dataclass, field

from core.actors import BENEFICIARY, Actor, name_of
from core.cases.enums import MissingKind
from core.cases.models import Case, CaseDocument, MissingItem
from foundation import clock
from foundation.arabic import searchable
from foundation.models import StoredFile


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A stored file, and what it is for: the label of a required document settles that item.

    `id`: of the document that it becomes, for answers that name it beforehand.
    """

    file: StoredFile
    purpose: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)


def attach(
    case: Case, document: NewDocument, *, actor: Actor | None, is_signature: bool = False
) -> CaseDocument:
    return CaseDocument.objects.create(
        id=document.id,
        case=case,
        file=document.file,
        purpose=document.purpose.strip()[:200],
        is_signature=is_signature,
        from_beneficiary=actor is None,
        added_at=clock.now(),
        added_by=name_of(actor),
    )


def settle(
    item: MissingItem,
    *,
    actor: Actor | None,
    document: CaseDocument | None = None,
    answer: str = "",
) -> None:
    item.provided_at = clock.now()
    item.provided_by = name_of(actor) or BENEFICIARY
    item.document = document
    item.answer = answer
    item.save(update_fields=["provided_at", "provided_by", "document", "answer"])


def item_for(case: Case, purpose: str) -> MissingItem | None:
    """The missing document that has this purpose as its label."""
    wanted = searchable(purpose)
    missing = case.missing_items.filter(provided_at=None, kind=MissingKind.DOCUMENT)
    return next(
        (item for item in missing.order_by("pk") if searchable(item.label) == wanted), None
    )
