"""`manage.py deadlines` as it is run: a process of its own, with no database to be found."""

import json
import os
import subprocess
import sys

from core.deadlines.engine.lines import LONGEST_LINE
from tests.database import ROOT

LINE = {
    "start": "2026-03-15T09:30",
    "kind": "max",
    "value": 1,
    "unit": "working_day",
    "calendar": {"timezone": "Asia/Riyadh", "weekend": [4, 5], "holidays": ["2026-03-16"]},
}
ANSWER = {"due": "2026-03-18T00:00:00+03:00", "due_date": "2026-03-17", "earliest": None}
NO_DATABASE = {"DATABASE_URL": "postgresql://nobody@192.0.2.1:1/nothing?connect_timeout=1"}


def run(text, *options):
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "deadlines", *options],
        input=text, capture_output=True, cwd=ROOT, env=os.environ | NO_DATABASE, timeout=60, check=False,
    )  # fmt: skip


def test_each_line_has_its_answer_in_its_place():
    too_long = b'{"start": "' + b"x" * (2 * LONGEST_LINE) + b'"}'
    lines = [json.dumps(LINE).encode(), b"", b"nonsense", too_long, json.dumps(LINE).encode()]

    done = run(b"\n".join(lines))

    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        ANSWER,
        {"error": "an empty line"},
        {"error": "not JSON"},
        {"error": f"longer than {LONGEST_LINE} bytes"},
        ANSWER,
    ]


def test_explanations_come_in_either_language():
    line = json.dumps(LINE).encode() + b"\n"

    english = json.loads(run(line, "--explain").stdout)
    arabic = json.loads(run(line, "--explain", "--language", "ar").stdout)

    assert english == ANSWER | {
        "days": [
            {"date": "2026-03-15", "hijri": "1447-09-26", "counted": False,
             "why": "Day of the event; counting starts the day after"},
            {"date": "2026-03-16", "hijri": "1447-09-27", "counted": False,
             "why": "Official holiday"},
            {"date": "2026-03-17", "hijri": "1447-09-28", "counted": True,
             "why": "Last day that is on time"},
        ]
    }  # fmt: skip
    assert [day["why"] for day in arabic["days"]][1] == "إجازة رسمية"


def test_nothing_in_gives_nothing_out():
    done = run(b"")

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_reader_that_has_enough_is_no_error():
    line = json.dumps(LINE)
    done = subprocess.run(  # noqa: S602
        f"yes '{line}' | {sys.executable} manage.py deadlines | head -n 1",
        shell=True, capture_output=True, cwd=ROOT, env=os.environ | NO_DATABASE, timeout=60, check=False,
    )  # fmt: skip

    assert (json.loads(done.stdout), done.stderr) == (ANSWER, b"")
