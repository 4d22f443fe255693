"""Mails to those who have to sign, and to those who review the policy."""

from uuid import UUID

from core.schedule import due_review
from foundation import clock
from policies import queries
from policies.acknowledging import mails
from policies.enums import VersionState
from policies.models import Acknowledgement
from policies.provider import governing_rules
from tenants.jobs import association_task
from tenants.people.models import User


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
