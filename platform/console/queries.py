"""Associations as operators see them: state and health, never a record."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from tenants.addresses import association_address
from tenants.enums import AssociationState
from tenants.fleet.migrations import associations_behind
from tenants.models import Association

UNDER_WAY = frozenset({AssociationState.REQUESTED, AssociationState.PROVISIONING})
TONES = {
    AssociationState.REQUESTED: "info",
    AssociationState.PROVISIONING: "info",
    AssociationState.READY: "ok",
    AssociationState.FAILED: "late",
    AssociationState.SUSPENDED: "soon",
    AssociationState.CLOSED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Health:
    """`is_behind`: its schema lacks migrations of this version of the code."""

    association: Association
    is_behind: bool
    failed_jobs: int

    @property
    def address(self) -> str:
        return association_address(self.association)

    @property
    def under_way(self) -> bool:
        return self.association.state in UNDER_WAY

    @property
    def tone(self) -> str:
        return TONES[AssociationState(self.association.state)]


def all_health() -> list[Health]:
    """The newest first."""
    behind = {association.pk for association in associations_behind()}
    failed = _failed_jobs()
    return [
        Health(association, association.pk in behind, failed.get(str(association.pk), 0))
        for association in Association.objects.order_by("-requested_at", "pk")
    ]


def health_of(association_id: UUID) -> Health:
    """Raises Association.DoesNotExist."""
    association = Association.objects.get(pk=association_id)
    behind = association.pk in {other.pk for other in associations_behind()}
    return Health(association, behind, _failed_jobs().get(str(association.pk), 0))


def _failed_jobs() -> dict[str, int]:
    rows = (
        ProcrastinateJob.objects.filter(status="failed")
        .values_list("args__association_id")
        .annotate(Count("id"))
        .order_by("args__association_id")
    )
    return {association_id: jobs for association_id, jobs in rows if association_id}
