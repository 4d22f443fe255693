"""What is looked after in every association by the clock."""

import logging
from collections.abc import Callable

from procrastinate.contrib.django import app

from policies.board import moving
from policies.board.tasks import move_open_cases
from policies.services.force import bring_due
from tenants.enums import AssociationState
from tenants.jobs import defer
from tenants.models import Association
from tenants.schemas import control_plane, entered

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="policies.come_into_force", queue="control")
def bring_due_into_force(timestamp: int) -> None:
    """Versions whose day has come."""
    _in_each_association(bring_due)


@app.periodic(cron="23 * * * *")
@app.task(name="policies.finish_moves", queue="control")
def finish_moves(timestamp: int) -> None:
    """A move that was interrupted goes on; what arrived at the very moment of the change follows."""
    _in_each_association(_go_on_moving)


def _go_on_moving() -> None:
    version = moving.unfinished()
    if version is not None:
        defer(move_open_cases, version_id=str(version.pk))


def _in_each_association(work: Callable[[], object]) -> None:
    """An association that fails does not keep the others waiting."""
    with control_plane():
        ready = list(
            Association.objects.filter(state=AssociationState.READY).order_by("requested_at", "pk")
        )
    for association in ready:
        try:
            with entered(association):
                work()
        except Exception:
            logger.exception("%s failed for association %s", work.__name__, association.pk)
