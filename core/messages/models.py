import uuid

from django.conf import settings
from django.db import models

from core.cases.models import Case
from core.messages.enums import HAS_LEFT, MessageChannel, MessageKind, MessageState
from foundation.sealed_fields import EncryptedTextField


class OutgoingMessage(models.Model):
    """What goes out to the beneficiary of a case: written when it was promised, sent by a job.

    `author` is None where the system wrote it. `fallback_of`: the message that did not arrive and is
    tried once by another channel. `answers_id` is the Message-ID it replies to. `channel` is "portal"
    where the person reads it with the tracking code only, for want of an address. `recipient` is an
    address or a mobile number in E.164, by which `recipient_index` finds it again. `provider_id` is
    what the provider calls it. `not_before`: quiet hours, or when somebody asked to be called again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=20, choices=MessageKind)
    channel = models.CharField(max_length=20, choices=MessageChannel, default=MessageChannel.EMAIL)
    recipient = EncryptedTextField()
    recipient_index = models.BinaryField(max_length=32, null=True)
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
    provider = models.CharField(max_length=20, blank=True, default="", db_default="")
    provider_id = models.CharField(max_length=200, blank=True, default="", db_default="")
    parts = models.PositiveSmallIntegerField(default=0, db_default=0)
    cost = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    register_number = models.CharField(max_length=40, blank=True, default="", db_default="")
    posted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=MessageKind.values), name="message_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=MessageChannel.values), name="message_channel"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=HAS_LEFT, sent_at__isnull=False)
                | models.Q(
                    state__in=[MessageState.QUEUED, MessageState.WAITING, MessageState.FAILED],
                    sent_at=None,
                )
                | models.Q(state=MessageState.RETURNED),
                name="message_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient_index", "-queued_at"],
                name="message_to_number",
                condition=models.Q(recipient_index__isnull=False),
            ),
            models.Index(
                fields=["provider", "provider_id"],
                name="message_of_provider",
                condition=~models.Q(provider_id=""),
            ),
            models.Index(
                fields=["channel", "queued_at", "id"],
                name="message_by_hand",
                condition=models.Q(state=MessageState.WAITING),
            ),
            models.Index(
                fields=["not_before"],
                name="message_put_off",
                condition=models.Q(state=MessageState.QUEUED, not_before__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} message {self.pk}"
