"""The words of our own mails about accounts; allauth's have their templates."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tenants.addresses import association_address
from tenants.models import Association
from tenants.people.models import Invitation, role_labels
from tenants.people.tokens import invitation_token
from tenants.schemas import current


def invitation_mail(invitation: Invitation) -> EmailMessage:
    """The link leads to the association's canonical host, whatever host somebody asked at."""
    association = current()
    assert isinstance(association, Association)  # noqa: S101 (operators are appointed, not invited)
    path = reverse(
        "invitation",
        args=[invitation_token(invitation.pk)],
        urlconf="config.urls_association",
    )
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "association": association,
            "roles": role_labels(invitation.roles),
            "link": association_address(association, path),
        }
        return EmailMessage(
            subject=_("Your invitation to %(association)s") % {"association": association.name},
            body=render_to_string("people/mail/invitation.txt", context),
            to=[invitation.email],
        )
