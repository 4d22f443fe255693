"""Bring schemas up to date: the control plane first, then the template, then every association.

One association that fails does not stop the others; what failed is reported and can be run again.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django_tenants.utils import quote_schema_name

from tenants.models import Association
from tenants.schemas import JOBS, OPERATORS, PUBLIC, TEMPLATE, Kind, Schema, entered

logger = logging.getLogger(__name__)
CONTROL_PLANE = (PUBLIC, JOBS, OPERATORS, TEMPLATE)


@dataclass(frozen=True, slots=True)
class Outcome:
    schema_name: str
    error: str | None = None


def migrate(schema: Schema) -> None:
    """Create the schema if need be and run its migrations, as the owner of its tables."""
    with entered(schema):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quote_schema_name(schema.schema_name)}")
        MigrationRecorder(connection).ensure_schema()
        call_command(Migrate(), interactive=False, verbosity=0)


def migrate_control_plane() -> None:
    """Public first (Association rows), then jobs (on every path), operators, and the template."""
    for schema in CONTROL_PLANE:
        migrate(schema)
    close_jobs()


def close_jobs() -> None:
    """Nobody but the owner runs anything in `jobs`; associations get exactly the right to defer."""
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute(
            "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA jobs FROM PUBLIC;"
            "REVOKE ALL ON ALL TABLES IN SCHEMA jobs FROM PUBLIC;"
            "ALTER FUNCTION jobs.procrastinate_defer_jobs_v1 SECURITY DEFINER SET search_path = jobs"
        )


def is_current() -> bool:
    """Every schema has all of this code's migrations, seen in two queries: a restart need not migrate."""
    with entered(PUBLIC):
        if not {s.schema_name for s in CONTROL_PLANE} <= _schemas_with_migrations():
            return False
        wanted = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
        applied: set[tuple[str, str]] = set()
        for schema in CONTROL_PLANE:
            with entered(schema):
                applied |= set(MigrationRecorder(connection).applied_migrations())
    return wanted <= applied and not associations_behind()


def associations_behind() -> list[Association]:
    """Those whose applied migrations are not all of this code's, by one query over all schemas."""
    with entered(PUBLIC):
        associations = list(Association.objects.order_by("requested_at", "id"))
        existing = _schemas_with_migrations()
        present = [a for a in associations if a.schema_name in existing]
        if not present:
            return []
        wanted = _wanted_migrations()
        parts = " UNION ALL ".join(
            f"SELECT '{a.schema_name}' AS s, app, name FROM"
            f" {quote_schema_name(a.schema_name)}.django_migrations"
            for a in present
        )
        applied: dict[str, set[tuple[str, str]]] = {}
        with connection.cursor() as cursor:
            cursor.execute(parts)
            for schema, app, name in cursor.fetchall():
                applied.setdefault(schema, set()).add((app, name))
        return [a for a in present if not wanted <= applied.get(a.schema_name, set())]


def migrate_associations() -> Iterator[Outcome]:
    for association in associations_behind():
        name = association.schema_name
        try:
            migrate(Schema(name, Kind.ASSOCIATION))
        except Exception as error:  # whatever a migration of data may raise
            logger.exception("Could not migrate the schema %s", name)
            yield Outcome(name, error=str(error).partition("\n")[0])
        else:
            yield Outcome(name)


def _schemas_with_migrations() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'django_migrations'")
        return {row[0] for row in cursor.fetchall()}


def _wanted_migrations() -> set[tuple[str, str]]:
    with entered(TEMPLATE):
        recorder = MigrationRecorder(connection)
        known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
        return {key for key in recorder.applied_migrations() if key in known}
