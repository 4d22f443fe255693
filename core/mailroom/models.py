import uuid

from django.db import models

from core.cases.models import Case
from core.mailroom.enums import MailState, Reason
from core.messages.enums import MessageChannel
from foundation.sealed_fields import EncryptedTextField


class IncomingMail(models.Model):
    """An e-mail taken from the association's mailbox, each once by the digest of its Message-ID.

    Or a text by SMS or WhatsApp (`channel`), once by the digest of its provider's id: `sender` is its
    mobile number then, `sender_index` finds others of the same, and nothing of it is kept in `raw`.
    `uid` with `validity` is its place in the mailbox (RFC 3501, 2.3.1.1). `raw` keeps the message as it
    came, for some weeks after it was settled. `case` of a waiting one is a proposal. `note` is why
    somebody set it aside. Only core.mailroom.services writes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    channel = models.CharField(
        max_length=20,
        choices=MessageChannel,
        default=MessageChannel.EMAIL,
        db_default=MessageChannel.EMAIL.value,
    )
    validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    state = models.CharField(max_length=20, choices=MailState)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="mails")
    sender = EncryptedTextField()
    sender_index = models.BinaryField(max_length=32, null=True)
    sender_name = EncryptedTextField(blank=True, default="")
    subject = EncryptedTextField(blank=True, default="")
    text = EncryptedTextField(blank=True, default="")
    attachments = models.JSONField(default=list)
    raw = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)
    message_id: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    reason = models.CharField(max_length=20, choices=Reason, blank=True, default="", db_default="")
    note: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MailState.values), name="incoming_mail_state"
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=["", *Reason.values]), name="incoming_mail_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=["email", "sms", "whatsapp"]),
                name="incoming_mail_channel",
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at", "id"],
                name="incoming_mail_waiting",
                condition=models.Q(state=MailState.WAITING),
            ),
            models.Index(
                fields=["sender_index", "-received_at"],
                name="incoming_mail_from_number",
                condition=models.Q(sender_index__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
