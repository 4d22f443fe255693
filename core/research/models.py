import uuid
from typing import Any

from django.conf import settings
from django.db import models

from core.cases.models import Case
from core.research.enums import Recommendation, VisitState
from foundation.sealed_fields import EncryptedJSONField, EncryptedTextField


class Visit(models.Model):
    """A social researcher's visit for a case: planned, then reported, perhaps from a phone offline.

    `operation_id` is made by the phone: the same report sent again changes nothing. `found` holds what
    was learnt for the person's social file (core.beneficiaries.social_file), with its restrictions;
    `photos` the ids of the case's documents that came with the report.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    state = models.CharField(max_length=20, choices=VisitState, default=VisitState.PLANNED)
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    planned_for = models.DateTimeField(null=True)
    planned_by = models.CharField(max_length=200, blank=True)
    operation_id = models.UUIDField(null=True, unique=True)
    visited_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    met_with = EncryptedTextField(blank=True, default="")
    findings = EncryptedTextField(blank=True, default="")
    found: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    recommendation = models.CharField(max_length=20, choices=Recommendation, blank=True)
    photos = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=VisitState.values), name="visit_state"
            ),
            models.CheckConstraint(
                condition=models.Q(recommendation__in=["", *Recommendation.values]),
                name="visit_recommendation",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=VisitState.REPORTED)
                | models.Q(visited_at__isnull=False, reported_at__isnull=False),
                name="visit_reported_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["visitor", "planned_for", "id"],
                name="visit_planned",
                condition=models.Q(state=VisitState.PLANNED),
            )
        ]

    def __str__(self) -> str:
        return f"visit for {self.case_id}"
