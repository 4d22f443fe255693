"""The board and a version: remarks on its clauses, votes by circulation, the approval on record."""

import uuid

from django.conf import settings
from django.db import models

from policies.enums import ApprovalMethod, OpenCases, Vote
from policies.models.versions import PolicyVersion


class ApprovalRecord(models.Model):
    """The board's decision that approved a version, as its secretary recorded it."""

    version = models.OneToOneField(
        PolicyVersion, on_delete=models.PROTECT, related_name="approval"
    )
    body = models.CharField(max_length=200)
    method = models.CharField(
        max_length=20, choices=ApprovalMethod, default=ApprovalMethod.SESSION
    )
    session_number = models.PositiveIntegerField(null=True, blank=True)
    session_ordinal = models.PositiveIntegerField(null=True, blank=True)
    session_year = models.CharField(max_length=20, blank=True, default="")
    hijri_date = models.CharField(max_length=10, help_text="such as 1446-08-12")
    gregorian_date = models.DateField()
    chairman = models.CharField(max_length=200, blank=True, default="")
    minutes = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    members_total = models.PositiveSmallIntegerField(null=True, blank=True)
    members_present = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField(null=True, blank=True)
    open_cases = models.CharField(
        max_length=10, choices=OpenCases, default=OpenCases.KEEP, help_text="what the board chose"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(method=ApprovalMethod.SESSION)
                | models.Q(session_number__isnull=False)
                | models.Q(session_ordinal__isnull=False),
                name="approvalrecord_names_a_session",
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=ApprovalMethod.values), name="approvalrecord_method"
            ),
            models.CheckConstraint(
                condition=models.Q(open_cases__in=OpenCases.values),
                name="approvalrecord_open_cases",
            ),
        ]

    def __str__(self) -> str:
        return f"approval of version {self.version_id}"


class ClauseComment(models.Model):
    """A remark on one clause while a version is reviewed; `quoted` is what the clause said then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="comments")
    address = models.CharField(max_length=40)
    quoted = models.TextField()
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    resolution = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="clausecomment_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"remark on {self.address}"


class BoardBallot(models.Model):
    """One member's vote on a version, cast by a link that was mailed. The token is kept as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="ballots")
    member_name = models.CharField(max_length=200)
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, help_text="of the wording that is voted on")
    vote = models.CharField(max_length=10, choices=Vote, blank=True, default="")
    remark = models.CharField(max_length=500, blank=True, default="")
    sent_at = models.DateTimeField()
    cast_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "email"], name="boardballot_one_per_member"
            ),
            models.CheckConstraint(
                condition=models.Q(vote="", cast_at__isnull=True)
                | models.Q(vote__in=Vote.values, cast_at__isnull=False),
                name="boardballot_vote",
            ),
        ]

    def __str__(self) -> str:
        return f"ballot on {self.version_id}"
