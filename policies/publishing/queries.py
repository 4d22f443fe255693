"""Reading what is published: the version in force, and those that were."""

from collections.abc import Iterator

from django.db.models import QuerySet

from policies import queries
from policies.models import ApprovalRecord, PolicySubscriber, PolicyVersion
from policies.workflow import GOVERNING


def published(number: int) -> PolicyVersion:
    """Raises PolicyVersion.DoesNotExist for a version that never came into force."""
    return PolicyVersion.objects.select_related("pdf_file").get(number=number, state__in=GOVERNING)


def published_versions() -> QuerySet[PolicyVersion]:
    """Newest first, without their texts."""
    return (
        PolicyVersion.objects.defer(*queries.HEAVY)
        .filter(state__in=GOVERNING)
        .order_by("-in_force_from", "-number")
    )


def successor(version: PolicyVersion) -> PolicyVersion | None:
    """The version that came into force when this one was superseded."""
    if version.superseded_at is None:
        return None
    return (
        published_versions()
        .filter(in_force_from__gte=version.superseded_at)
        .order_by("in_force_from", "number")
        .first()
    )


def approval_of(version: PolicyVersion) -> ApprovalRecord | None:
    return ApprovalRecord.objects.filter(version=version).order_by("pk").first()


def to_tell(version: PolicyVersion) -> Iterator[PolicySubscriber]:
    """Confirmed subscribers who were not told of it; the longest waiting first."""
    return (
        PolicySubscriber.objects.filter(confirmed_at__isnull=False)
        .exclude(told_of=version)
        .order_by("confirmed_at", "pk")
        .iterator(chunk_size=200)
    )
