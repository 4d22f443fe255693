"""Telling people of a new version at their own wish: asked for, confirmed by mail, ended by one link.

An address is kept sealed and found by a keyed hash; the links carry a token that is derived from the
row, so that every mail can hold it and the database cannot give it away.
"""

from django.db import transaction

from foundation import clock
from foundation.encryption import blind_index
from foundation.identity import normalise_email
from policies import queries as policies
from policies.models import PolicySubscriber, PolicyVersion
from policies.publishing import tasks
from policies.publishing.mails import forget_unconfirmed, token_of
from tenants.jobs import defer
from tenants.people.enums import Language
from tenants.people.tokens import hash_token

INDEX = "policy-subscriber"


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


def announce(version: PolicyVersion) -> None:
    """A version came into force: its PDF is made, and those who asked are told, each by a job."""
    defer(tasks.make_policy_pdf, version_id=str(version.pk))
    defer(tasks.tell_subscribers, version_id=str(version.pk))
