"""Run every rule over a document and put the findings in reading order."""

from collections.abc import Sequence
from datetime import date

from policies.linting import (  # noqa: F401  (each module enters its rules into the table)
    approval,
    deadlines,
    duties,
    extraction,
    fairness,
    identity,
    limits,
    numbering,
    personal_data,
    reach,
    references,
    scanning,
    sections,
    spelling,
    wording,
)
from policies.linting.document import Document, OtherDocument, Setup
from policies.linting.finding import Finding
from policies.linting.rule import RULES
from policies.reading.model import Reading


def lint(
    text: str,
    reading: Reading,
    *,
    others: Sequence[OtherDocument] = (),
    file_date: date | None = None,
    setup: Setup | None = None,
    today: date | None = None,
) -> list[Finding]:
    """Findings by line, then id; those on the whole document come first.

    One finding for each rule and line: the first place on the line stands for the rest.
    """
    document = Document(text, reading, others, file_date, setup, today)
    found: dict[tuple[int, str], Finding] = {}
    for rule in RULES.values():
        for finding in rule.findings(document):
            found.setdefault((finding.line or 0, finding.id), finding)
    return [found[place] for place in sorted(found)]
