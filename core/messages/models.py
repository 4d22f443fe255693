import uuid

from django.conf import settings
from django.db import models

from core.cases.models import Case
from core.messages.enums import MessageKind, MessageState
from foundation.sealed_fields import EncryptedTextField


class OutgoingMessage(models.Model):
    """What goes out to the beneficiary of a case: written when it was promised, sent by a job.

    `author` is None where the system wrote it. `fallback_of`: the message that did not arrive and is
    tried once by another channel. `answers_id` is the Message-ID it replies to. `channel` is "portal"
    where the person reads it with the tracking code only, for want of an address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=20, choices=MessageKind)
    channel = models.CharField(max_length=20, default="email")
    recipient = EncryptedTextField()
    subject = models.CharField(max_length=200)
    body = EncryptedTextField()
    state = models.CharField(max_length=20, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    fallback_of = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="fallback"
    )
    answers_id = models.CharField(max_length=250, blank=True, default="", db_default="")
    operation_id = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=MessageKind.values), name="message_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=["email", "portal"]), name="message_channel"
            ),
            models.CheckConstraint(
                condition=models.Q(state=MessageState.SENT, sent_at__isnull=False)
                | models.Q(state__in=[MessageState.QUEUED, MessageState.FAILED], sent_at=None)
                | models.Q(state=MessageState.RETURNED),
                name="message_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} message {self.pk}"
