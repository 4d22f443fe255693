"""Reading versions of the policy."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from core.rules import NoPolicyInForce, in_force
from core.schedule import DueReview, due_review
from foundation import clock
from policies.enums import VersionState
from policies.integrity import PolicyTampered
from policies.models import PolicyVersion
from policies.workflow import GOVERNING

HEAVY = ("content", "history", "source_text", "reading", "findings")


def versions() -> QuerySet[PolicyVersion]:
    """Newest first, without their texts."""
    return (
        PolicyVersion.objects.defer(*HEAVY)
        .select_related("approval", "approval__minutes", "created_by", "updated_by")
        .order_by("-number")
    )


def version(version_id: UUID) -> PolicyVersion:
    """Raises PolicyVersion.DoesNotExist."""
    return PolicyVersion.objects.select_related("created_by", "updated_by").get(pk=version_id)


def version_in_force() -> PolicyVersion | None:
    return PolicyVersion.objects.filter(state=VersionState.IN_FORCE).order_by("number").first()


def review_in_force() -> DueReview | None:
    """When the policy in force asks to be reviewed; None where it does not, or where none is."""
    try:
        rules = in_force(clock.now())
    except (NoPolicyInForce, PolicyTampered):
        return None
    return due_review(rules, clock.today())


def version_governing(at: datetime) -> PolicyVersion | None:
    """The version that was in force at `at`; without its texts."""
    return (
        PolicyVersion.objects.defer(*HEAVY)
        .filter(state__in=GOVERNING, in_force_from__lte=at)
        .order_by("-in_force_from", "-number")
        .first()
    )
