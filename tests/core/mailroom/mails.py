"""Mails as people and programs write them, byte by byte where it matters."""

from email.message import EmailMessage
from typing import Any

from core.messages.headers import message_id_of
from core.messages.models import OutgoingMessage

NOURA = "noura@example.org"
ADDRESS = "requests@alpha.example"


def letter(text: str = "أرجو المساعدة في الإيجار.", **headers: Any) -> EmailMessage:
    """`sender`, `subject`, `to`, and any other header with _ for -; None leaves one out."""
    mail = EmailMessage()
    values = {
        "From": headers.pop("sender", f"نورة بنت سالم <{NOURA}>"),
        "To": headers.pop("to", ADDRESS),
        "Subject": headers.pop("subject", "طلب مساعدة"),
        "Date": "Sun, 15 Mar 2026 10:00:00 +0300",
        "Message-ID": headers.pop("message_id", "<one@mail.example>"),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in values.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    return mail


def answer(message: OutgoingMessage, text: str = "الجواب", **headers: Any) -> EmailMessage:
    """To a message of ours."""
    ours = message_id_of(message.pk)
    values = {"subject": f"رد: {message.subject}", "In_Reply_To": ours, "References": ours}
    return letter(text, **values | {"message_id": "<answer@mail.example>"} | headers)


def returned(message: OutgoingMessage, *, action: str = "failed") -> bytes:
    """The report of a mail server (RFC 3464)."""
    return f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: silah@silah.test
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{action}@mx.example>
Auto-Submitted: auto-replied
Return-Path: <>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; noura@example.org
Action: {action}
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id_of(message.pk)}
Subject: x

--b--
""".replace("\n", "\r\n").encode()
