"""More than one process: limits are counted together, and the web server outlives its workers."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tenants.models import Association
from tenants.schemas import Schema, entered

ROOT = Path(__file__).resolve().parents[2]
TRIES, LIMIT = 30, 10
COUNT = f"""
import sys, django
django.setup()
from foundation.limits import TooManyAttempts, hit
from tenants.models import Association
from tenants.schemas import control_plane, entered
with control_plane():
    association = Association.objects.get(slug="alpha")
refused = 0
with entered(association):
    for _try in range({TRIES}):
        try:
            hit("two-processes", "10.0.0.1", {LIMIT}, 600)
        except TooManyAttempts:
            refused += 1
print(refused)
"""


def environment() -> dict[str, str]:
    """That of this run, at the database of this run."""
    name = settings.DATABASES["default"]["NAME"]
    address = os.environ["DATABASE_URL"]
    head, _slash, tail = address.rpartition("/")
    _old, mark, query = tail.partition("?")
    return {
        **os.environ,
        "DATABASE_URL": f"{head}/{name}{mark}{query}",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "SILAH_BASE_DOMAIN": settings.SILAH_BASE_DOMAIN,
        "SILAH_HTTPS": "false",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


@pytest.fixture
def committed(
    provisioned: tuple[Association, Association], django_db_blocker: pytest.FixtureRequest
) -> Iterator[Association]:
    with django_db_blocker.unblock():
        yield provisioned[0]
        with entered(Schema(provisioned[0].schema_name, "association")):
            connection.cursor().execute("DELETE FROM attempt_counters")
        connection.close()


@pytest.mark.slow
def test_two_processes_share_one_limit(committed: Association) -> None:
    processes = [
        subprocess.Popen(  # noqa: S603 (our own interpreter)
            [sys.executable, "-c", COUNT],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _process in range(2)
    ]
    refused = [int(process.communicate(timeout=60)[0].split()[-1]) for process in processes]

    assert sum(refused) == 2 * TRIES - LIMIT


@pytest.fixture
def server(committed: Association) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """gunicorn as deployed, on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 (our own interpreter)
        [
            sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py",
            "-b", f"127.0.0.1:{port}",
        ],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _until(lambda: _answers(port) and len(workers(process)) == 2)
        yield process, port
    finally:
        process.terminate()
        process.wait(timeout=30)


def workers(process: "subprocess.Popen[bytes]") -> set[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return {int(pid) for pid in children.read_text().split()}


def _answers(port: int) -> bool:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/readyz", headers={"Host": settings.SILAH_BASE_DOMAIN}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 (loopback)
            return bool(response.status == 200)
    except OSError:
        return False


def _until(happens: "object", seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not happens():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)


@pytest.mark.slow
def test_the_web_server_outlives_a_killed_worker(
    server: "tuple[subprocess.Popen[bytes], int]",
) -> None:
    process, port = server
    before = workers(process)
    victim = min(before)

    os.kill(victim, signal.SIGKILL)

    _until(lambda: victim not in workers(process) and len(workers(process)) == 2)
    assert process.poll() is None
    assert len(workers(process) - before) == 1
    _until(lambda: _answers(port))
    assert [_answers(port) for _time in range(12)] == [True] * 12
