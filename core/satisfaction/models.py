import uuid
from typing import Any

from django.conf import settings
from django.db import models

from core.cases.models import Case
from core.rules import MeasureMethod
from core.satisfaction.enums import AnswerWay, RoundState
from foundation.sealed_fields import EncryptedJSONField, EncryptedTextField


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


class MeasureRound(models.Model):
    """One time that a measure of the policy is carried out. Change only through its services.

    `questions`: the questionnaire as it was asked. `poster_index` finds the round of a printed code.
    `findings` is what the owner reports, `decision` what was decided on it, and in which session.
    `every_months`: its rhythm when it was planned.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    method = models.CharField(max_length=30, choices=MeasureMethod)
    label = models.CharField(max_length=500)
    clause_address = models.CharField(max_length=40, blank=True)
    policy_version = models.UUIDField()
    state = models.CharField(max_length=20, choices=RoundState, default=RoundState.PLANNED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    begins_on = models.DateField()
    due_on = models.DateField()
    questions = models.JSONField(default=list)
    sampling_percent = models.PositiveSmallIntegerField(default=100)
    poster_index = models.BinaryField(max_length=32, null=True, unique=True)
    opened_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=200, blank=True)
    findings = EncryptedTextField(blank=True, default="")
    decision = EncryptedTextField(blank=True, default="")
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    decision_session = models.CharField(max_length=40, blank=True, default="", db_default="")
    every_months = models.PositiveSmallIntegerField(null=True)
    left_out_reason: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    evidence = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=RoundState.values), name="measure_round_state"
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=MeasureMethod.values), name="measure_round_method"
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("begins_on")),
                name="measure_round_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(sampling_percent__range=(1, 100)),
                name="measure_round_sampling",
            ),
            models.UniqueConstraint(
                fields=["policy_version", "method", "label", "begins_on"],
                name="measure_round_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="measure_round_due",
                condition=models.Q(state__in=[RoundState.PLANNED, RoundState.OPEN]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.method} of {self.begins_on}"


class SurveyAnswer(models.Model):
    """One person's answers, or the invitation to give them: a link that works once.

    `round` is None after a service, `case` None where nobody may know who answered. `score` is the mean
    of the scaled answers in percent. An unhappy one is followed up until `follow_up_due_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(
        MeasureRound, null=True, on_delete=models.PROTECT, related_name="survey_answers"
    )
    case = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="survey_answers"
    )
    way = models.CharField(max_length=20, choices=AnswerWay)
    token_index = models.BinaryField(max_length=32, null=True, unique=True)
    questions = models.JSONField(default=list)
    channel_key = models.CharField(max_length=80, blank=True)
    type_key = models.CharField(max_length=80, blank=True)
    branch = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answers: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    is_unhappy = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    operation_id = models.UUIDField(null=True, unique=True)
    follow_up_due_at = models.DateTimeField(null=True)
    follow_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    followed_up_at = models.DateTimeField(null=True)
    follow_up_words = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(way__in=AnswerWay.values), name="survey_answer_way"
            ),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__lte=100),
                name="survey_answer_score",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_at__isnull=False) | models.Q(answered_at__isnull=False),
                name="survey_answer_asked_or_given",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(round=None, case__isnull=False),
                name="survey_answer_once_after_service",
            ),
        ]
        indexes = [
            models.Index(
                fields=["follow_up_due_at", "id"],
                name="survey_answer_follow_up",
                condition=models.Q(follow_up_due_at__isnull=False, followed_up_at=None),
            ),
            models.Index(
                fields=["asked_at", "id"],
                name="survey_answer_to_remind",
                condition=models.Q(answered_at=None, reminded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"survey answer {self.pk}"
