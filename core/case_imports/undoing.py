"""Taking a case of an import away again, unless somebody has worked on it since."""

import uuid
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.functional import Promise

from core.beneficiaries.models import Beneficiary
from core.case_imports.importer import Importer
from core.case_imports.taking_over import NEW_PERSON
from core.cases.enums import EventName as E
from core.cases.models import Case, CaseEvent
from core.deadlines.models import ClockPause
from core.notices.models import Notice
from core.service_requests.services.changes import locked_request
from foundation import audit
from foundation.models import AuditEntry

BY_CLOCK: Final = (
    E.DEADLINE_WARNING,
    E.DEADLINE_MISSED,
    E.DEADLINE_MOVED,
    E.ESCALATED,
    E.REPINNED,
)
"""What happens to a case without anybody working on it."""
OURS: Final = ("beneficiary.registered", "beneficiary.completed", "beneficiary.imported")


@dataclass(frozen=True, slots=True)
class Kept:
    """A case that stays, and why."""

    case: Case
    why: str | Promise


def cases_of(batch_id: uuid.UUID) -> QuerySet[Case]:
    return Case.objects.filter(import_batch=batch_id).order_by("received_at", "pk")


def kept(cases: list[Case]) -> list[Kept]:
    """Of the cases of an import, those that an undo leaves; two queries, however many they are."""
    worked = _worked_on([case.pk for case in cases])
    return [Kept(case, worked[case.pk]) for case in cases if case.pk in worked]


def _worked_on(ids: list[uuid.UUID]) -> dict[uuid.UUID, str | Promise]:
    imported = dict(
        CaseEvent.objects.filter(case__in=ids, name=E.IMPORTED)
        .order_by("-happened_at", "pk")
        .values_list("case_id", "happened_at")
    )
    later = (
        CaseEvent.objects.filter(case__in=ids)
        .exclude(name__in=BY_CLOCK)
        .order_by("happened_at", "pk")
        .values_list("case_id", "happened_at", "name")
    )
    found: dict[uuid.UUID, str | Promise] = {}
    for case_id, at, name in later:
        if case_id not in imported or at > imported[case_id]:
            found.setdefault(case_id, E(name).label)
    return found


@transaction.atomic
def take_away(case_id: uuid.UUID, *, importer: Importer) -> bool:
    """Whether it is gone; a case that anything else hangs on stays whole."""
    case = locked_request(case_id)
    if _worked_on([case.pk]):
        return False
    person_id = case.person.pk
    made_person = case.events.filter(
        name=E.IMPORTED, details__contains={NEW_PERSON: True}
    ).exists()
    try:
        with transaction.atomic():
            _delete(case)
    except ProtectedError:
        return False
    audit.record(
        "case.import_undone",
        actor=importer,
        obj_type=Case._meta.label_lower,
        obj_id=case_id,
        details={"reference": case.reference},
    )
    if made_person:
        _take_person_away(person_id, importer)
    return True


def _delete(case: Case) -> None:
    """What an import makes, and what the clock adds; anything else protects the case."""
    Notice.objects.filter(case=case).delete()
    ClockPause.objects.filter(clock__case=case).delete()
    case.clocks.all().delete()
    case.deliveries.all().delete()
    case.missing_items.all().delete()
    case.checklist.all().delete()
    case.events.all().delete()
    case.delete()


def _take_person_away(person_id: uuid.UUID, importer: Importer) -> None:
    """Made by the import, and of no use to anybody else since."""
    person = Beneficiary.objects.select_for_update().filter(pk=person_id).first()
    if person is None or person.cases.exists():
        return
    told = AuditEntry.objects.filter(
        object_type=Beneficiary._meta.label_lower, object_id=str(person_id)
    )
    if told.exclude(action__in=OURS).exists():
        return
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        return
    audit.record(
        "beneficiary.import_undone",
        actor=importer,
        obj_type=Beneficiary._meta.label_lower,
        obj_id=person_id,
    )
