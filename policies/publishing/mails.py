"""The mails to subscribers, sent by jobs: one to confirm, then one for each new version."""

from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from foundation import clock, writing
from foundation.dates import both_calendars
from policies import queries as policies
from policies.models import PolicySubscriber, PolicyVersion
from policies.publishing import queries
from policies.publishing.document import own_address, published
from tenants.people.tokens import derived_token
from tenants.schemas import current

UNCONFIRMED_KEPT = timedelta(days=7)


class NotTold(Exception):
    """The mail server did not take every mail; the job tries the others again later."""


def token_of(subscriber_id: UUID) -> str:
    return derived_token("policies.subscriber", subscriber_id)


def forget_unconfirmed() -> None:
    PolicySubscriber.objects.filter(
        confirmed_at=None, created_at__lt=clock.now() - UNCONFIRMED_KEPT
    ).delete()


def send_confirmation(subscriber_id: UUID) -> None:
    """Nothing for who has confirmed: they are told of new versions already."""
    subscriber = PolicySubscriber.objects.filter(pk=subscriber_id, confirmed_at=None).first()
    if subscriber is not None:
        _mail(subscriber, "confirm", {}, subscriber.pk.hex).send()


def tell(version_id: UUID) -> None:
    """Each confirmed subscriber once, and of the version in force only; raises NotTold to go on later.

    A mail and its mark are one transaction: whoever was told is left out when the job runs again, and a
    mail that was sent by a worker killed before its mark has the same Message-ID the second time.
    """
    forget_unconfirmed()
    version = policies.version_in_force()
    if version is None or version.pk != version_id:
        return  # a newer one came meanwhile, and has a job of its own
    failed = 0
    for subscriber_id in [subscriber.pk for subscriber in queries.to_tell(version)]:
        try:
            _tell_one(subscriber_id, version)
        except (OSError, SMTPException):
            failed += 1
    if failed:
        raise NotTold(f"{failed} mails were not taken")


@transaction.atomic
def _tell_one(subscriber_id: UUID, version: PolicyVersion) -> None:
    subscriber = (
        PolicySubscriber.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=subscriber_id, confirmed_at__isnull=False)
        .exclude(told_of=version)
        .first()
    )
    if subscriber is None:
        return
    subscriber.told_of = version
    subscriber.save(update_fields=["told_of"])
    document = published(version)
    since = timezone.localdate(version.in_force_from)
    said = {
        "title": document.title,
        "number": version.number,
        "since": both_calendars(since, subscriber.language),
        "page": document.address,
    }
    _mail(subscriber, "new_version", said, f"{subscriber.pk.hex}.{version.pk.hex}").send()


def _mail(
    subscriber: PolicySubscriber, kind: str, said: dict[str, object], identity: str
) -> EmailMessage:
    """The first line of the template is the subject."""
    token = token_of(subscriber.pk)
    stop = own_address(f"/policy/updates/{token}/stop/")
    with writing.scope(), translation.override(subscriber.language):
        text = render_to_string(
            f"policies/publishing/mail/{subscriber.language}/{kind}.txt",
            {
                **said,
                "association": getattr(current(), "name", ""),
                "confirm": own_address(f"/policy/updates/{token}/confirm/"),
                "stop": stop,
            },
        )
    subject, _, body = text.partition("\n")
    return EmailMessage(
        subject.strip()[:200],
        body.lstrip("\n"),
        to=[subscriber.email],
        headers={
            "Message-ID": f"<policy.{kind}.{identity}@{settings.SILAH_BASE_DOMAIN}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
