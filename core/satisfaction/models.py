import uuid

from django.db import models

from core.cases.models import Case
from foundation.sealed_fields import EncryptedTextField


class Rating(models.Model):
    """What the beneficiary thinks of how one case was handled, from 1 to 5. Given once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField()
    comment = EncryptedTextField(blank=True, default="")
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="rating_score"),
        ]

    def __str__(self) -> str:
        return f"rating {self.score} of {self.case_id}"
