import uuid

from django.db import models

from core.request_types.enums import FormState


class RequestTypeVersion(models.Model):
    """One wording of the form for one type of request; a case keeps the one it was filled in on.

    `content` is core.request_types.content.TypeContent as JSON. Only a draft changes. Change it only
    through core.request_types.services.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=60)
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=20, choices=FormState, default=FormState.DRAFT)
    order = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    content = models.JSONField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="request_type_version"),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state=FormState.PUBLISHED),
                name="request_type_one_published",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state=FormState.DRAFT),
                name="request_type_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=FormState.values), name="request_type_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state=FormState.DRAFT, published_at=None)
                | (~models.Q(state=FormState.DRAFT) & models.Q(published_at__isnull=False)),
                name="request_type_published_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
