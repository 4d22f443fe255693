"""Runs the extraction in a process of its own, which may be stopped at any moment.

A PDF can ask for hours of work or all memory in a few bytes, and may hit a fault in the libraries
that take it apart; neither may cost the server more than this one child. It is given the file and
nothing else: no settings, no keys, no database.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = "policies.reading.pdf.extraction"
LONGEST_WAIT = 25.0  # seconds; 20 pages take about four
ENVIRONMENT = {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}


class WrongPdf(Exception):
    """`kind`: locked, damaged, too_large or scan."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Doubt:
    """`line` counts from 1 in the text; None: the whole text. `reason` is a ReviewReason."""

    reason: str
    line: int | None = None


@dataclass(frozen=True)
class PdfText:
    text: str
    doubts: tuple[Doubt, ...]


def text_of_pdf(data: bytes, *, wait: float = LONGEST_WAIT) -> PdfText:
    """Raises WrongPdf."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and nothing of the file in its words
            [sys.executable, "-E", "-s", "-m", PROGRAM],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=ENVIRONMENT,
            timeout=wait,
            check=True,
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:  # stopped, or ended by its limits
        raise WrongPdf("damaged") from error
    if "refused" in answer:
        raise WrongPdf(answer["refused"])
    doubts = tuple(Doubt(reason, line) for reason, line in answer["doubts"])
    return PdfText(answer["text"], doubts)
