"""Documents of invented associations in many layouts, each with the reading it must give."""

import json
from pathlib import Path

import pytest

from policies.reading.reader import read_text
from tests.policies.reading.comparison import differences

TEXTS = sorted((Path(__file__).parent / "documents").glob("*.txt"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_reads_as_expected(path):
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    read = read_text(path.read_text(encoding="utf-8")).model_dump()
    assert differences(expected, read) == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_value_has_a_source(path):
    reading = read_text(path.read_text(encoding="utf-8"))
    paths = {source.path for source in reading.sources}
    lists = {
        "channels": reading.channels,
        "tools": reading.tools,
        "handling_steps": reading.handling_steps.texts,
        "deadlines": reading.deadlines,
    }
    wanted = {f"{name}.{index}" for name, values in lists.items() for index in range(len(values))}
    wanted |= {
        name
        for name in ("title", "association_name", "license_no", "referral_target", "decision_body")
        if getattr(reading, name) is not None
    }
    said = reading.approval.model_dump(exclude_none=True)
    read = {"body", "session_ordinal", "session_number", "session_year", "board_term_ordinal",
            "hijri_date", "gregorian_date", "chairman", "decision_number"}  # fmt: skip
    wanted |= {f"approval.{name}" for name in said.keys() & read}
    assert wanted - paths == set()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_reads_the_same_in_other_clothes(path):
    """Digits, vowel marks, stretched letters, bidi marks and line ends change nothing."""
    text = path.read_text(encoding="utf-8")
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    dressed = (
        text.translate(digits)
        .replace("المستفيدين", "المســتفيدين")
        .replace("الطلب", "الطَّلَب")
        .replace("\n", "\u200f\r\n")
    )
    expected = read_text(text).model_dump(exclude={"sources", "handling_steps"})
    read = read_text(dressed).model_dump()
    assert differences(expected, read) == []
