"""Whole documents through the real reader: those that are clean, and those shared for testing."""

import json
from pathlib import Path

import pytest

from policies.linting.engine import lint
from policies.reading.reader import read_text

CLEAN = Path(__file__).parent / "clean"
SHARED = Path(__file__).parents[4] / "shared" / "policies"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared policies are not here")


def ids(text: str) -> list[str]:
    return sorted({finding.id for finding in lint(text, read_text(text))})


@pytest.mark.parametrize("name", sorted(path.stem for path in CLEAN.glob("*.txt")))
def test_a_clean_policy_gives_no_finding(name):
    assert ids((CLEAN / f"{name}.txt").read_text("utf-8")) == []


@needs_shared
@pytest.mark.parametrize(
    "name", [path.stem for path in sorted(SHARED.glob("*/*.txt"))] or ["absent"]
)
def test_a_shared_policy_gives_exactly_what_is_expected(name):
    (path,) = SHARED.glob(f"*/{name}.txt")
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    assert ids(text) == sorted(expected["expected_lint"])
