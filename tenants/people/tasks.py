"""Mail about accounts, sent by a job so that no page waits for a mail server."""

from uuid import UUID

from foundation import clock
from tenants import jobs
from tenants.people import mails
from tenants.people.models import Invitation


@jobs.association_task("people.send_invitation")
def send_invitation(invitation_id: str) -> None:
    """Nothing to do for one that was sent, used or withdrawn meanwhile."""
    invitation = Invitation.objects.filter(
        pk=UUID(invitation_id), sent_at=None, accepted_at=None, withdrawn_at=None
    ).first()
    if invitation is None:
        return
    mails.invitation_mail(invitation).send()
    invitation.sent_at = clock.now()
    invitation.save(update_fields=["sent_at"])
