"""Telling people of updates at their own wish: asked for, confirmed by mail, ended by one link.

An address is kept sealed and found by a keyed hash; the links carry a token that is derived from the
row, so that every mail can hold it and the database cannot give it away.
"""

from datetime import timedelta

from django.db import transaction

from core.inquiries import tasks
from core.inquiries.mails import token_of
from core.inquiries.models import InformationSubscriber
from foundation import clock
from foundation.encryption import blind_index
from foundation.identity import normalise_email
from tenants.jobs import defer
from tenants.people.enums import Language

ADDRESS, TOKEN = "information-subscriber", "information-subscription"
UNCONFIRMED_KEPT = timedelta(days=7)


def found(token: str) -> InformationSubscriber | None:
    """None for a token that was never given out, or whose subscription is over or came to nothing."""
    forget_unconfirmed()
    return InformationSubscriber.objects.filter(token_index=_index(token)).first()


@transaction.atomic
def subscribe(*, email: str, language: str) -> None:
    """Raises InvalidEmail. Whoever asks learns nothing of who is known: a job looks and writes."""
    email = normalise_email(email)
    forget_unconfirmed()
    index = blind_index(ADDRESS, email)
    new = InformationSubscriber(
        email=email,
        email_index=index,
        language=Language(language).value,
        asked_at=clock.now(),
    )
    new.token_index = _index(token_of(new.pk))
    InformationSubscriber.objects.bulk_create([new], ignore_conflicts=True)
    subscriber = InformationSubscriber.objects.only("pk").get(email_index=index)
    defer(tasks.ask_to_confirm, subscriber_id=str(subscriber.pk))


@transaction.atomic
def confirm(token: str) -> bool:
    """Who confirms can read what is published now: told is what comes after."""
    forget_unconfirmed()
    rows = InformationSubscriber.objects.select_for_update()
    subscriber = rows.filter(token_index=_index(token)).first()
    if subscriber is None:
        return False
    if subscriber.confirmed_at is None:
        subscriber.confirmed_at = subscriber.told_until = clock.now()
        subscriber.save(update_fields=["confirmed_at", "told_until"])
    return True


def unsubscribe(token: str) -> bool:
    """Nothing of the address is kept."""
    rows = InformationSubscriber.objects.filter(token_index=_index(token))
    deleted, _rows = rows.delete()
    return deleted > 0


def forget_unconfirmed() -> None:
    InformationSubscriber.objects.filter(
        confirmed_at=None, asked_at__lt=clock.now() - UNCONFIRMED_KEPT
    ).delete()


def _index(token: str) -> bytes:
    return blind_index(TOKEN, token)
