"""Documents whose reading takes a job: scans."""

import uuid

from django.conf import settings
from django.db import models

from policies.enums import ImportState
from policies.models.versions import PolicyVersion


class DocumentImport(models.Model):
    """A file on its way to a draft. `error` is the code of the sentence that says what went wrong."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.OneToOneField(
        "foundation.StoredFile", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.WAITING)
    pages_total = models.PositiveSmallIntegerField(default=0)
    pages_done = models.PositiveSmallIntegerField(default=0)
    texts = models.JSONField(default=list, help_text="of the pages that were read so far")
    error = models.CharField(max_length=60, blank=True, default="")
    version = models.OneToOneField(
        PolicyVersion, null=True, on_delete=models.CASCADE, related_name="imported_from"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="documentimport_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ImportState.DONE, version__isnull=False)
                | (~models.Q(state=ImportState.DONE) & models.Q(version__isnull=True)),
                name="documentimport_done_has_version",
            ),
        ]

    def __str__(self) -> str:
        return f"import of {self.name}"
