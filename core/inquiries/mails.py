"""The mails to subscribers, sent by jobs: one to confirm, then at most one a day with what changed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.inquiries.entries import question_of, updated_between
from core.inquiries.enums import EntryState
from core.inquiries.models import Entry, InformationSubscriber
from foundation import clock, writing
from foundation.dates import both_calendars
from tenants.addresses import own_address, own_association
from tenants.people.tokens import derived_token

# What is being published at this moment may carry an earlier one: it is told with the next mail.
SETTLED = timedelta(minutes=10)


class NotTold(Exception):
    """The mail server did not take every mail; tomorrow's run tells the others."""


def token_of(subscriber_id: UUID) -> str:
    """By which the links of a mail know whose they are."""
    return derived_token("inquiries.subscriber", subscriber_id)


def send_confirmation(subscriber_id: UUID) -> None:
    """Nothing for who has confirmed: they are told of updates already."""
    unconfirmed = InformationSubscriber.objects.filter(pk=subscriber_id, confirmed_at=None)
    if (subscriber := unconfirmed.first()) is not None:
        _mail(subscriber, "confirm", {}, subscriber.pk.hex).send()


def tell_everybody() -> int:
    """Each confirmed subscriber at most once a day, and only where something changed; how many were told.

    A mail and its mark are one transaction, so that nobody is told twice; raises NotTold at the end
    where a mail was not taken.
    """
    now = clock.now()
    rows = InformationSubscriber.objects.filter(told_until__lt=_midnight(now))
    told = failed = 0
    for subscriber_id in list(rows.order_by("asked_at", "pk").values_list("pk", flat=True)):
        try:
            told += _tell_one(subscriber_id, now)
        except (OSError, SMTPException):
            failed += 1
    if failed:
        raise NotTold(f"{failed} mails were not taken")
    return told


@transaction.atomic
def _tell_one(subscriber_id: UUID, now: datetime) -> bool:
    rows = InformationSubscriber.objects.select_for_update(skip_locked=True)
    subscriber = rows.filter(pk=subscriber_id, told_until__lt=_midnight(now)).first()
    if subscriber is None or subscriber.told_until is None:
        return False
    until = now - SETTLED
    changed = updated_between(subscriber.told_until, until)
    if not changed:
        return False
    subscriber.told_until = until
    subscriber.save(update_fields=["told_until"])
    said = {"updates": [_line(entry, subscriber.language) for entry in changed]}
    _mail(subscriber, "updates", said, f"{subscriber.pk.hex}.{now:%Y%m%d}").send()
    return True


def _line(entry: Entry, language: str) -> dict[str, object]:
    withdrawn = entry.state == EntryState.WITHDRAWN
    at = entry.replaced_at if withdrawn else entry.published_at
    return {
        "question": question_of(entry, language),
        "on": both_calendars(timezone.localdate(at), language) if at else "",
        "change": entry.change,
        "is_new": entry.number == 1,
        "withdrawn": withdrawn,
        "page": "" if withdrawn else own_address(f"/information/{entry.key}/"),
    }


def _mail(
    subscriber: InformationSubscriber, kind: str, said: Mapping[str, object], identity: str
) -> EmailMessage:
    """The first line of the template is the subject."""
    token = token_of(subscriber.pk)
    stop = own_address(f"/information/updates/{token}/stop/")
    with writing.scope(), translation.override(subscriber.language):
        text = render_to_string(
            f"inquiries/mail/{subscriber.language}/{kind}.txt",
            {
                **said,
                "association": own_association().name,
                "confirm": own_address(f"/information/updates/{token}/confirm/"),
                "stop": stop,
                "all": own_address("/information/"),
            },
        )
    subject, _, body = text.partition("\n")
    return EmailMessage(
        subject.strip()[:200],
        body.lstrip("\n"),
        to=[subscriber.email],
        headers={
            "Message-ID": f"<information.{kind}.{identity}@{settings.SILAH_BASE_DOMAIN}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
