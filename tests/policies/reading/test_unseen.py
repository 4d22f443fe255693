"""Policies written before the reader was run on them, with what a careful person reads in each."""

import json
from pathlib import Path

import pytest

from policies.linting.engine import lint
from policies.reading.reader import read_text
from tests.policies.reading.comparison import differences

TEXTS = sorted((Path(__file__).parent / "unseen").glob("*.txt"))


def expected(path):
    return json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_reads_as_a_person_does(path):
    read = read_text(path.read_text(encoding="utf-8")).model_dump()
    assert differences(expected(path), read) == []


LINTED = [path for path in TEXTS if "expected_lint" in expected(path)]


@pytest.mark.parametrize("path", LINTED, ids=lambda path: path.stem)
def test_finds_what_a_reviewer_finds_and_nothing_else(path):
    text = path.read_text(encoding="utf-8")
    found = sorted({finding.id for finding in lint(text, read_text(text))})
    assert found == sorted(expected(path)["expected_lint"])
