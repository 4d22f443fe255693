"""Inquiries and published answers of a world: one waits, one was answered, one subscriber is told."""

from typing import Any

from core.inquiries import mails, subscriptions
from core.inquiries.intake import Asker
from core.inquiries.models import InformationSubscriber
from core.inquiries.publishing import Wording, begin_wording, publish_entry, write_entry
from core.inquiries.services import answer_inquiry, receive_inquiry
from core.rules import in_force
from foundation import clock
from tenants.people.models import User


def keep_inquiries(
    words: dict[str, str], secret: dict[str, str], everyone: User
) -> dict[str, Any]:
    wording = Wording(words["policy question"], words["policy answer"])
    entry = publish_entry(write_entry(wording, actor=everyone).pk, actor=everyone)
    draft = begin_wording(entry.pk, actor=everyone)
    channel = in_force(clock.now()).channels[0].key
    waiting, answered = (
        receive_inquiry(
            channel_key=channel,
            question=f"{words['inquiry']} {number}",
            details=words["inquiry details"],
            asker=Asker(name=words["asker"], email=words["asker e-mail"]),
            registered_by=everyone if number else None,
        ).case
        for number in range(2)
    )
    answer_inquiry(answered.pk, actor=everyone, text=words["inquiry answer"])
    subscriptions.subscribe(email=secret["subscriber e-mail"], language="ar")
    token = mails.token_of(InformationSubscriber.objects.get().pk)
    subscriptions.confirm(token)
    secret["information subscription"] = token
    return {
        "entry_key": [entry.key],
        "entry_id": [entry.pk, draft.pk],
        "inquiry_id": [waiting.pk, answered.pk],
        "information_subscription": [token],
    }
