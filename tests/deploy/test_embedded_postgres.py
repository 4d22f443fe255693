"""The database that set-up starts is ended by its own pid file, and nothing else is."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
STARTED = "import os, embedded_postgres as e; from pathlib import Path; e.start(Path({0!r})); os._exit(0)"
STOPPED = "import embedded_postgres as e; from pathlib import Path; print(e.stop(Path({0!r})))"


@pytest.fixture
def data() -> Iterator[Path]:
    """Outside pytest's own folders, which the server's user may not enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder / "postgres"
    shutil.rmtree(folder)


def told(code: str, data: Path) -> str:
    command = [sys.executable, "-c", code.format(str(data))]
    done = subprocess.run(  # noqa: S603 - our own words
        command, cwd=DEPLOY, text=True, check=True, stdout=subprocess.PIPE, timeout=120
    )
    return done.stdout.strip()


def test_a_server_is_stopped_once(data: Path) -> None:
    told(STARTED, data)
    was_there = (data / "postmaster.pid").is_file()

    first, second = told(STOPPED, data), told(STOPPED, data)

    assert first == "The database is stopped; its data stays in var/postgres."
    assert second == "The database is not running."
    assert (was_there, (data / "postmaster.pid").is_file()) == (True, False)
    assert (data / "PG_VERSION").is_file()


def test_a_number_left_behind_ends_nobody_else(data: Path) -> None:
    data.mkdir()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        (data / "postmaster.pid").write_text(f"{other.pid}\n{data}\n")

        said, still_there = told(STOPPED, data), other.poll() is None
        other.terminate()

    assert (said, still_there) == ("The database is not running.", True)
