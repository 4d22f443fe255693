"""Once an hour: files that were sent with a request that never came about are deleted."""

import logging

from procrastinate.contrib.django import app

from core.service_requests.portal.drafts import discard_abandoned
from tenants.enums import AssociationState
from tenants.models import Association
from tenants.schemas import control_plane, entered

logger = logging.getLogger(__name__)


@app.periodic(cron="17 * * * *")
@app.task(name="service_requests.discard_abandoned", queue="control")
def discard_abandoned_files(timestamp: int) -> None:
    """An association that fails does not keep the others waiting."""
    with control_plane():
        ready = list(
            Association.objects.filter(state=AssociationState.READY).order_by("requested_at", "pk")
        )
    for association in ready:
        try:
            with entered(association):
                discard_abandoned()
        except Exception:
            logger.exception("Could not discard files of association %s", association.pk)
