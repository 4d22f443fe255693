"""The words of mails to staff about the policy; they name no beneficiary and no case."""

from datetime import date

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation import clock, writing
from foundation.dates import both_calendars
from policies.models import Acknowledgement, PolicyVersion
from tenants.addresses import association_address
from tenants.models import Association
from tenants.people.models import User
from tenants.schemas import current


def request_to_sign(asked: Acknowledgement) -> EmailMessage:
    """The first asking and each reminder: the same words, with the day and whether it has passed."""
    context = {
        "version": asked.version,
        "due_on": asked.due_on,
        "late": asked.due_on < clock.today(),
        "reminder": asked.reminders > 0,
    }
    with translation.override(asked.person.language), writing.scope():
        subject = _("The policy waits for your signature, by %(day)s") % {
            "day": both_calendars(asked.due_on)
        }
        return _mail(asked.person, subject, "sign", context, "acknowledging:sign")


def request_to_review(version: PolicyVersion, officer: User, due_on: date) -> EmailMessage:
    context = {"version": version, "due_on": due_on}
    with translation.override(officer.language), writing.scope():
        subject = _("The review of the policy is due")
        return _mail(officer, subject, "review", context, "policies:list")


def _mail(
    person: User, subject: str, template: str, context: dict[str, object], page: str
) -> EmailMessage:
    association = current()
    if not isinstance(association, Association):
        raise RuntimeError("staff are written to inside an association")
    path = reverse(page, urlconf="config.urls_association")
    context |= {
        "person": person,
        "association": association,
        "link": association_address(association, path),
    }
    body = render_to_string(f"policies/acknowledging/mail/{template}.txt", context)
    return EmailMessage(subject=subject, body=body, to=[person.email])
