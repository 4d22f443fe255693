"""People who asked to be told of a new version."""

import uuid

from django.db import models

from foundation.sealed_fields import EncryptedTextField
from policies.models.versions import PolicyVersion


class PolicySubscriber(models.Model):
    """`email_index`: a keyed hash, so that nobody is told twice. Mail goes to confirmed ones alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField()
    email_index = models.CharField(max_length=64, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_of = models.ForeignKey(
        PolicyVersion, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"subscriber {self.pk}"
