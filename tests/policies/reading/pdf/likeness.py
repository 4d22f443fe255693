"""Where a reading of a PDF departs from the reading of its text without asking a person."""

from typing import Any

from policies.reading.model import Reading
from policies.reading.reader import ASK_BELOW
from tests.policies.reading.comparison import differences

ABOUT_THE_TEXT = {"line", "sources", "review_needed", "text_quality", "values_repaired"}


def unasked(expected: Reading, read: Reading) -> list[str]:
    if {"letters_unnamed", "other_kind", "word_order"} & set(read.review_needed):
        return []  # the whole document asks
    asked = {source.path for source in read.sources if source.confidence < ASK_BELOW}
    apart = differences(_said(expected.model_dump()), _said(read.model_dump()))
    return [each for each in apart if not _is_asked(each.split(":")[0], asked)]


def _is_asked(path: str, asked: set[str]) -> bool:
    if path.startswith("handling_steps"):  # one step more or less moves all the others
        return any(each.startswith("handling_steps") for each in asked)
    return any(path.startswith(each) or each.startswith(path) for each in asked)


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _said(each) for key, each in value.items() if key not in ABOUT_THE_TEXT}
    if isinstance(value, list):
        return [_said(each) for each in value]
    return " ".join(value.split()) if isinstance(value, str) else value
