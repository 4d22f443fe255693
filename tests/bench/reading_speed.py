"""What reading and linting one document of 20 pages costs, by its source, as JSON.

    python -m tests.bench.reading_speed

A process of its own for each source, so that its memory is its own; seconds of the processor, of the
clock for a page of a scan.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

LETTERS_OF_A_PAGE = 2_000
PAGES = 20
SOURCES = ("text", "docx", "html", "scan")
UNSEEN = Path(__file__).parents[1] / "policies" / "reading" / "unseen"


def document() -> str:
    """Several policies one after the other, until 20 pages are full."""
    whole = "\n".join(path.read_text("utf-8") for path in sorted(UNSEEN.glob("*.txt")))
    lines = [line for line in whole[: LETTERS_OF_A_PAGE * PAGES].split("\n") if line.strip()]
    return "\n".join(lines)


def measure(source: str) -> dict[str, Any]:
    import django  # noqa: PLC0415

    django.setup()
    from policies.linting.engine import lint  # noqa: PLC0415
    from policies.reading.reader import read_document  # noqa: PLC0415
    from policies.reading.scan.recognition import words_of_page  # noqa: PLC0415
    from tests.policies.reading.scans import saved  # noqa: PLC0415
    from tests.policies.reading.test_same_words import in_html, in_word  # noqa: PLC0415

    text = document()
    if source == "scan":
        page = saved("PNG")
        began = time.perf_counter()
        words_of_page(page, 0)
        return {"seconds_a_page": round(time.perf_counter() - began, 2)}
    make, name = {
        "text": (str.encode, "policy.txt"),
        "docx": (in_word, "policy.docx"),
        "html": (in_html, "policy.html"),
    }[source]
    data = make(text)
    lint(*read_document(text[:4_000].encode(), "policy.txt"))  # what is built once is built
    began = time.process_time()
    found, reading = read_document(data, name)
    read = time.process_time() - began
    lint(found, reading)
    return {
        "letters": len(text),
        "read_s": round(read, 2),
        "read_and_lint_s": round(time.process_time() - began, 2),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def figures() -> dict[str, Any]:
    """Each source by a process of its own."""
    found = {}
    for source in SOURCES:
        done = subprocess.run(  # noqa: S603  (ourselves)
            [sys.executable, "-m", "tests.bench.reading_speed", source],
            capture_output=True,
            check=True,
        )
        found[source] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    sys.path[:0] = [str(Path(__file__).parents[2] / "platform")]
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
    else:
        print(json.dumps(figures(), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
