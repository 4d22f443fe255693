"""Setting up what money is granted from. What was granted is never taken back by a smaller budget."""

from uuid import UUID

from django.db import transaction

from core.programmes import rules
from core.programmes.models import Programme
from core.programmes.rules import ProgrammeData
from foundation import audit, clock
from tenants.people.actors import Actor


@transaction.atomic
def create_programme(data: ProgrammeData, *, actor: Actor, operation_id: UUID) -> Programme:
    """The same operation again gives the same programme."""
    rules.check_can_manage(actor)
    if known := Programme.objects.filter(pk=operation_id).first():
        return known
    rules.check_data(data)
    programme = Programme(id=operation_id, created_at=clock.now())
    _fill(programme, data)
    programme.save(force_insert=True)
    audit.record("programme.created", programme, actor=actor, details={"budget": str(data.budget)})
    return programme


@transaction.atomic
def change_programme(
    programme_id: UUID, data: ProgrammeData, *, actor: Actor, revision: int
) -> Programme:
    rules.check_can_manage(actor)
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    rules.check_revision(programme, revision)
    rules.check_data(data, other_than=programme)
    before = programme.budget
    _fill(programme, data)
    programme.revision += 1
    programme.save()
    audit.record(
        "programme.changed",
        programme,
        actor=actor,
        details={"budget": str(data.budget), "before": str(before)},
    )
    return programme


@transaction.atomic
def open_or_close(programme_id: UUID, *, actor: Actor, is_open: bool) -> Programme:
    """Nothing more is granted from a closed one; what was granted is still handed over."""
    rules.check_can_manage(actor)
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    if programme.is_open != is_open:
        programme.is_open = is_open
        programme.revision += 1
        programme.save(update_fields=["is_open", "revision"])
        name = "programme.reopened" if is_open else "programme.closed"
        audit.record(name, programme, actor=actor)
    return programme


def _fill(programme: Programme, data: ProgrammeData) -> None:
    programme.name, programme.name_en = data.name.strip(), data.name_en.strip()
    programme.budget = data.budget
    programme.starts_on, programme.ends_on = data.starts_on, data.ends_on
