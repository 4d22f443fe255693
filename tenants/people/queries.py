"""Who there is, who is invited, and which programs hold a key."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from foundation import clock
from tenants.people.models import ApiToken, Invitation, User
from tenants.people.roles import Permission, Role, permissions_of
from tenants.people.tokens import hash_token

USE_IS_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ApiActor:
    """A program that acts through the API: it stands where a person would."""

    token_id: UUID
    display_name: str
    permissions: frozenset[str]

    is_authenticated = True
    is_anonymous = False
    is_active = True

    def __str__(self) -> str:
        return self.display_name

    @property
    def pk(self) -> UUID:
        return self.token_id

    def has_permission(self, permission: str) -> bool:
        return permission in self.permissions


def actor_of_token(key: str) -> ApiActor | None:
    """None for a key that is wrong, revoked or another association's. Notes its use."""
    token = ApiToken.objects.filter(token_hash=hash_token("api", key), revoked_at=None).first()
    if token is None:
        return None
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at > USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return ApiActor(token.pk, token.name, permissions_of(token.roles))


def people() -> QuerySet[User]:
    """Active ones first, by name."""
    return User.objects.prefetch_related("role_grants").order_by(
        "-is_active", "display_name", "pk"
    )


def people_who_may(permission: Permission) -> QuerySet[User]:
    """Active people with a role that grants `permission`."""
    roles = [role for role in Role if permission in permissions_of([role])]
    return (
        User.objects.filter(is_active=True, role_grants__role__in=roles)
        .distinct()
        .order_by("display_name", "pk")
    )


def open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None).order_by(
        "-created_at", "pk"
    )


def api_tokens() -> QuerySet[ApiToken]:
    """Those in use first."""
    return ApiToken.objects.select_related("created_by").order_by(
        "revoked_at", "-created_at", "pk"
    )
