"""Deadlines in bulk: a JSON line in, a JSON line out, without a database (see docs/DEADLINES.md)."""

import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from core.deadlines.engine.lines import LONGEST_LINE, LineReader
from core.deadlines.engine.reasons import Reason
from core.deadlines.phrases import REASONS


class Command(BaseCommand):
    help = "Works out deadlines: one JSON object a line from stdin, one a line to stdout."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--explain", action="store_true", help="list the days of each")
        parser.add_argument("--language", choices=["en", "ar"], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        reader = LineReader(_said if options["explain"] else None)
        with override(options["language"]):
            try:
                for line in _lines(sys.stdin.buffer):
                    sys.stdout.write(reader.answer(line) + "\n")
                sys.stdout.flush()
            except BrokenPipeError:
                # Whoever read us has enough; the interpreter's last flush must not complain.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Each line; of one that is too long as much as shows that it is."""
    while line := source.readline(LONGEST_LINE + 1):
        yield line
        while not line.endswith(b"\n") and (line := source.readline(LONGEST_LINE)):
            pass


def _said(reason: Reason) -> str:
    phrase = str(REASONS[reason.kind])
    name = reason.name.text("ar") if reason.name else ""
    return f"{phrase}: {name}" if name else phrase
