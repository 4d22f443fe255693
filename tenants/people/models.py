"""People who sign in, their roles, the invitations that brought them, and keys for programs.

These tables stand in each association's schema and in the operators' one, never in public.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tenants.people.enums import Language
from tenants.people.roles import Role, permissions_of
from tenants.schemas import Kind, current

# Where people get their permissions from, per kind of schema: an association's roles mean nothing
# among the operators. The operators' app adds its own entry at start.
PERMISSION_SOURCES: dict[str, "Callable[[User], frozenset[str]]"] = {
    Kind.ASSOCIATION: lambda user: permissions_of(user.roles),
}


def normalised_email(email: str) -> str:
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, *, password: str | None = None, **fields: Any) -> "User":
        """An account without a password cannot sign in until one is set."""
        user = self.model(email=normalised_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalised_email(username or ""))


class User(AbstractBaseUser):
    """Someone who signs in. Change roles, place and is_active only through tenants.people.services.

    `unit_search`: the unit however it is spelt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    display_name = models.CharField(_("name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.ARABIC
    )
    is_active = models.BooleanField(_("active"), default=True)
    unit = models.CharField(_("unit"), max_length=120, blank=True, default="", db_default="")
    unit_search = models.CharField(max_length=120, blank=True, default="", db_default="")
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                name="people_user_email_lower", condition=models.Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="people_user_language", condition=models.Q(language__in=Language.values)
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """In the order of the roles table."""
        held = set(self.role_grants.values_list("role", flat=True))
        return tuple(role for role in Role if role in held)

    @cached_property
    def permissions(self) -> frozenset[str]:
        source = PERMISSION_SOURCES.get(current().tenant_type)
        return source(self) if source and self.is_active else frozenset()

    def has_permission(self, permission: str) -> bool:
        """An association's Permission, or among the operators an OperatorPermission."""
        return permission in self.permissions

    def forget_roles(self) -> None:
        """After the roles changed: what this instance remembers is old."""
        self.__dict__.pop("roles", None)
        self.__dict__.pop("permissions", None)


class RoleGrant(models.Model):
    """One role that one person holds."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=30, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="people_rolegrant_once"),
            models.CheckConstraint(
                name="people_rolegrant_role", condition=models.Q(role__in=Role.values)
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class Invitation(models.Model):
    """An open door for one person, once, until it expires. Of its token only a hash is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254)
    display_name = models.CharField(_("name"), max_length=120)
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ARABIC)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="sent_invitations"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="people_invitation_one_open",
            ),
            models.CheckConstraint(
                name="people_invitation_email_lower", condition=models.Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="people_invitation_language", condition=models.Q(language__in=Language.values)
            ),
            models.CheckConstraint(
                name="people_invitation_one_end",
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.email


class ApiToken(models.Model):
    """A key that lets a program act with some roles; itself shown once and never stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)
    roles = models.JSONField(default=list)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="issued_tokens")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(revoked_at=None),
                name="people_apitoken_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def role_labels(roles: Iterable[str]) -> list[str]:
    return [str(Role(role).label) for role in roles]
