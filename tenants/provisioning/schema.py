"""Make and drop an association's schema and its PostgreSQL role."""

from django.db import connection, transaction
from django_tenants.utils import quote_schema_name

from foundation import clock
from tenants.models import Association, SchemaScript
from tenants.provisioning import script
from tenants.schemas import control_plane

# Audit entries can be written and read, never changed: not even by the association's own role.
APPEND_ONLY = ("audit_entries",)
# What says which migrations ran is the business of the owner, who runs them.
READ_ONLY = ("django_migrations",)


def refresh_script() -> SchemaScript:
    """Dump the migrated template; keep only the newest script."""
    sql = script.make_script()
    with control_plane(), transaction.atomic():
        SchemaScript.objects.exclude(digest=script.digest_of(sql)).delete()
        made, _new = SchemaScript.objects.get_or_create(
            digest=script.digest_of(sql), defaults={"sql": sql, "made_at": clock.now()}
        )
    return made


def build(association: Association) -> None:
    """Schema, tables, first rows, role and grants in one message and one transaction.

    Does nothing when the schema is there already, so a job that runs twice is harmless.
    """
    with control_plane(), transaction.atomic():
        _take_turn()
        name = association.schema_name
        if _exists(name):
            return
        newest = SchemaScript.objects.order_by("-made_at", "digest").first() or refresh_script()
        parts = [
            _role(name),
            script.for_schema(newest.sql, name),
            _grants(name),
        ]
        with connection.cursor() as cursor:
            cursor.execute(";\n".join(parts))


def drop(association: Association) -> None:
    """Remove everything of an association from the database; for a failed set-up and for tests."""
    with control_plane(), transaction.atomic(), connection.cursor() as cursor:
        _take_turn()
        name = quote_schema_name(association.schema_name)
        cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [association.schema_name])
        if cursor.fetchone():
            cursor.execute(
                f"REVOKE USAGE ON SCHEMA jobs FROM {name};"
                f"REVOKE EXECUTE ON FUNCTION jobs.procrastinate_defer_jobs_v1 FROM {name};"
                f"DROP ROLE {name}"
            )


def _take_turn() -> None:
    """PostgreSQL refuses two transactions that grant on the same schema, here `jobs`, at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('schemas', 0))")


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [name])
        return cursor.fetchone() is not None


def _role(name: str) -> str:
    """PostgreSQL 16 lets the login take the role on without inheriting its rights."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        modern = int(cursor.fetchone()[0]) >= 160000
    membership = " WITH INHERIT FALSE, SET TRUE" if modern else ""
    role = quote_schema_name(name)
    return f"CREATE ROLE {role} NOLOGIN; GRANT {role} TO CURRENT_USER{membership}"


def _grants(name: str) -> str:
    """Data in its own schema, and the one function that defers a job; no other schema at all."""
    role = quote_schema_name(name)
    rights = "SELECT, INSERT, UPDATE, DELETE"
    closed = "; ".join(
        [f"REVOKE UPDATE, DELETE ON {role}.{table} FROM {role}" for table in APPEND_ONLY]
        + [f"REVOKE INSERT, UPDATE, DELETE ON {role}.{table} FROM {role}" for table in READ_ONLY]
    )
    return (
        f"GRANT USAGE ON SCHEMA {role}, jobs TO {role};"
        f"GRANT {rights} ON ALL TABLES IN SCHEMA {role} TO {role};"
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {role} TO {role};"
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {role} GRANT {rights} ON TABLES TO {role};"
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {role} GRANT USAGE, SELECT ON SEQUENCES TO {role};"
        f"GRANT EXECUTE ON FUNCTION jobs.procrastinate_defer_jobs_v1 TO {role};"
        f"{closed}"
    )
