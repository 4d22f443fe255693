"""How long something takes, over several turns, and what it costs whoever else keeps the machine busy."""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from tenants.models import Association
from tenants.schemas import control_plane

ROWS = int(
    os.environ.get("SILAH_BENCH_ROWS", "100000")
)  # people and cases of the large associations


def milliseconds(action: Callable[[], object], times: int) -> dict[str, float]:
    spent = []
    for _turn in range(times):
        began = time.perf_counter()
        action()
        spent.append(1000 * (time.perf_counter() - began))
    ordered = sorted(spent)
    return {
        "median_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[max(0, int(0.95 * len(ordered)) - 1)], 2),
    }


def spent(action: Callable[[], object], times: int) -> dict[str, float]:
    """On the clock, and in processor time of this process and of the database's that serves it.

    The latter is what an idle machine would take; it is left out where the database is elsewhere.
    Call without parallel workers (`alone`), whose time nobody counts.
    """
    action()  # what only the first turn does: catalogs, templates
    clock, processor = [], []
    for _turn in range(times):
        began, busy, served = time.perf_counter(), time.process_time(), _served()
        action()
        clock.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (time.process_time() - busy) + _served() - served)
    found = {"p50_ms": statistics.median(clock), "p95_ms": _p95(clock)}
    if _served():
        found |= {"cpu_p50_ms": statistics.median(processor), "cpu_p95_ms": _p95(processor)}
    return {name: round(value, 1) for name, value in found.items()}


def alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")


def settle(association: Association, *tables: str) -> None:
    """What autovacuum would have done a minute later; only the owner of the tables may."""
    with control_plane(), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in tables:
            cursor.execute(f'VACUUM (ANALYZE) "{association.schema_name}".{table}')


def _served() -> float:
    """Milliseconds on a processor that the database has spent on this connection so far."""
    connection.ensure_connection()
    process = connection.connection.info.backend_pid
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e6
    except OSError:
        return 0.0


def _p95(spent: list[float]) -> float:
    return sorted(spent)[max(0, int(0.95 * len(spent)) - 1)]
