"""Versions of the policy, and the answers to the linter's questions about each."""

import uuid

from django.conf import settings
from django.db import models

from policies.content import PolicyContent
from policies.enums import Answer, VersionState
from policies.linting.finding import Finding
from policies.reading.model import Reading
from policies.workflow import FROZEN, GOVERNING


class PolicyVersion(models.Model):
    """One wording of the policy. Once approved it never changes: cases are pinned to it.

    Change it only through policies.services, which writes with a conditional UPDATE on state and
    revision. `digest` is empty in a draft; afterwards it is the digest of `content`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    content = models.JSONField()
    history = models.JSONField(default=list, help_text="what the last edits replaced, for undo")
    digest = models.CharField(max_length=64, blank=True, default="")
    source_text = models.TextField()
    source_file = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reading = models.JSONField()
    findings = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    editor_seen_at = models.DateTimeField(null=True, blank=True, help_text="in the editor, last")
    is_minor = models.BooleanField(
        default=False, help_text="whoever signed the version before need not sign again"
    )
    planned_from = models.DateField(
        null=True, blank=True, help_text="approved, and in force from this day on"
    )
    pdf_file = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    in_force_from = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=VersionState.values), name="policyversion_state"
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state=VersionState.IN_FORCE),
                name="policyversion_one_in_force",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=FROZEN) | ~models.Q(digest=""),
                name="policyversion_frozen_has_digest",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=GOVERNING, in_force_from__isnull=False)
                | (~models.Q(state__in=GOVERNING) & models.Q(in_force_from__isnull=True)),
                name="policyversion_in_force_from",
            ),
            models.CheckConstraint(
                condition=models.Q(state=VersionState.SUPERSEDED, superseded_at__isnull=False)
                | (
                    ~models.Q(state=VersionState.SUPERSEDED) & models.Q(superseded_at__isnull=True)
                ),
                name="policyversion_superseded_at",
            ),
        ]

    def __str__(self) -> str:
        return f"policy version {self.number}"

    @property
    def label(self) -> str:
        return str(self.number)

    def load_content(self) -> PolicyContent:
        return PolicyContent.model_validate(self.content)

    def load_reading(self) -> Reading:
        return Reading.model_validate(self.reading)

    def load_findings(self) -> list[Finding]:
        return [Finding.model_validate(finding) for finding in self.findings]


class LintAnswer(models.Model):
    """What a person answered to a finding. `fingerprint` outlives edits elsewhere in the text."""

    version = models.ForeignKey(
        PolicyVersion, on_delete=models.CASCADE, related_name="lint_answers"
    )
    fingerprint = models.CharField(max_length=64)
    answer = models.CharField(max_length=10, choices=Answer)
    reason = models.CharField(max_length=500, blank=True, default="")
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    override_reason = models.CharField(
        max_length=500, blank=True, default="", help_text="why the board's secretary let it pass"
    )
    overridden_at = models.DateTimeField(null=True, blank=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "fingerprint"], name="lintanswer_one_per_finding"
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=Answer.values), name="lintanswer_answer"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    override_reason="", overridden_at__isnull=True, overridden_by__isnull=True
                )
                | (
                    ~models.Q(override_reason="")
                    & models.Q(overridden_at__isnull=False, overridden_by__isnull=False)
                ),
                name="lintanswer_override_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} for {self.fingerprint[:8]}"
