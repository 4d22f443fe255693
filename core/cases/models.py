import uuid
from typing import Any

from django.conf import settings
from django.db import models

from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.models import Beneficiary
from core.cases.enums import (
    FINAL_STATUSES,
    CaseKind,
    CaseStatus,
    EventName,
    MissingKind,
    Visibility,
)
from core.programmes.models import Programme
from core.request_types.enums import Priority
from core.request_types.models import RequestTypeVersion
from core.rules import ChannelKind, Stage
from foundation.sealed_fields import EncryptedJSONField, EncryptedTextField

PRIORITY_RANK = models.Case(
    *(
        models.When(priority=priority, then=models.Value(rank))
        for rank, priority in enumerate(Priority)
    ),
    output_field=models.SmallIntegerField(),
)


class ReferenceCounter(models.Model):
    """The last reference number given in a year.

    Its row is locked until the case that takes the number is stored, so no number is left out.
    """

    prefix_year = models.CharField(primary_key=True, max_length=12)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix_year}: {self.last}"


class Case(models.Model):
    """What a person brings to the association. Change only through the services of its kind.

    The channel and the policy version are those of the moment of arrival. `due_at`, `due_date` and
    `clock_paused` repeat what the leading clock says, so that the inbox can be ordered by them.
    `reply_email`, `reply_mobile` and `language` are what was agreed for this case, whatever else is
    known of the beneficiary. `request_type` is the wording of the form that `answers` were given on.
    `beneficiary` is None where nobody may know who it was, as of an anonymous complaint.
    `unread_since`: the beneficiary wrote, and no staff member has looked yet. `revision` grows with
    every edit of what was typed, so that an old page never overwrites a newer one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=CaseKind)
    status = models.CharField(max_length=30, choices=CaseStatus, default=CaseStatus.RECEIVED)
    status_before_waiting = models.CharField(max_length=30, blank=True)
    subject = models.CharField(max_length=200)
    subject_search = models.CharField(max_length=200)
    description = EncryptedTextField(blank=True, default="")
    request_type = models.ForeignKey(
        RequestTypeVersion, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    answers: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    priority = models.CharField(
        max_length=10, choices=Priority, default=Priority.NORMAL, db_default=Priority.NORMAL
    )
    appeal_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="appeals"
    )
    beneficiary = models.ForeignKey(
        Beneficiary, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    written_name: EncryptedTextField[str | None, str | None] = EncryptedTextField(
        null=True, help_text="as typed by staff to whom the files of known people are closed"
    )
    reply_channel = models.CharField(max_length=20, choices=ReplyChannel)
    reply_email: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    reply_mobile: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    language = models.CharField(
        max_length=2,
        blank=True,
        default="",
        help_text="written on the portal; empty: the person's",
    )
    channel_key = models.CharField(max_length=80)
    channel_kind = models.CharField(max_length=30, choices=ChannelKind)
    channel_label = models.CharField(max_length=500)
    register_number = models.CharField(max_length=40, blank=True)
    received_by = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="took in the paper"
    )
    received_at = models.DateTimeField()
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    policy_version = models.UUIDField()
    policy_label = models.CharField(max_length=120)
    rules_digest = models.CharField(max_length=64)
    tracking_index = models.BinaryField(max_length=32, unique=True)
    operation_id = models.UUIDField(null=True, unique=True)
    declared_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_reasons = models.JSONField(
        default=list, db_default=models.Value([], models.JSONField())
    )
    decision_reason = EncryptedTextField(blank=True, default="")
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    amount_asked = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    amount_granted = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    early_reason = EncryptedTextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_date = models.DateField(null=True)
    clock_paused = models.BooleanField(default=False)
    unread_since = models.DateTimeField(null=True)
    import_batch = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=CaseKind.values), name="case_kind"),
            models.CheckConstraint(
                condition=models.Q(status__in=CaseStatus.values), name="case_status"
            ),
            models.CheckConstraint(
                condition=models.Q(channel_kind__in=ChannelKind.values), name="case_channel_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(reply_channel__in=ReplyChannel.values),
                name="case_reply_channel",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status=CaseStatus.WAITING_FOR_BENEFICIARY,
                    status_before_waiting__in=CaseStatus.values,
                )
                | (
                    ~models.Q(status=CaseStatus.WAITING_FOR_BENEFICIARY)
                    & models.Q(status_before_waiting="")
                ),
                name="case_waits_from_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=FINAL_STATUSES, closed_at__isnull=False)
                | (~models.Q(status__in=FINAL_STATUSES) & models.Q(closed_at=None)),
                name="case_closed_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(priority__in=Priority.values), name="case_priority"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=CaseKind.REQUEST) | models.Q(beneficiary__isnull=False),
                name="case_request_of_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_asked=None) | models.Q(amount_asked__gte=0),
                name="case_amount_asked_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_granted=None) | models.Q(amount_granted__gte=0),
                name="case_amount_granted_not_negative",
            ),
        ]
        indexes = [
            models.Index(
                models.F("due_at").asc(nulls_last=True),
                "id",
                name="case_inbox",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["register_number"],
                name="case_register_number",
                condition=~models.Q(register_number=""),
            ),
            models.Index(
                "status",
                models.F("due_at").asc(nulls_last=True),
                "id",
                name="case_inbox_status",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                "assignee",
                models.F("due_at").asc(nulls_last=True),
                "id",
                name="case_inbox_assignee",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                PRIORITY_RANK.desc(),
                models.F("due_at").asc(nulls_last=True),
                "id",
                name="case_inbox_priority",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["received_at", "id"],
                name="case_inbox_received",
                condition=models.Q(closed_at=None),
            ),
            models.Index(fields=["received_at", "id"], name="case_received"),
            models.Index(
                fields=["unread_since"],
                name="case_unread",
                condition=models.Q(unread_since__isnull=False),
            ),
            models.Index(fields=["channel_key"], name="case_channel_key"),
            models.Index(fields=["policy_version"], name="case_policy_version"),
            models.Index(
                fields=["import_batch"],
                name="case_import_batch",
                condition=models.Q(import_batch__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def written_in(self) -> str:
        """The language in which the person is written to."""
        if self.language or self.beneficiary is None:
            return self.language or settings.LANGUAGE_CODE
        return self.beneficiary.language

    @property
    def person(self) -> Beneficiary:
        """Of a case whose person is known, as of every request; else ask `beneficiary`."""
        if self.beneficiary is None:
            raise Beneficiary.DoesNotExist
        return self.beneficiary


class CaseEvent(models.Model):
    """The history of a case. Written with the change it records, never edited.

    `details` holds no personal values: keys, counts, statuses, clause addresses. What people wrote
    stands in `note`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(max_length=40, choices=EventName)
    happened_at = models.DateTimeField()
    actor_label = models.CharField(max_length=200, blank=True)
    actor_id = models.CharField(max_length=40, blank=True)
    visibility = models.CharField(max_length=20, choices=Visibility)
    details = models.JSONField(default=dict)
    note = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(name__in=EventName.values), name="case_event_name"
            ),
            models.CheckConstraint(
                condition=models.Q(visibility__in=Visibility.values),
                name="case_event_visibility",
            ),
        ]
        indexes = [models.Index(fields=["case", "happened_at", "id"], name="case_event_timeline")]

    def __str__(self) -> str:
        return f"{self.name} of {self.case_id}"


class CaseDocument(models.Model):
    """A file that belongs to a case, and what it is for; a signature is one too.

    `recognised_text`: what a machine read in a scan, never taken at its word.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    file = models.OneToOneField(
        "foundation.StoredFile", on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(max_length=200)
    is_signature = models.BooleanField(default=False)
    from_beneficiary = models.BooleanField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200, blank=True)
    recognised_text: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)

    def __str__(self) -> str:
        return f"document {self.pk}"


class ChecklistItem(models.Model):
    """A handling step of the policy, copied to the case that must go through it.

    Done by somebody, or set aside by somebody with a reason because it does not apply to the case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="checklist")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    text = models.TextField()
    role = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=20)
    clause_address = models.CharField(max_length=40)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=200, blank=True)
    set_aside = models.BooleanField(default=False)
    note = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="checklist_order"),
            models.CheckConstraint(
                condition=models.Q(stage__in=[stage.value for stage in Stage]),
                name="checklist_stage",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by="")
                | (models.Q(done_at__isnull=False) & ~models.Q(done_by="")),
                name="checklist_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(set_aside=False) | models.Q(done_at__isnull=False),
                name="checklist_set_aside_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.order} of {self.case_id}"

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


class MissingItem(models.Model):
    """What the case needs: a document that the policy requires, or what staff asked for.

    `asked_at` is empty for what nobody has asked for yet; `provided_at` while it is missing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="missing_items")
    kind = models.CharField(max_length=20, choices=MissingKind)
    label = models.CharField(max_length=500)
    asked_at = models.DateTimeField(null=True)
    provided_at = models.DateTimeField(null=True)
    provided_by = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(
        CaseDocument, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=MissingKind.values), name="missing_item_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(provided_at=None, provided_by="")
                | (models.Q(provided_at__isnull=False) & ~models.Q(provided_by="")),
                name="missing_item_provided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"missing item {self.pk}"
