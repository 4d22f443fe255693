"""What the database itself guarantees about schemas, roles and paths."""

import re

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import DatabaseError

from tenants.models import Association
from tenants.people.models import User
from tenants.schemas import JOBS, OPERATORS, PUBLIC, Schema, control_plane, entered

MOST_TABLES = 64


def _value(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def _plain(value: object) -> object:
    """PostgreSQL writes the casts of an IN list differently each time it reads its own text back."""
    if not isinstance(value, str):
        return value
    return re.sub(r"::(character varying|text)(\[\])?|[()]", "", value)


def _tables(schema_name: str) -> set[str]:
    with control_plane(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema_name])
        return {row[0] for row in cursor.fetchall()}


def test_an_association_runs_as_its_own_role_and_never_sees_public(
    association: Association,
) -> None:
    assert _value("SELECT current_user") == association.schema_name
    assert _value("SHOW search_path") == f"{association.schema_name}, jobs"


def test_the_control_plane_runs_as_the_login_and_comes_back(association: Association) -> None:
    with control_plane():
        inside = (_value("SHOW search_path"), _value("SELECT current_user"))

    assert inside == ("public, jobs", _value("SELECT session_user"))
    assert _value("SELECT current_user") == association.schema_name


def test_the_role_cannot_read_another_association(
    association: Association, other_association: Association
) -> None:
    with entered(other_association):
        User.objects.create_user(email="secret@beta.example", password="x" * 12, display_name="س")

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        _value(f"SELECT count(*) FROM {other_association.schema_name}.people_user")

    assert User.objects.count() == 0


def test_the_role_cannot_read_jobs_or_the_control_plane(association: Association) -> None:
    for table in ("jobs.procrastinate_jobs", "public.tenants_association"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _value(f"SELECT count(*) FROM {table}")


def test_audit_entries_and_migrations_cannot_be_changed_by_the_role(
    association: Association,
) -> None:
    for statement in (
        "UPDATE audit_entries SET action = 'x'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "UPDATE django_migrations SET name = 'x'",
        "DELETE FROM django_migrations",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_missing_schema_raises_instead_of_reading_the_one_before(
    association: Association,
) -> None:
    User.objects.create_user(email="a@alpha.example", password="x" * 12, display_name="أ")
    gone = Schema("t_" + "0" * 26, "association", database_role="t_" + "0" * 26)

    with pytest.raises(DatabaseError), transaction.atomic(), entered(gone):
        User.objects.count()

    assert User.objects.count() == 1


def test_a_rollback_does_not_leave_the_wrong_path(
    association: Association, other_association: Association
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), entered(other_association):
        _value("SELECT 1 / 0")

    assert _value("SHOW search_path") == f"{association.schema_name}, jobs"


def test_a_schema_built_from_the_script_equals_a_migrated_one(association: Association) -> None:
    query = """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
               a.attidentity, coalesce(pg_get_expr(d.adbin, d.adrelid), '')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE n.nspname = %(schema)s AND c.relkind IN ('r', 'i', 'S') ORDER BY 1, a.attname
    """
    constraints = """
        SELECT k.conname, k.contype, replace(pg_get_constraintdef(k.oid), %(schema)s || '.', '')
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
        WHERE n.nspname = %(schema)s AND k.contype <> 'n' ORDER BY 1
    """

    def describe(schema_name: str) -> list[list[tuple[object, ...]]]:
        with control_plane(), connection.cursor() as cursor:
            described = []
            for statement in (query, constraints):
                cursor.execute(statement, {"schema": schema_name})
                described.append([tuple(map(_plain, row)) for row in cursor.fetchall()])
            return described

    built, migrated = describe(association.schema_name), describe("template_association")

    assert built == migrated
    assert len(built[0]) > 150


def test_no_foreign_key_leaves_a_schema(association: Association) -> None:
    with control_plane(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE a.relnamespace <> b.relnamespace)"
            " FROM pg_constraint k JOIN pg_class a ON a.oid = k.conrelid"
            " JOIN pg_class b ON b.oid = k.confrelid WHERE k.contype = 'f'"
        )
        total, crossing = cursor.fetchone()

    assert total > 10
    assert crossing == 0


def test_no_table_name_of_public_stands_in_another_kind_of_schema(
    association: Association,
) -> None:
    public = _tables("public") - {"django_migrations"}
    others = _tables("operators") | _tables("jobs") | _tables(association.schema_name)

    assert "tenants_association" in public
    assert public & others == set()


def test_an_association_stays_within_its_budget_of_tables(association: Association) -> None:
    count = len(_tables(association.schema_name))

    assert 20 < count <= MOST_TABLES


def test_an_association_holds_only_tables_indexes_and_constraints(
    association: Association,
) -> None:
    with control_plane(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relkind::text FROM pg_class c JOIN pg_namespace n"
            " ON n.oid = c.relnamespace WHERE n.nspname = %s",
            [association.schema_name],
        )
        kinds = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND NOT t.tgisinternal",
            [association.schema_name],
        )
        triggers = cursor.fetchone()[0]

    assert kinds == {"r", "i", "S"}
    assert triggers == 0


@pytest.mark.parametrize("schema", [PUBLIC, JOBS])
def test_nobody_can_sign_in_where_there_are_no_users(schema: Schema, db: None) -> None:
    names = _tables(schema.schema_name)

    assert not {name for name in names if "user" in name or "session" in name}
    assert "people_user" in _tables(OPERATORS.schema_name)
