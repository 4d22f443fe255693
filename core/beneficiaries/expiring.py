"""What runs out soon: documents, what guardians and delegates act by, consents."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from core.beneficiaries.enums import ACTS_FOR
from core.beneficiaries.models import Beneficiary, Consent, PersonDocument, RelatedPerson
from foundation import clock

SOON: Final = timedelta(days=30)
Row = PersonDocument | RelatedPerson | Consent


class ExpiringKind(StrEnum):
    DOCUMENT = "document"
    DELEGATE = "delegate"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Expiring:
    kind: ExpiringKind
    row: Row
    person: Beneficiary
    on: date

    @property
    def days_left(self) -> int:
        """Negative once it has run out."""
        return (self.on - clock.today()).days

    @property
    def tone(self) -> str:
        return "late" if self.days_left < 0 else "soon"

    @property
    def label(self) -> str:
        if isinstance(self.row, PersonDocument):
            return self.row.purpose
        if isinstance(self.row, RelatedPerson):
            return f"{self.row.get_relation_display()}: {self.row.name}"
        return self.row.get_purpose_display()


def documents_expiring(until: date) -> QuerySet[PersonDocument]:
    """Not replaced, of files that are in use."""
    return PersonDocument.objects.filter(
        replaced_at=None, expires_on__lte=until, beneficiary__merged_into=None
    )


def delegates_expiring(until: date) -> QuerySet[RelatedPerson]:
    return RelatedPerson.objects.filter(
        relation__in=ACTS_FOR,
        ended_at=None,
        acts_until__lte=until,
        beneficiary__merged_into=None,
    )


def consents_expiring(until: date) -> QuerySet[Consent]:
    return Consent.objects.filter(
        withdrawn_at=None, expires_on__lte=until, beneficiary__merged_into=None
    )


def expiring(
    people: QuerySet[Beneficiary],
    *,
    until: date | None = None,
    kinds: Collection[ExpiringKind] = tuple(ExpiringKind),
    untold: bool = False,
) -> list[Expiring]:
    """Of these people, what has run out or soon will; what is most urgent comes first.

    `untold`: only what nobody was reminded of for this very day."""
    found = _all(until or clock.today() + SOON, people, kinds, untold=untold)
    return sorted(found, key=lambda item: (item.on, item.kind, str(item.row.pk)))


def people_with_expiring(until: date | None = None) -> list[QuerySet[Beneficiary]]:
    """Ids of people, one query for each kind."""
    until = until or clock.today() + SOON
    return [
        rows.values("beneficiary_id")  # type: ignore[misc]
        for rows in (
            documents_expiring(until),
            delegates_expiring(until),
            consents_expiring(until),
        )
    ]


def _all(
    until: date, people: QuerySet[Beneficiary], kinds: Collection[ExpiringKind], *, untold: bool
) -> Iterator[Expiring]:
    wanted = people.order_by().values("pk")
    sources: tuple[tuple[ExpiringKind, QuerySet[Any], str], ...] = (
        (ExpiringKind.DOCUMENT, documents_expiring(until), "expires_on"),
        (ExpiringKind.DELEGATE, delegates_expiring(until), "acts_until"),
        (ExpiringKind.CONSENT, consents_expiring(until), "expires_on"),
    )
    for kind, rows, day in sources:
        if kind not in kinds:
            continue
        found = rows.filter(beneficiary__in=wanted).select_related("beneficiary")
        if untold:
            found = found.filter(~Q(reminded_for=F(day)) | Q(reminded_for=None))
        for row in found.order_by(day, "pk"):
            yield Expiring(kind, row, row.beneficiary, getattr(row, day))
