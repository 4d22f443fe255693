"""Who acts: a person of the association, or a program with one of its tokens."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


class Actor(Protocol):
    """What rules and records ask of whoever acts."""

    @property
    def pk(self) -> Any: ...

    @property
    def display_name(self) -> str: ...

    def has_permission(self, permission: str, /) -> bool: ...


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
