import uuid
from typing import Any

from django.conf import settings
from django.db import models

from core.cases.models import Case
from core.complaints.enums import (
    CompensationState,
    Confidentiality,
    Finding,
    OfferAnswer,
    OfferKind,
    Part,
    RecordKind,
    RightsClass,
    Severity,
    Stand,
)
from foundation.sealed_fields import EncryptedJSONField, EncryptedTextField


class SystemicAction(models.Model):
    """What the association changes so that a kind of complaint does not come again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    plan = EncryptedTextField(blank=True, default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="systemic_action_title")
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="systemic_action_due",
                condition=models.Q(done_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"systemic action {self.pk}"


class Complaint(models.Model):
    """What makes a case a complaint. Change only through core.complaints.services.

    `subject_key` is one of the association's subjects of complaints. `identity` of a confidential one
    holds who complained, which two people open together; an anonymous one has none. `filed_digest` is
    the SHA-256 of what was filed, as the receipt names it; `receipt_key` leads to the page that proves
    the receipt. `settled` says whether both sides accepted; `finding` what the decision found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="complaint")
    confidentiality = models.CharField(max_length=20, choices=Confidentiality)
    subject_key = models.CharField(max_length=60, blank=True)
    severity = models.CharField(max_length=20, choices=Severity, blank=True)
    rights_class = models.CharField(
        max_length=20, choices=RightsClass, default=RightsClass.ORDINARY
    )
    about_case = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="complaints_about_it"
    )
    about_words = EncryptedTextField(blank=True, default="")
    wanted = EncryptedTextField(blank=True, default="")
    damage = EncryptedTextField(blank=True, default="")
    asks_compensation = models.BooleanField(default=False)
    identity: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    revealed_at = models.DateTimeField(null=True)
    filed_digest = models.CharField(max_length=64)
    receipt_key = models.CharField(max_length=32, unique=True)
    triaged_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=20, choices=Finding, blank=True)
    compensation = models.CharField(
        max_length=20, choices=CompensationState, default=CompensationState.NONE
    )
    reopened_at = models.DateTimeField(null=True)
    outside_at = models.DateTimeField(null=True)
    action = models.ForeignKey(
        SystemicAction, null=True, on_delete=models.PROTECT, related_name="complaints"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confidentiality__in=Confidentiality.values),
                name="complaint_confidentiality",
            ),
            models.CheckConstraint(
                condition=models.Q(severity__in=["", *Severity.values]), name="complaint_severity"
            ),
            models.CheckConstraint(
                condition=models.Q(rights_class__in=RightsClass.values),
                name="complaint_rights_class",
            ),
            models.CheckConstraint(
                condition=models.Q(finding__in=["", *Finding.values]), name="complaint_finding"
            ),
            models.CheckConstraint(
                condition=models.Q(compensation__in=CompensationState.values),
                name="complaint_compensation",
            ),
            models.CheckConstraint(
                condition=~models.Q(confidentiality=Confidentiality.ANONYMOUS)
                | models.Q(identity__isnull=True),
                name="complaint_anonymous_without_identity",
            ),
            models.CheckConstraint(
                condition=models.Q(triaged_at=None) | ~models.Q(severity=""),
                name="complaint_triaged_says_severity",
            ),
        ]

    def __str__(self) -> str:
        return f"complaint {self.pk}"


class Involvement(models.Model):
    """Somebody who has to do with a complaint: kept out of it, or let in.

    Either a person of the staff, or a unit, or somebody else by `name`. `found_by_rule`: no person
    named them. `unit_search`: the unit however it is spelt. Never deleted: `ended_at` says until when it held.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="involvements")
    part = models.CharField(max_length=20, choices=Part)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.CharField(max_length=120, blank=True)
    unit_search = models.CharField(max_length=120, blank=True)
    name = EncryptedTextField(blank=True, default="")
    note = EncryptedTextField(blank=True, default="")
    found_by_rule = models.BooleanField(default=False)
    since = models.DateTimeField()
    named_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(part__in=Part.values), name="involvement_part"
            ),
            models.UniqueConstraint(
                fields=["complaint", "person", "part"],
                condition=models.Q(ended_at=None, person__isnull=False),
                name="involvement_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "part"],
                name="involvement_of_person",
                condition=models.Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.complaint_id}"


class ComplaintRecord(models.Model):
    """A dated paper (محضر) of a complaint. Once closed nothing of it changes but its signatures.

    `content` is what core.complaints.records says of its kind; `digest` the SHA-256 of it when closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=20, choices=RecordKind)
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    content: EncryptedJSONField[Any, Any] = EncryptedJSONField()
    digest = models.CharField(max_length=64, blank=True)
    drawn_up_by = models.CharField(max_length=200)
    drawn_up_by_id = models.UUIDField(null=True)
    drawn_up_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    paper = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=RecordKind.values), name="complaint_record_kind"
            ),
            models.UniqueConstraint(
                fields=["complaint", "number"], name="complaint_record_number"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, digest="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(digest="")),
                name="complaint_record_closed_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"record {self.number} of {self.complaint_id}"


class Signature(models.Model):
    """One party's word under a record; `signer` None is whoever complained."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(
        ComplaintRecord, on_delete=models.PROTECT, related_name="signatures"
    )
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    stand = models.CharField(max_length=20, choices=Stand, default=Stand.AWAITED)
    words = EncryptedTextField(blank=True, default="")
    drawing = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stand__in=Stand.values), name="signature_stand"
            ),
            models.UniqueConstraint(
                fields=["record", "signer"],
                condition=models.Q(signer__isnull=False),
                name="signature_once",
            ),
            models.UniqueConstraint(
                fields=["record"],
                condition=models.Q(signer=None),
                name="signature_one_of_complainant",
            ),
            models.CheckConstraint(
                condition=models.Q(stand=Stand.AWAITED, signed_at=None)
                | (~models.Q(stand=Stand.AWAITED) & models.Q(signed_at__isnull=False)),
                name="signature_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"signature under {self.record_id}"


class Offer(models.Model):
    """One round of the negotiation on compensation: what was offered, the answer, and the proof.

    `amount` in riyals, None for another remedy. `by_association` False: the person asked for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="offers")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=OfferKind)
    by_association = models.BooleanField(default=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    what = EncryptedTextField(blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=20, choices=OfferAnswer, default=OfferAnswer.AWAITED)
    answered_at = models.DateTimeField(null=True)
    answer_words = EncryptedTextField(blank=True, default="")
    signature = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=200, blank=True)
    transfer_reference = EncryptedTextField(blank=True, default="")
    proof = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "round"], name="offer_round"),
            models.CheckConstraint(
                condition=models.Q(kind__in=OfferKind.values), name="offer_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=OfferAnswer.values), name="offer_answer"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=OfferKind.MONEY, amount__gt=0)
                | models.Q(kind=OfferKind.REMEDY, amount=None),
                name="offer_amount",
            ),
            models.CheckConstraint(
                condition=models.Q(answer=OfferAnswer.AWAITED, answered_at=None)
                | (~models.Q(answer=OfferAnswer.AWAITED) & models.Q(answered_at__isnull=False)),
                name="offer_answer_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(given_at=None) | models.Q(answer=OfferAnswer.ACCEPTED),
                name="offer_given_after_acceptance",
            ),
            models.UniqueConstraint(
                fields=["complaint"],
                condition=models.Q(answer=OfferAnswer.ACCEPTED),
                name="offer_one_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.round} of {self.complaint_id}"
