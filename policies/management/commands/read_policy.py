"""Prints what is read from a policy document and what a reviewer would say about it, as JSON."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from foundation.errors import DomainError
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

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            text, reading = _read(file)
        except OSError as error:
            self._refuse(f"{file.name}: {error.strerror or error}")
        except DomainError as error:
            self._refuse(f"{file.name}: {error}")
        findings = [finding.model_dump() for finding in lint(text, reading)]
        answer = {"reading": reading.model_dump(), "findings": findings}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))

    def _refuse(self, line: str) -> None:
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
