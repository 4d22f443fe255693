"""Who there is, who is invited, and which programs hold a key."""

from django.db.models import Q, QuerySet

from tenants.people.models import ApiToken, Invitation, User
from tenants.people.roles import Permission, Role, permissions_of


def people() -> QuerySet[User]:
    """Active ones first, by name."""
    people = User.objects.select_related("manager").prefetch_related("role_grants")
    return people.order_by("-is_active", "display_name", "pk")


def units() -> list[str]:
    """The names in use, each once."""
    names = User.objects.exclude(unit="").order_by("unit").values_list("unit", flat=True)
    return list(names.distinct())


def possible_managers(user: User) -> QuerySet[User]:
    """Active people but themself; whoever is their manager now stays on the list."""
    others = User.objects.exclude(pk=user.pk)
    return others.filter(Q(is_active=True) | Q(pk=user.manager_id)).order_by("display_name", "pk")


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
