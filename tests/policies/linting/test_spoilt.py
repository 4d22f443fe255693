"""Clean policies spoilt in one place and read by the real reader: one finding, and no other."""

from pathlib import Path

import pytest

from policies.linting.engine import lint
from policies.reading.reader import read_text
from tests.policies.linting.mutations import spoilt_documents

CLEAN = {
    path.stem: path.read_text("utf-8") for path in (Path(__file__).parent / "clean").glob("*.txt")
}
SPOILT = spoilt_documents(CLEAN)


@pytest.mark.parametrize(
    ("text", "expected"), [each[1:] for each in SPOILT], ids=[each[0] for each in SPOILT]
)
def test_one_defect_gives_one_finding(text, expected):
    assert sorted({finding.id for finding in lint(text, read_text(text))}) == expected
