"""One HTML page as PDF/UA. It ends within two minutes, whatever it is given, and fetches nothing."""

import ctypes.util
import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from foundation.printing import press

SECONDS = 120
SOURCE_ROOT = Path(__file__).parents[2]


class PdfFailed(RuntimeError):
    """The PDF could not be made."""


@cache
def is_available() -> bool:
    """Whether this machine can lay out PDFs; the print view serves where it cannot."""
    return (
        find_spec("weasyprint") is not None
        and ctypes.util.find_library("pango-1.0") is not None
        and ctypes.util.find_library("pangoft2-1.0") is not None
    )


def typeset(html: str) -> bytes:
    """Raises PdfFailed: in a process of its own, so that no document takes the worker with it."""
    command = [sys.executable, "-m", press.__name__]
    kept = ("PATH", "LANG", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME", "HOME")
    try:
        done = subprocess.run(  # noqa: S603 (a fixed command; the page comes by its input)
            command,
            input=html.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=SOURCE_ROOT,
            env={name: os.environ[name] for name in kept if name in os.environ},
        )
    except subprocess.TimeoutExpired as error:
        raise PdfFailed("it took too long") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise PdfFailed(f"the press ended with {done.returncode}")
    return done.stdout
