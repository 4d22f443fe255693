"""Mails to those who have to sign, and the daily round over all associations."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from core.schedule import due_review
from foundation import clock
from policies import queries
from policies.acknowledging import mails
from policies.enums import VersionState
from policies.models import Acknowledgement
from policies.provider import governing_rules
from tenants.enums import AssociationState
from tenants.jobs import association_task
from tenants.models import Association
from tenants.people.models import User
from tenants.schemas import control_plane, entered

logger = logging.getLogger(__name__)


@association_task("policies.tell_signer")
def tell_person(acknowledgement_id: str) -> None:
    """Nothing to do for somebody who signed, left, or whose version was replaced meanwhile."""
    asked = (
        Acknowledgement.objects.select_related("person", "version")
        .filter(
            pk=UUID(acknowledgement_id),
            signed_at=None,
            person__is_active=True,
            version__state=VersionState.IN_FORCE,
        )
        .first()
    )
    if asked is not None:
        mails.request_to_sign(asked).send()


@association_task("policies.tell_reviewer")
def tell_reviewer(user_id: str) -> None:
    version = queries.version_in_force()
    officer = User.objects.filter(pk=UUID(user_id), is_active=True).first()
    if version is None or officer is None:
        return
    review = due_review(governing_rules(version), clock.today())
    if review is not None:
        mails.request_to_review(version, officer, review.due_on).send()


@app.periodic(cron="0 5 * * *")
@app.task(name="policies.daily_round", queue="control")
def daily_round(timestamp: int) -> None:
    """At eight in Riyadh. An association that fails does not keep the others waiting."""
    # Services defer the task above.
    from policies.acknowledging.daily import go_round  # noqa: PLC0415

    with control_plane():
        ready = list(
            Association.objects.filter(state=AssociationState.READY).order_by("requested_at", "pk")
        )
    for association in ready:
        try:
            with entered(association):
                go_round()
        except Exception:
            logger.exception("Could not go round in association %s", association.pk)
