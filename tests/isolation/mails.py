"""E-mails of a world: one that waits, one that was filed, and a message that staff wrote."""

from email.message import EmailMessage
from typing import Any

from core.cases.models import Case
from core.mailroom.models import IncomingMail
from core.mailroom.services import take_in
from core.messages.mailbox import MAILBOX, Mailbox
from core.messages.services import write_message
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
    mails = IncomingMail.objects.order_by("received_at", "pk")
    return {
        "mail_id": list(mails.values_list("pk", flat=True)),
        "message_id": [message.pk],
        "attachment": [0],
    }


def _mail(words: dict[str, str], sender: str, subject: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"{words['mail writer']} <{sender}>"
    mail["To"] = f"requests@{words['mail host']}"
    mail["Subject"] = subject
    mail.set_content(words["mail"])
    mail.add_attachment(words["mail"], filename=f"{words['mail paper']}.txt")
    return mail.as_bytes()
