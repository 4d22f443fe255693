import uuid
from typing import Any

from django.conf import settings
from django.db import models

from foundation.sealed_fields import EncryptedJSONField


class Setting(models.Model):
    """One section of what an association set up beside its policy, or of one person's own choices.

    Read and write through core.configuration.sections: each section has a schema of its own, and an
    empty value means that nobody set it up. `secret` holds what no page shows again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    value = models.JSONField()
    secret: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(owner=None), name="setting_once"
            ),
            models.UniqueConstraint(
                fields=["key", "owner"],
                condition=models.Q(owner__isnull=False),
                name="setting_once_per_person",
            ),
        ]

    def __str__(self) -> str:
        return self.key
