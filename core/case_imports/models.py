import uuid
from typing import Any

from django.conf import settings
from django.db import models

from core.case_imports.enums import ImportState
from foundation.sealed_fields import EncryptedJSONField


class CaseImport(models.Model):
    """A spreadsheet of existing cases: checked row by row first, imported by a job, undone as a whole.

    `columns` says which column is which field; `rows` what was read and what is wrong with it. `done`
    counts the rows of the work that the state names; `refused` those with errors. The cases that came
    of it carry its id as `import_batch`. Once undone, file and rows are gone. Change only through
    core.case_imports.services.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120, default="", db_default="")
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.UPLOADED)
    columns = models.JSONField(default=dict)
    channel_key = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text="of rows that name none"
    )
    rows: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    total = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="case_import_state"
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"
