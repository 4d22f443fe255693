"""The five policies that the project began with, and four variants of them, read exactly."""

import json
from pathlib import Path

import pytest

from policies.reading.reader import read_text
from tests.policies.reading.comparison import differences

SHARED = Path(__file__).resolve().parents[4] / "shared" / "policies"
TEXTS = sorted(SHARED.glob("seeds/*.txt")) + sorted(SHARED.glob("variants/*.txt"))

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_reading_is_as_made_by_hand(path):
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    read = read_text(path.read_text(encoding="utf-8")).model_dump()
    assert differences(expected, read) == []


def test_all_nine_are_there():
    assert len(TEXTS) == 9


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_source_quotes_its_line(path):
    text = path.read_text(encoding="utf-8")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    for source in read_text(text).sources:
        if source.confidence > 0.6:
            assert source.words in " ".join(lines[source.line - 1 :])
