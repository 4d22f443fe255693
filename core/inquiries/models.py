import uuid

from django.db import models

from core.inquiries.enums import EntryState
from foundation.sealed_fields import EncryptedTextField


class Entry(models.Model):
    """A published question with its answer, in one wording. Change only through core.inquiries.services.

    A new wording is a new row with the same `key`; the one before stays, with the day it was replaced
    and what changed, so that every update of published information is dated.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=EntryState, default=EntryState.DRAFT)
    category = models.CharField(max_length=120, blank=True)
    question_ar = models.CharField(max_length=300)
    answer_ar = models.TextField()
    question_en = models.CharField(max_length=300, blank=True)
    answer_en = models.TextField(blank=True)
    search = models.TextField(blank=True)
    change = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    helped = models.PositiveIntegerField(default=0)
    not_helped = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=EntryState.values), name="entry_state"
            ),
            models.UniqueConstraint(fields=["key", "number"], name="entry_number"),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state=EntryState.PUBLISHED),
                name="entry_one_published",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=EntryState.PUBLISHED)
                | models.Q(published_at__isnull=False),
                name="entry_published_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.key}"


class InformationSubscriber(models.Model):
    """An address that is told of updates once it was confirmed, until it wants no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField()
    email_index = models.BinaryField(max_length=32, unique=True)
    language = models.CharField(max_length=2, default="ar")
    token_index = models.BinaryField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"subscriber {self.pk}"
