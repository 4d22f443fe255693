#!/usr/bin/env python3
"""`make demo`: set up, fill five demo associations, serve on http://localhost:8000 until Ctrl-C.

`--reset` starts over with an empty database. The web server and the worker are our own child
processes; they end with this one.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from setup import PYTHON, ROOT, VAR, SetupError, prepare, run, say

PORT = int(os.environ.get("SILAH_PORT", "8000"))
DEMO = {
    "SILAH_DEMO": "true",
    "SILAH_HTTPS": "false",
    "SILAH_PORT": str(PORT),
    "SILAH_BASE_DOMAIN": "localhost",
}
SECONDS_TO_ANSWER = 60
GIVEN = dict(os.environ)


def check_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError as error:
            raise SetupError(
                f"Port {PORT} is taken. Stop what listens there, or choose another: SILAH_PORT=8001 make demo"
            ) from error


def reset() -> None:
    """Empty the demo's database, files and mails; secrets and the environment stay."""
    say("Emptying the demo …")
    run(PYTHON, "manage.py", "demo_reset", "--yes")
    for folder in ("files", "mail"):
        shutil.rmtree(VAR / folder, ignore_errors=True)


def start() -> list[subprocess.Popen[bytes]]:
    web = (
        PYTHON.parent / "gunicorn", "config.wsgi", "--config", "deploy/gunicorn.conf.py",
        "--bind", f"127.0.0.1:{PORT}",
    )  # fmt: skip
    worker = (PYTHON, "manage.py", "worker")
    log = (VAR / "demo.log").open("ab")
    return [
        subprocess.Popen([str(part) for part in command], cwd=ROOT, stdout=log, stderr=log)
        for command in (web, worker)
    ]


def wait_until_served(children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            break
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/readyz", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise SetupError("The service did not start; var/demo.log says why.")


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()


def serve() -> None:
    children = start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        wait_until_served(children)
        run(PYTHON, "manage.py", "demo_access", "--text", quiet=False)
        print("Serving. Ctrl-C stops it; the data stays.", flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(1)
        raise SetupError("A part of the service ended by itself; var/demo.log says why.")
    except KeyboardInterrupt:
        print()
    finally:
        stop(children)
        if "DATABASE_URL" not in GIVEN:
            print("Stopped. The database keeps running; `make stop` ends it.", flush=True)


def main() -> int:
    try:
        os.environ.update(DEMO)
        check_port()
        prepare()
        if "--reset" in sys.argv:
            reset()
        say("Migrating, and filling the demo where it is empty …")
        run(PYTHON, "manage.py", "demo_prepare", quiet=False)
        serve()
    except SetupError as error:
        print(f"Stopped. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
