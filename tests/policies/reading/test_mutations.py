"""The same policy in other digits, marks, words and pages is read the same."""

from pathlib import Path
from typing import Any

import pytest

from policies.reading.reader import read_text
from tests.policies.reading.comparison import differences
from tests.policies.reading.mutations import MUTATIONS

HERE = Path(__file__).parent
TEXTS = sorted([*(HERE / "documents").glob("*.txt"), *(HERE / "unseen").glob("*.txt")])
# Where the words stand and how they are spelt is what a mutation changes; what they say is not.
FREE = frozenset(
    {
        "line",
        "sources",
        "review_needed",
        "text_quality",
        "values_repaired",
        "texts",
        "raw",
        "trigger_raw",
    }
)


def said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: said(each) for key, each in value.items() if key not in FREE}
    if isinstance(value, list):
        return [said(each) for each in value]
    return value


@pytest.mark.slow
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_says_the_same_in_other_clothes(mutate):
    changed = []
    for path in TEXTS:
        text = path.read_text(encoding="utf-8")
        mutated = mutate(text)
        if mutated != text:
            expected = said(read_text(text).model_dump())
            found = differences(expected, said(read_text(mutated).model_dump()))
            changed += [f"{path.stem}: {line}" for line in found]
    assert changed == []
