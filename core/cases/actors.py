"""Who acts on a case: a staff member, a program with a token, or nobody (the beneficiary, a job)."""

from typing import Protocol

from tenants.people.roles import Permission


class Actor(Protocol):
    """`display_name` and, where there is one, `pk` are what the timeline keeps."""

    @property
    def display_name(self) -> str: ...

    def has_permission(self, permission: Permission, /) -> bool: ...
