#!/usr/bin/env python3
"""`make check`: everything that can be judged without running the product. Changes nothing."""

import os
import subprocess
import sys
import time

from setup import PYTHON, ROOT, SetupError, prepare

BIN = PYTHON.parent
CHECKS = {
    "style": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "types": [str(BIN / "mypy")],
    "floors": [str(BIN / "lint-imports")],
    "templates": [
        str(BIN / "djlint"),
        "--lint",
        "--quiet",
        "platform",
        "tenants",
        "policies",
        "core",
        "api",
    ],
    "translations": [str(PYTHON), "manage.py", "messages", "--check"],
    "migrations": [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"],
    "django": [str(PYTHON), "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "state charts": [str(PYTHON), "manage.py", "statecharts", "--check"],
    "API schema": [str(PYTHON), "manage.py", "api_schema", "--check"],
    "documents": [
        str(PYTHON),
        "-m",
        "pytest",
        "-q",
        "tests/test_repository.py",
        "-k",
        "documents",
    ],
}


def main() -> int:
    try:
        environment = prepare()
    except SetupError as error:
        sys.exit(f"Set-up stopped. {error}")
    failed = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        verdict = "ok" if done.returncode == 0 else "FAILED"
        print(f"{name:14} {verdict:7} {time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print("\n".join((done.stdout + done.stderr).splitlines()[-60:]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
