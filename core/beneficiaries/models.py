import uuid

from django.db import models

from core.beneficiaries.enums import ReplyChannel
from foundation.identity import IdentityKind
from foundation.sealed_fields import EncryptedTextField
from tenants.people.enums import Language


class Beneficiary(models.Model):
    """A person whom the association serves. Change only through core.beneficiaries.services.

    Numbers are encrypted; each `*_index` is a keyed hash that finds an equal one, and tells no more.
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
