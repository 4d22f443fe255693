"""What every schema with people has of its own: an audit chain, a cache, counters of attempts."""

import uuid
from typing import Any, NoReturn

from django.db import models

from foundation.sealed_fields import EncryptedTextField


class AppendOnlyQuerySet(models.QuerySet["AuditEntry"]):
    """The association's role may insert and read; this says so before the database does."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("An audit entry is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("An audit entry is never deleted.")


class AuditEntry(models.Model):
    """One fact that must stay provable, chained to the one before; foundation.audit writes it.

    The actor is an id and a label, not a foreign key: the entry outlives the account.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=64)
    reason = models.TextField()
    details = models.JSONField()
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        db_table = "audit_entries"
        indexes = [
            models.Index(fields=["object_type", "object_id", "seq"], name="audit_entry_of_object")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class CacheEntry(models.Model):
    """The table of Django's database cache, which reads and writes it alone."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache_entries"

    def __str__(self) -> str:
        return self.cache_key


class AttemptCounter(models.Model):
    """How often something was tried within a window; written by foundation.limits only."""

    key = models.CharField(max_length=64, primary_key=True)
    attempts = models.PositiveIntegerField()
    window_ends_at = models.DateTimeField()

    class Meta:
        db_table = "attempt_counters"

    def __str__(self) -> str:
        return f"{self.attempts} until {self.window_ends_at:%H:%M:%S}"


class StoredFile(models.Model):
    """A file that somebody handed in, kept encrypted on disk; foundation.uploads stores and opens it.

    `size` and `sha256` are those of the content as people see it, before encryption.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = EncryptedTextField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()

    class Meta:
        db_table = "stored_files"

    def __str__(self) -> str:
        return f"{self.media_type} {self.pk}"
