"""Prints what is read from a policy document and what a reviewer would say about it, as JSON."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from foundation import clock
from foundation.errors import DomainError
from policies.file_dates import file_date
from policies.linting.document import OtherDocument
from policies.linting.engine import lint
from policies.reading.model import Reading
from policies.reading.reader import read_document
from policies.reading.scan import recognition
from policies.reading.sources import DocumentTooLarge, ScannedDocument

UNREADABLE = 2


class Command(BaseCommand):
    help = (
        "Read a policy document (a file of text or a scan) and print the reading and its findings."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--beside",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="another document of the association, to compare deadlines with; may be repeated",
        )

    def handle(self, *_args: Any, file: Path, beside: list[Path], **_options: Any) -> None:
        text, reading = self._read(file)
        others = [
            OtherDocument(known.title or each.name, known.deadlines)
            for each in beside
            for _text, known in [self._read(each)]
        ]
        changed_on = file_date(file.read_bytes(), file.name)
        found = lint(text, reading, others=others, file_date=changed_on, today=clock.today())
        findings = [finding.model_dump() for finding in found]
        answer = {"reading": reading.model_dump(), "findings": findings}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))

    def _read(self, file: Path) -> tuple[str, Reading]:
        try:
            return _read(file)
        except OSError as error:
            self._refuse(f"{file.name}: {error.strerror or error}")
        except DomainError as error:
            self._refuse(f"{file.name}: {error}")

    def _refuse(self, line: str) -> NoReturn:
        self.stderr.write(line)
        sys.exit(UNREADABLE)


def _read(file: Path) -> tuple[str, Reading]:
    data = _bytes(file)
    try:
        return read_document(data, file.name)
    except ScannedDocument:
        return recognition.read_at_once(data)


def _bytes(file: Path) -> bytes:
    if file.stat().st_size > recognition.LARGEST_SCAN:
        raise DocumentTooLarge
    return file.read_bytes()
