"""E-mails of a world: one that waits, one that was filed, and a message that staff wrote."""

from email.message import EmailMessage
from typing import Any

from core.cases.models import Case
from core.mailroom.models import IncomingMail
from core.mailroom.services import take_in
from core.messages.channels import mobile_of
from core.messages.enums import MessageChannel, MessageKind
from core.messages.hooks import hook_token
from core.messages.mailbox import MAILBOX, Mailbox
from core.messages.models import OutgoingMessage
from core.messages.queueing import enqueue
from core.messages.sections import SMS, SmsSettings
from core.messages.services import write_message
from foundation import clock
from tenants.people.models import User


def keep_mails(
    words: dict[str, str], everyone: User, open_case: Case, ended: Case
) -> dict[str, Any]:
    mailbox = Mailbox(host=words["mail host"], user=f"requests@{words['mail host']}", enabled=True)
    MAILBOX.write(mailbox, actor=everyone, secret="a mailbox password")
    take_in(_mail(words, words["mail sender"], words["mail subject"]))
    take_in(_mail(words, words["beneficiary e-mail"], f"Re: {ended.reference}"))
    message = write_message(
        open_case.pk,
        actor=everyone,
        subject=words["message subject"],
        text=words["message"],
    )
    SMS.write(SmsSettings(sender="CHARITY"), actor=everyone, secret={"key": "a key"})
    mails = IncomingMail.objects.order_by("received_at", "pk")
    return {
        "mail_id": list(mails.values_list("pk", flat=True)),
        "message_id": [message.pk],
        "attachment": [0],
        "call_id": [_by_hand(words, open_case, MessageChannel.PHONE).pk],
        "letter_id": [_by_hand(words, open_case, MessageChannel.LETTER).pk],
        "provider": ["unifonic"],
        "hook_token": [hook_token("unifonic", 0)],
    }


def _by_hand(words: dict[str, str], case: Case, channel: MessageChannel) -> OutgoingMessage:
    return enqueue(
        OutgoingMessage(
            case=case,
            kind=MessageKind.WRITTEN,
            channel=channel,
            recipient=mobile_of(case) if channel == MessageChannel.PHONE else "",
            subject=words["message subject"],
            body=words["message"],
            queued_at=clock.now(),
        )
    )


def _mail(words: dict[str, str], sender: str, subject: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"{words['mail writer']} <{sender}>"
    mail["To"] = f"requests@{words['mail host']}"
    mail["Subject"] = subject
    mail.set_content(words["mail"])
    mail.add_attachment(words["mail"], filename=f"{words['mail paper']}.txt")
    return mail.as_bytes()
