"""The people round a person: dependants, relatives, and who may act for them until when."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.beneficiaries import queries
from core.beneficiaries.birth import Birth
from core.beneficiaries.enums import ACTS_FOR, Relation
from core.beneficiaries.models import Beneficiary, RelatedPerson
from core.beneficiaries.rules import check_can_edit, check_revision
from core.beneficiaries.services import LONGEST_NAME, NameMissing, NameTooLong
from foundation import audit, clock, uploads
from foundation.arabic import searchable, strip_marks
from foundation.dates import both_calendars
from foundation.errors import Invalid, NotAllowed
from foundation.identity import normalise_identity_number, normalise_mobile
from foundation.uploads import CheckedFile

EDITED = (
    "relation",
    "name",
    "name_search",
    "identity_number",
    "identity_index",
    "mobile",
    "birth",
    "is_dependant",
    "acts_from",
    "acts_until",
    "note",
)


@dataclass(frozen=True, slots=True)
class RelatedData:
    relation: Relation
    name: str
    identity_number: str = ""
    mobile: str = ""
    birth: Birth | None = None
    is_dependant: bool = False
    acts_from: date | None = None
    acts_until: date | None = None
    note: str = ""


class ActsInOrder(Invalid):
    code = "acts_in_order"
    message = _("The last day lies before the first one.")


class OnlyWhoActs(Invalid):
    code = "only_who_acts"
    message = _("Only a guardian or a delegate acts for somebody from one day until another.")


class ActingNotProven(NotAllowed):
    code = "acting_not_proven"
    message = _("%(name)s is not a guardian or delegate of this person.")


class NotYetActing(NotAllowed):
    code = "not_yet_acting"
    message = _("%(name)s may act for this person from %(day)s on.")


class ActingExpired(NotAllowed):
    code = "acting_expired"
    message = _("%(name)s could act for this person until %(day)s, and no longer.")


@transaction.atomic
def add_related(
    person_id: uuid.UUID,
    *,
    actor: Actor,
    revision: int,
    related: RelatedData,
    paper: CheckedFile | None = None,
) -> RelatedPerson:
    person = _locked(person_id, actor, revision)
    row = RelatedPerson(beneficiary=person, created_at=clock.now())
    _write(row, related)
    if paper is not None:
        row.paper = uploads.store_checked(paper)
    row.save(force_insert=True)
    _note(person, actor, "beneficiary.related_added", row)
    return row


@transaction.atomic
def edit_related(
    person_id: uuid.UUID,
    related_id: uuid.UUID,
    *,
    actor: Actor,
    revision: int,
    related: RelatedData,
    paper: CheckedFile | None = None,
) -> RelatedPerson:
    person = _locked(person_id, actor, revision)
    row = person.related_people.get(pk=related_id, ended_at=None)
    _write(row, related)
    fields = list(EDITED)
    if paper is not None:
        row.paper = uploads.store_checked(paper)
        fields.append("paper")
    row.save(update_fields=fields)
    _note(person, actor, "beneficiary.related_changed", row)
    return row


@transaction.atomic
def end_related(person_id: uuid.UUID, related_id: uuid.UUID, *, actor: Actor) -> RelatedPerson:
    """Moved out, died, or may not act any more: the row stays, with the day."""
    person = Beneficiary.objects.select_for_update().get(pk=person_id)
    check_can_edit(actor, person)
    row = person.related_people.get(pk=related_id)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        _note(person, actor, "beneficiary.related_ended", row)
    return row


def household_of(person: Beneficiary) -> QuerySet[RelatedPerson]:
    return person.related_people.filter(ended_at=None).order_by("created_at", "pk")


def household_size(people: list[RelatedPerson]) -> int:
    """The person and those who live on them; who only acts for somebody is not counted."""
    return 1 + sum(person.is_dependant or person.relation not in ACTS_FOR for person in people)


def is_expired(related: RelatedPerson, on: date | None = None) -> bool:
    """The last day is counted in."""
    return related.acts_until is not None and related.acts_until < (on or clock.today())


def check_may_act_for(beneficiary: Beneficiary, related: RelatedPerson, on: date) -> None:
    """Raises a NotAllowed that says why: nobody's delegate, not yet, no longer."""
    if (
        related.beneficiary_id != beneficiary.pk
        or related.relation not in ACTS_FOR
        or related.ended_at is not None
    ):
        raise ActingNotProven(name=related.name)
    if related.acts_from is not None and on < related.acts_from:
        raise NotYetActing(name=related.name, day=both_calendars(related.acts_from))
    if related.acts_until is not None and is_expired(related, on):
        raise ActingExpired(name=related.name, day=both_calendars(related.acts_until))


def may_act_for(beneficiary: Beneficiary, related: RelatedPerson, on: date) -> bool:
    try:
        check_may_act_for(beneficiary, related, on)
    except NotAllowed:
        return False
    return True


def _locked(person_id: uuid.UUID, actor: Actor, revision: int) -> Beneficiary:
    person = Beneficiary.objects.select_for_update().get(pk=person_id)
    check_can_edit(actor, person)
    check_revision(person, revision)
    return person


def _write(row: RelatedPerson, related: RelatedData) -> None:
    name = " ".join(strip_marks(related.name).split())
    if not name:
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong
    relation = Relation(related.relation)
    if relation not in ACTS_FOR and (related.acts_from or related.acts_until):
        raise OnlyWhoActs
    if related.acts_from and related.acts_until and related.acts_until < related.acts_from:
        raise ActsInOrder
    identity = related.identity_number.strip()
    number = normalise_identity_number(identity) if identity else None
    mobile = related.mobile.strip()
    row.relation = relation.value
    row.name = name
    row.name_search = searchable(name)[:LONGEST_NAME]
    row.identity_number = number
    row.identity_index = queries.identity_index(number) if number else None
    row.mobile = normalise_mobile(mobile) if mobile else None
    row.birth = related.birth.dump() if related.birth else None
    row.is_dependant = related.is_dependant
    row.acts_from = related.acts_from
    row.acts_until = related.acts_until
    row.note = related.note.strip()


def _note(person: Beneficiary, actor: Actor, action: str, row: RelatedPerson) -> None:
    person.revision += 1
    person.save(update_fields=["revision"])
    details = {"related": str(row.pk), "relation": row.relation}
    audit.record(action, person, actor=actor, details=details)
