"""The control plane: which associations there are, and at which addresses."""

import uuid
from functools import cached_property

from django.conf import settings
from django.db import models

from foundation.encryption import Keyring, unwrap
from tenants.enums import AssociationKind, AssociationState
from tenants.schemas import Kind


class Association(models.Model):
    """A tenant. Its records live in the schema that it names; nothing here is about people it serves.

    Change `state` only through tenants.provisioning.services.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schema_name = models.CharField(max_length=28, unique=True)
    slug = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    license_no = models.CharField(max_length=30)
    kind = models.CharField(max_length=20, choices=AssociationKind)
    contact_name = models.CharField(max_length=200)
    contact_email = models.EmailField()
    state = models.CharField(
        max_length=20, choices=AssociationState, default=AssociationState.REQUESTED
    )
    state_changed_at = models.DateTimeField()
    last_error = models.CharField(max_length=500, blank=True)
    requested_by = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    operation_id = models.UUIDField(unique=True, null=True)
    wrapped_key = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=AssociationState.values),
                name="association_state_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=AssociationKind.values),
                name="association_kind_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^t_[0-9a-z]{26}$"),
                name="association_schema_name_is_ours",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tenant_type(self) -> str:
        return Kind.ASSOCIATION

    @property
    def database_role(self) -> str | None:
        return self.schema_name

    def get_tenant_type(self) -> str:
        return self.tenant_type

    @cached_property
    def keyring(self) -> Keyring:
        """The association's own keys, unwrapped for as long as this instance lives."""
        return unwrap(bytes(self.wrapped_key), str(self.id))

    @property
    def host(self) -> str:
        return f"{self.slug}.{settings.SILAH_BASE_DOMAIN}"


class Domain(models.Model):
    """An address beyond the association's own name, lower-case and IDNA-encoded; serves once verified."""

    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)
    verified_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.domain


class SchemaScript(models.Model):
    """The SQL that makes an association's schema, dumped from the migrated template schema."""

    digest = models.CharField(max_length=64, primary_key=True)
    sql = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
