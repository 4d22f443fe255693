#!/usr/bin/env python3
"""Django's command line for Silah."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OURS = ROOT / ".venv" / "bin" / "python"
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

if __name__ == "__main__":
    if find_spec("django") is None and OURS.exists():
        os.execv(OURS, [str(OURS), *sys.argv])  # noqa: S606 - the same program, our interpreter
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
