"""Two versions side by side: what changes in behaviour, and what in words."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policies import queries
from policies.comparison.behaviour import behaviour_changes
from policies.comparison.words import Compared, Status, compared
from policies.content import PolicyContent
from policies.enums import VersionState
from policies.models import PolicyVersion
from policies.pages import found, with_tone
from tenants.people.access import permission_required
from tenants.people.roles import Permission


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def compare(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """With the version that `with` names; without it, with the one in force, or the one before."""
    version = found(version_id)
    chosen = request.GET.get("with", "")
    other = _named(chosen) if chosen else _usual(version)
    before = other.load_content() if other else None
    after = version.load_content()
    rows = compared(before or PolicyContent(), after)
    everything = request.GET.get("all") == "1"
    return render(
        request,
        "policies/comparison/compare.html",
        {
            **with_tone(version),
            "other": other,
            "others": [each for each in queries.versions() if each.pk != version.pk],
            "groups": _grouped(before, after),
            "rows": [row for row in rows if everything or not row.is_same],
            "same": sum(row.is_same for row in rows),
            "everything": everything,
            "counts": _counts(rows),
        },
    )


def _named(chosen: str) -> PolicyVersion:
    try:
        return found(UUID(chosen))
    except ValueError as error:
        raise Http404 from error


def _usual(version: PolicyVersion) -> PolicyVersion | None:
    in_force = queries.version_in_force()
    if in_force and in_force.pk != version.pk:
        return in_force
    return (
        PolicyVersion.objects.filter(number__lt=version.number)
        .exclude(state=VersionState.WITHDRAWN)
        .order_by("-number")
        .first()
    )


def _grouped(before: PolicyContent | None, after: PolicyContent) -> list[dict[str, Any]]:
    changes = behaviour_changes(before, after)
    return [
        {"label": label, "changes": list(those)}
        for label, those in groupby(changes, key=lambda change: change.area_label)
    ]


def _counts(rows: list[Compared]) -> dict[str, int]:
    counted = {status.value: sum(row.status == status for row in rows) for status in Status}
    return {**counted, "moved": sum(row.is_moved for row in rows)}
