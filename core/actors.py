"""Who acts: a staff member, a program with a token, or nobody (the beneficiary, a job)."""

from typing import Any, Protocol

from tenants.people.roles import Permission


class Actor(Protocol):
    """A person of the association, or a program that holds one of its tokens."""

    @property
    def pk(self) -> Any: ...

    @property
    def display_name(self) -> str: ...

    def has_permission(self, permission: Permission, /) -> bool: ...


BENEFICIARY = "beneficiary"
"""What the audit log, and the note of who brought something, call a person without an account."""


def name_of(actor: Actor | None) -> str:
    return actor.display_name if actor is not None else ""


def id_of(actor: Actor | None) -> str:
    return str(actor.pk) if actor is not None else ""
