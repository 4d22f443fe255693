"""E-mail by the mail server of the service."""

from smtplib import SMTPException

from django.core.mail import EmailMessage

from core.messages.providers.port import Accepted, OutgoingText, Unreachable


class SmtpProvider:
    def send(self, text: OutgoingText) -> Accepted:
        """The kind of error only: what mail servers say may name the recipient."""
        mail = EmailMessage(
            text.subject,
            text.body,
            to=[text.to],
            reply_to=list(text.reply_to),
            headers=dict(text.headers),
        )
        try:
            mail.send()
        except (OSError, SMTPException) as error:
            raise Unreachable(type(error).__name__) from error
        return Accepted()
