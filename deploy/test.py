#!/usr/bin/env python3
"""`make test`: set up, then every test. Arguments go to pytest."""

import subprocess
import sys

from setup import PYTHON, ROOT, SetupError, prepare

if __name__ == "__main__":
    try:
        environment = prepare(for_tests=True)
    except SetupError as error:
        sys.exit(f"Set-up stopped. {error}")
    command = [str(PYTHON), "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)
