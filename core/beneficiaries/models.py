import uuid
from typing import Any

from django.db import models

from core.beneficiaries.enums import ConsentMethod, ConsentPurpose, Relation, ReplyChannel
from foundation.identity import IdentityKind
from foundation.sealed_fields import EncryptedJSONField, EncryptedTextField
from tenants.people.enums import Language


class Beneficiary(models.Model):
    """A person whom the association serves. Change only through core.beneficiaries.services.

    Numbers are encrypted; each `*_index` is a keyed hash that finds an equal one, and tells no more.
    `birth` is the date as it was given, in its own calendar (core.beneficiaries.birth); `social_file`
    is restricted (core.beneficiaries.social_file). `merged_into`: this file was merged into another,
    and can come out of it again (BeneficiaryMerge).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    name_search = models.CharField(max_length=200)
    identity_kind = models.CharField(max_length=20, choices=IdentityKind, blank=True)
    identity_number: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    identity_index = models.BinaryField(max_length=32, null=True, unique=True)
    mobile: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    mobile_index = models.BinaryField(max_length=32, null=True, db_index=True)
    email: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    email_index = models.BinaryField(max_length=32, null=True, db_index=True)
    reply_channel = models.CharField(
        max_length=20, choices=ReplyChannel, default=ReplyChannel.PORTAL
    )
    language = models.CharField(max_length=2, choices=Language, default=Language.ARABIC)
    created_at = models.DateTimeField()
    birth: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    iban: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    iban_index = models.BinaryField(max_length=32, null=True, db_index=True)
    address: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    categories = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    social_file: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    social_file_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_files"
    )
    revision = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(identity_kind__in=["", *IdentityKind.values]),
                name="beneficiary_identity_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(reply_channel__in=ReplyChannel.values),
                name="beneficiary_reply_channel",
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values), name="beneficiary_language"
            ),
            models.CheckConstraint(
                condition=models.Q(identity_number__isnull=True, identity_index__isnull=True)
                | models.Q(identity_number__isnull=False, identity_index__isnull=False),
                name="beneficiary_identity_indexed",
            ),
        ]

    def __str__(self) -> str:
        return f"beneficiary {self.pk}"


class RelatedPerson(models.Model):
    """Somebody of the household, or who acts for the person: a guardian, a delegate, until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="related_people"
    )
    relation = models.CharField(max_length=20, choices=Relation)
    name = models.CharField(max_length=200)
    name_search = models.CharField(max_length=200)
    identity_number: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    identity_index = models.BinaryField(max_length=32, null=True, db_index=True)
    mobile: EncryptedTextField[str | None, str | None] = EncryptedTextField(null=True)
    birth: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    is_dependant = models.BooleanField(default=False)
    acts_from = models.DateField(null=True)
    acts_until = models.DateField(null=True)
    paper = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = EncryptedTextField(blank=True, default="")
    reminded_for = models.DateField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(relation__in=Relation.values), name="related_person_relation"
            ),
            models.CheckConstraint(
                condition=models.Q(acts_from=None)
                | models.Q(acts_until=None)
                | models.Q(acts_until__gte=models.F("acts_from")),
                name="related_person_acts_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation} of {self.beneficiary_id}"


class Consent(models.Model):
    """What a person agreed to, how, until when; withdrawn, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    method = models.CharField(max_length=20, choices=ConsentMethod)
    given_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    evidence = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.CharField(max_length=200, blank=True)
    reminded_for = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=ConsentPurpose.values), name="consent_purpose"
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=ConsentMethod.values), name="consent_method"
            ),
            models.UniqueConstraint(
                fields=["beneficiary", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="consent_one_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"consent of {self.beneficiary_id}"


class PersonDocument(models.Model):
    """A document of a person that holds for more than one case, and until when it is valid."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="documents"
    )
    file = models.OneToOneField(
        "foundation.StoredFile", on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(max_length=200)
    expires_on = models.DateField(null=True)
    reminded_for = models.DateField(null=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200, blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_on", "id"],
                name="person_document_expiry",
                condition=models.Q(replaced_at=None, expires_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"document of {self.beneficiary_id}"


class BeneficiaryMerge(models.Model):
    """Two files of one person made one, and what it takes to part them again.

    `moved`: ids of what went over, by kind. `before`: the values of the kept file that changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField()
    before: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    reason = EncryptedTextField(blank=True, default="")
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("merged")), name="merge_of_two_files"
            ),
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="merge_once"
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"
