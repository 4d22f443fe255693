"""The four kinds of PostgreSQL schema, and the ways to enter one.

Everything that touches the database runs inside exactly one of them; `entered` is the only door,
and `control_plane` the same for the public schema.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, cast

from django.db import connection

from foundation.encryption import Keyring, derived_keyring


class Kind(StrEnum):
    PUBLIC = "public"
    OPERATORS = "operators"
    ASSOCIATION = "association"
    JOBS = "jobs"


class Tenant(Protocol):
    """What the database wrapper needs to know of where it is."""

    @property
    def schema_name(self) -> str: ...

    @property
    def tenant_type(self) -> str: ...

    @property
    def database_role(self) -> str | None:
        """The PostgreSQL role that statements run as; None: the login itself."""

    def get_tenant_type(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema entered as the owner of its tables: for the control plane, and to migrate."""

    schema_name: str
    tenant_type: str
    database_role: str | None = None
    id: str = ""

    def get_tenant_type(self) -> str:
        return self.tenant_type

    @property
    def keyring(self) -> Keyring | None:
        """Operators' second factors are sealed too; no other schema here keeps anything sealed."""
        return derived_keyring(self.id) if self.tenant_type == Kind.OPERATORS else None


PUBLIC = Schema("public", Kind.PUBLIC)
OPERATORS = Schema("operators", Kind.OPERATORS, id="operators")
JOBS = Schema("jobs", Kind.JOBS)
TEMPLATE = Schema("template_association", Kind.ASSOCIATION)


def current() -> Tenant:
    return cast("Tenant", connection.tenant)  # type: ignore[attr-defined]


def current_schema() -> str:
    return current().schema_name


@contextmanager
def entered(tenant: Tenant) -> Iterator[None]:
    """Run the block in `tenant`'s schema, and go back to where we were, whatever happens."""
    before = current()
    connection.set_tenant(tenant)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.set_tenant(before)  # type: ignore[attr-defined]


@contextmanager
def control_plane() -> Iterator[None]:
    """Associations, domains, plans: the public schema, as the login."""
    with entered(PUBLIC):
        yield
