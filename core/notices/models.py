import uuid

from django.conf import settings
from django.db import models

from core.cases.models import Case
from core.notices.enums import NoticeKind


class Notice(models.Model):
    """Something that one person of the staff should see, once. Only core.notices.services writes it.

    `details` holds no personal values. `subject` names what the notice is about, so that the same
    thing is told once: an event's id, a clock's and its percent, a document's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=30, choices=NoticeKind)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject"], name="notice_told_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=NoticeKind.values), name="notice_kind"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "-created_at"],
                name="notice_unread",
                condition=models.Q(read_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
