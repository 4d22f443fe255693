"""Whom a ladder reaches: the people of the association, read once for many cases."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from core.cases.models import Case
from core.cases.rules import WORKING
from tenants.people.models import RoleGrant
from tenants.people.roles import Permission, Role, permissions_of


class Staff:
    """Who is active, by what they may do. Counts of open cases are read when first asked for."""

    def __init__(self) -> None:
        grants = RoleGrant.objects.filter(user__is_active=True).order_by("user_id", "role")
        self._roles: dict[UUID, set[Role]] = {}
        for user_id, role in grants.values_list("user_id", "role"):
            self._roles.setdefault(user_id, set()).add(Role(role))
        self._may = {user: permissions_of(roles) for user, roles in self._roles.items()}
        self._open_cases: dict[UUID, int] | None = None

    def told(self, people: Iterable[UUID], roles: Iterable[Role]) -> list[UUID]:
        """Those who may see cases."""
        wanted = [*people, *(user for role in roles for user in self._holders(role))]
        return [user for user in dict.fromkeys(wanted) if self._holds(user, Permission.VIEW_CASES)]

    def handlers(self, assignee: UUID | None) -> list[UUID]:
        if assignee is not None and self._works(assignee):
            return [assignee]
        return [user for user in self._may if self._holds(user, Permission.HANDLE_CASES)]

    def taker(self, *, role: Role | None, person: UUID | None, holder: UUID | None) -> UUID | None:
        """Who gets a case that `holder` has; None where it stays, or nobody could work on it."""
        if person is not None:
            return person if person != holder and self._works(person) else None
        able = [user for user in self._holders(role) if self._works(user)] if role else []
        if not able or holder in able:
            return None
        return min(able, key=lambda user: (self._counts().get(user, 0), str(user)))

    def takes(self, user: UUID) -> None:
        """The next case goes to somebody with fewer."""
        if self._open_cases is not None:
            self._open_cases[user] = self._open_cases.get(user, 0) + 1

    def _holders(self, role: Role) -> list[UUID]:
        return [user for user, roles in self._roles.items() if role in roles]

    def _holds(self, user: UUID, permission: Permission) -> bool:
        return permission in self._may.get(user, ())

    def _works(self, user: UUID) -> bool:
        return not WORKING.isdisjoint(self._may.get(user, ()))

    def _counts(self) -> dict[UUID, int]:
        if self._open_cases is None:
            held = Case.objects.filter(closed_at=None, assignee__in=list(self._may))
            counts = held.order_by("assignee").values_list("assignee").annotate(n=Count("pk"))
            self._open_cases = dict(counts)
        return self._open_cases
