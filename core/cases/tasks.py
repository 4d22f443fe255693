"""One sweep a minute over the deadlines of all associations."""

import logging

from procrastinate.contrib.django import app

from core.cases.timing import sweep_deadlines
from foundation import clock
from tenants.enums import AssociationState
from tenants.models import Association
from tenants.schemas import control_plane, entered

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="cases.sweep_deadlines", queue="control")
def sweep_all_deadlines(timestamp: int) -> None:
    """An association that fails does not keep the others waiting."""
    with control_plane():
        ready = list(
            Association.objects.filter(state=AssociationState.READY).order_by("requested_at", "pk")
        )
    for association in ready:
        try:
            with entered(association):
                sweep_deadlines(clock.now())
        except Exception:
            logger.exception("Could not sweep the deadlines of association %s", association.pk)
