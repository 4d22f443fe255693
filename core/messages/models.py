import uuid

from django.db import models

from core.cases.models import Case
from core.messages.enums import MessageKind, MessageState
from foundation.sealed_fields import EncryptedTextField


class OutgoingMessage(models.Model):
    """An e-mail to the beneficiary of a case, written when it was promised and sent by a job."""

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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=MessageKind.values), name="message_kind"
            ),
            models.CheckConstraint(condition=models.Q(channel="email"), name="message_channel"),
            models.CheckConstraint(
                condition=models.Q(state=MessageState.SENT, sent_at__isnull=False)
                | models.Q(state__in=[MessageState.QUEUED, MessageState.FAILED], sent_at=None),
                name="message_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} message {self.pk}"
