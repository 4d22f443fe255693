#!/usr/bin/env python3
"""Make this checkout ready to run: environment, dependencies, assets, secrets, database.

Standard library only, so it runs before anything is installed. Each step says what it does, does
nothing when it is done already, and ends with one clear sentence when something is missing.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ENV_FILE = VAR / "silah.env"
FREE_BYTES_NEEDED = 1_500_000_000


@dataclass(frozen=True)
class Debian:
    """Packages of one purpose; `without` says what their absence costs."""

    packages: tuple[str, ...]
    is_here: Callable[[], bool]
    without: str


class SetupError(Exception):
    """The message is shown as it is: one sentence that says what to do."""


def say(text: str) -> None:
    print(f"  {text}", flush=True)


def run(*command: str | Path, quiet: bool = True, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        check=False,
        text=True,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )
    if done.returncode:
        tail = "\n".join((done.stdout or "").splitlines()[-12:])
        raise SetupError(f"`{' '.join(map(str, command[:6]))}` failed:\n{tail}")


def check_machine() -> None:
    if sys.version_info < (3, 11):
        raise SetupError(f"Silah needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    VAR.mkdir(exist_ok=True)
    free = shutil.disk_usage(VAR).free
    if free < FREE_BYTES_NEEDED:
        raise SetupError(f"Only {free // 1_000_000} MB are free here; Silah needs 1,500 MB.")


def stamp(name: str, *files: Path) -> tuple[Path, str]:
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return VAR / f".{name}.stamp", digest


def is_current(mark: Path, digest: str) -> bool:
    return mark.is_file() and mark.read_text() == digest


def install_python() -> None:
    mark, digest = stamp("python", ROOT / "requirements.lock", ROOT / "pyproject.toml")
    if PYTHON.exists() and is_current(mark, digest):
        return
    if not PYTHON.exists():
        say("Making the virtual environment …")
        try:
            venv.create(VENV, with_pip=True, symlinks=True)
        except (subprocess.CalledProcessError, OSError) as error:
            raise SetupError(
                "The virtual environment could not be made; on Debian install python3-venv."
            ) from error
    say("Installing the locked Python packages …")
    install = (PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check")
    run(*install, "--require-hashes", "-r", "requirements.lock")
    roots = [str(ROOT), str(ROOT / "platform")]
    site = next((VENV / "lib").glob("python3.*/site-packages"))
    (site / "silah.pth").write_text("\n".join(roots) + "\n", encoding="utf-8")
    mark.write_text(digest)


def install_debian(needed: tuple[Debian, ...]) -> None:
    """What is missing of `needed`; where we may not install, a hint and what goes without."""
    missing = [each for each in needed if not each.is_here()]
    if not missing:
        return
    packages = sorted({package for each in missing for package in each.packages})
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"Not installed: {names} (run as root: apt-get install {names}).")
    else:
        say(f"Installing {names} …")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        try:
            run("apt-get", "update", "-qq", env=quiet)
            run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, env=quiet)
        except SetupError as error:
            say(f"Could not install {names}: {str(error).splitlines()[-1]}")
    for each in missing:
        if not each.is_here():
            say(each.without)


def has_arabic_recognition() -> bool:
    if not shutil.which("tesseract"):
        return False
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False, timeout=30
    )
    return "ara" in listed.stdout.split()


def has_text_layout() -> bool:
    return all(find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"))


TO_SERVE = (
    Debian(
        ("tesseract-ocr", "tesseract-ocr-ara"),
        has_arabic_recognition,
        "Scans cannot be read without tesseract; pages say so and everything else works.",
    ),
    Debian(
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        has_text_layout,
        "PDF files cannot be made without pango; pages can still be printed.",
    ),
)
TO_TEST = (
    Debian(
        ("chromium",),
        lambda: shutil.which("chromium") is not None,
        "Tests of pages need chromium.",
    ),
)


def install_assets() -> None:
    lock = ROOT / "package-lock.json"
    if not lock.is_file():
        return
    mark, digest = stamp("assets", lock)
    vendor = ROOT / "platform" / "ui" / "static" / "vendor"
    if vendor.is_dir() and is_current(mark, digest):
        return
    if not shutil.which("npm"):
        say("Node.js is not here: pages use system fonts, and drawing needs no script.")
        return
    say("Installing fonts and scripts …")
    try:
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    except SetupError as error:
        say(f"Fonts and scripts could not be installed, pages work without: {error}")
        return
    run(PYTHON, "manage.py", "assets")
    mark.write_text(digest)


def compile_messages() -> None:
    catalogs = sorted(ROOT.glob("*/**/locale/*/LC_MESSAGES/django.po"))
    ours = [path for path in catalogs if not {".venv", "node_modules"} & set(path.parts)]
    mark, digest = stamp("messages", *ours)
    if is_current(mark, digest) and all(path.with_suffix(".mo").is_file() for path in ours):
        return
    run(PYTHON, "manage.py", "messages", "--compile")
    mark.write_text(digest)


def write_secrets() -> None:
    if ENV_FILE.is_file():
        return
    say("Writing fresh secrets to var/silah.env …")
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    lines = [
        "# Written by set-up for this machine. Keep it out of backups of the database.",
        f"SECRET_KEY={secrets.token_urlsafe(48)}",
        f"SILAH_KEKS=1:{key}",
        "",
    ]
    ENV_FILE.touch(mode=0o600)
    ENV_FILE.write_text("\n".join(lines), encoding="utf-8")


def start_database() -> str:
    """The address of the database: DATABASE_URL's, or that of the embedded PostgreSQL in var/."""
    if given := os.environ.get("DATABASE_URL"):
        return given
    say("Starting the embedded PostgreSQL …")
    done = subprocess.run(
        [str(PYTHON), str(ROOT / "deploy" / "embedded_postgres.py")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise SetupError(f"The embedded PostgreSQL did not start: {last}")
    address = done.stdout.strip()
    remember("DATABASE_URL", address)
    return address


def remember(name: str, value: str) -> None:
    """Keep a line of var/silah.env up to date, so that ./manage.py works without make."""
    lines = ENV_FILE.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(f"{name}=")]
    if [*kept, f"{name}={value}"] != lines:
        ENV_FILE.write_text("\n".join([*kept, f"{name}={value}", ""]), encoding="utf-8")


def prepare(*, for_tests: bool = False) -> dict[str, str]:
    """All set-up; returns the environment that manage.py and pytest need."""
    began = time.monotonic()
    print("Setting up Silah", flush=True)
    check_machine()
    install_python()
    install_debian(TO_SERVE + TO_TEST if for_tests else TO_SERVE)
    write_secrets()
    os.environ["DATABASE_URL"] = start_database()
    install_assets()
    compile_messages()
    say(f"Set up in {time.monotonic() - began:.0f} s.")
    return dict(os.environ)


def main() -> int:
    try:
        prepare(for_tests="--tests" in sys.argv)
    except SetupError as error:
        print(f"Set-up stopped. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
