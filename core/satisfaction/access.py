"""What the views of measures share: who may open them, and which round is meant."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from core.satisfaction.measure_rules import BOARD, READERS
from core.satisfaction.models import MeasureRound
from core.satisfaction.queries import round_for
from tenants.people.access import View, any_permission_required, permission_required
from tenants.people.roles import Permission


def for_runners(view: View[Any]) -> View[Any]:
    return permission_required(Permission.RUN_MEASURES)(view)


def for_readers(view: View[Any]) -> View[Any]:
    return any_permission_required(*READERS)(view)


def for_board(view: View[Any]) -> View[Any]:
    return any_permission_required(*BOARD)(view)


def found_round(round_id: UUID) -> MeasureRound:
    round_ = round_for(round_id)
    if round_ is None:
        raise Http404
    return round_


def revision_of(request: HttpRequest) -> int:
    """Of the page that was sent; what cannot be read is an old page."""
    try:
        return int(request.POST.get("revision", ""))
    except ValueError:
        return -1
