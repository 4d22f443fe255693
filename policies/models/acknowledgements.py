"""Who of the staff must sign a version, and who has."""

import uuid

from django.conf import settings
from django.db import models

from policies.models.versions import PolicyVersion


class Acknowledgement(models.Model):
    """One person's signature under one version, or the wait for it.

    `digest` is that of the version that was signed; `name` and `answer` are as given when signing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    signed_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=200, blank=True, default="")
    answer = models.CharField(max_length=500, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"], name="acknowledgement_one_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True, name="", digest="")
                | (models.Q(signed_at__isnull=False) & ~models.Q(name="") & ~models.Q(digest="")),
                name="acknowledgement_signature_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"acknowledgement of {self.version_id}"
