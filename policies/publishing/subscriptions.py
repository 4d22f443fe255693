"""Telling people of a new version at their own wish: asked for, confirmed by mail, ended by one link.

An address is kept sealed and found by a keyed hash; the links carry a token that is derived from the
row, so that every mail can hold it and the database cannot give it away.
"""

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
from foundation.encryption import blind_index
from foundation.identity import normalise_email
from policies import queries as policies
from policies.models import PolicySubscriber, PolicyVersion
from policies.publishing import queries, tasks
from policies.publishing.document import own_address, published
from tenants.jobs import defer
from tenants.people.enums import Language
from tenants.people.tokens import derived_token, hash_token
from tenants.schemas import current

INDEX = "policy-subscriber"
UNCONFIRMED_KEPT = timedelta(days=7)


class NotTold(Exception):
    """The mail server did not take every mail; the job tries the others again later."""


def token_of(subscriber_id: UUID) -> str:
    return derived_token("policies.subscriber", subscriber_id)


def found(token: str) -> PolicySubscriber | None:
    """None for a token that was never given out, or whose subscription is over or came to nothing."""
    forget_unconfirmed()
    return PolicySubscriber.objects.filter(token_hash=hash_token(INDEX, token)).first()


@transaction.atomic
def subscribe(*, email: str, language: str) -> None:
    """Raises InvalidEmail. Whoever asks learns nothing of who is known: a job looks and writes."""
    email = normalise_email(email)
    forget_unconfirmed()
    index = blind_index(INDEX, email).hex()
    new = PolicySubscriber(
        email=email,
        email_index=index,
        language=Language(language).value,
        created_at=clock.now(),
    )
    new.token_hash = hash_token(INDEX, token_of(new.pk))
    PolicySubscriber.objects.bulk_create([new], ignore_conflicts=True)
    subscriber = PolicySubscriber.objects.only("pk").get(email_index=index)
    defer(tasks.ask_to_confirm, subscriber_id=str(subscriber.pk))


@transaction.atomic
def confirm(token: str) -> bool:
    """Who confirms knows the version that is in force: told is what comes after."""
    forget_unconfirmed()
    subscriber = (
        PolicySubscriber.objects.select_for_update()
        .filter(token_hash=hash_token(INDEX, token))
        .first()
    )
    if subscriber is None:
        return False
    if subscriber.confirmed_at is None:
        subscriber.confirmed_at = clock.now()
        subscriber.told_of = policies.version_in_force()
        subscriber.save(update_fields=["confirmed_at", "told_of"])
    return True


def unsubscribe(token: str) -> bool:
    """Nothing of the address is kept."""
    deleted, _rows = PolicySubscriber.objects.filter(token_hash=hash_token(INDEX, token)).delete()
    return deleted > 0


def forget_unconfirmed() -> None:
    PolicySubscriber.objects.filter(
        confirmed_at=None, created_at__lt=clock.now() - UNCONFIRMED_KEPT
    ).delete()


def announce(version: PolicyVersion) -> None:
    """A version came into force: its PDF is made, and those who asked are told, each by a job."""
    defer(tasks.make_policy_pdf, version_id=str(version.pk))
    defer(tasks.tell_subscribers, version_id=str(version.pk))


# --- the jobs ------------------------------------------------------------------------------------


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
