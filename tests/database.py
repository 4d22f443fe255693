"""A database per test process, copied from one that is migrated once per state of the migrations."""

import hashlib
import os
import time
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from tenants.fleet.migrations import migrate_control_plane
from tenants.provisioning.schema import refresh_script

ROOT = Path(__file__).resolve().parents[1]
LOCK = 7_361_201


def create() -> str:
    """Make this process's database and point Django at it; returns its name."""
    template = f"test_{settings.DATABASES['default']['NAME']}_{_digest()}"
    name = f"{template}_{os.getpid()}"
    with _maintenance() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not _exists(server, template):
            _make_template(server, template)
        _sweep(server, template)
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    _point_at(name)
    return name


def drop(name: str) -> None:
    connection.close()
    with _maintenance() as server:
        _drop(server, name)


def _make_template(server: psycopg.Connection[Any], template: str) -> None:
    making = f"{template}_making"
    _drop(server, making)
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
    _point_at(making)
    migrate_control_plane()
    refresh_script()
    connection.close()
    server.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(making), sql.Identifier(template)
        )
    )


def _sweep(server: psycopg.Connection[Any], template: str) -> None:
    """Drop what processes that are gone left behind."""
    prefix = f"test_{settings.DATABASES['default']['NAME']}_"
    rows = server.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{prefix}%"]
    ).fetchall()
    for (name,) in rows:
        process = name.rpartition("_")[2]
        if (
            process.isdigit()
            and name.count("_") > template.count("_")
            and not _alive(int(process))
        ):
            _drop(server, name)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _maintenance() -> psycopg.Connection[Any]:
    parameters = {
        key: value
        for key, value in connection.get_connection_params().items()
        if key in ("user", "password", "host", "port")
    }
    return psycopg.connect(**parameters, dbname="postgres", autocommit=True)


def _point_at(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _exists(server: psycopg.Connection[Any], name: str) -> bool:
    row = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return row is not None


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _attempt in range(20):
        try:
            server.execute(statement)
        except (
            psycopg.errors.InsufficientPrivilege
        ):  # autovacuum is in it, which only a superuser ends
            time.sleep(0.5)
        else:
            return


def _digest() -> str:
    files = [
        ROOT / "requirements.lock",
        ROOT / "tenants" / "provisioning" / "script.py",
        ROOT / "tenants" / "fleet" / "migrations.py",
        *(
            file
            for part in ("platform", "tenants", "policies", "core", "api")
            for file in (ROOT / part).rglob("migrations/*.py")
        ),
    ]
    content = b"".join(file.read_bytes() for file in sorted(files))
    return hashlib.sha256(content).hexdigest()[:10]
