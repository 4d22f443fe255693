"""Any text is read in bounded time without a failure, and no value says what the text does not."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.reading.damage import Damage, restore
from policies.reading.model import Reading
from policies.reading.reader import read_text
from policies.reading.text import ARABIC_LETTER, Lines, fold

HERE = Path(__file__).parent
TEXTS = sorted([*(HERE / "documents").glob("*.txt"), *(HERE / "unseen").glob("*.txt")])
LINES = sorted({line for path in TEXTS for line in path.read_text(encoding="utf-8").split("\n")})
# Prepositions and the article, which a value may lose: «للجنة المنح» names «لجنة المنح».
JOINED = re.compile(r"^(?:[وفبلك]?(?:ال|لل)|[وفبل])(?=..)")
SLOWEST = 2.0

POLICY_LINES = st.lists(st.sampled_from(LINES), max_size=40).map("\n".join)
NOISE = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("ابتسلامويه ٠١٢3456\n\t|:.-()/؛،ـ\u200f\u064b")
    ),
    max_size=400,
)
MIXED = st.tuples(POLICY_LINES, NOISE, POLICY_LINES).map("".join)


def values(reading: Reading) -> list[str]:
    approval, complaints = reading.approval, reading.complaints or {}
    said = [
        reading.title, reading.association_name, reading.license_no, reading.version,
        reading.referral_target, reading.decision_body, approval.body, approval.chairman,
        approval.decision_number, complaints.get("handler"), complaints.get("escalation"),
        (reading.compensation or {}).get("body"), *complaints.get("channels", []),
        *reading.foreign_association_names, *reading.channels, *reading.tools,
        *reading.handling_steps.texts, *(deadline.raw for deadline in reading.deadlines),
    ]  # fmt: skip
    return [value for value in said if value]


def words(text: str) -> list[str]:
    return re.findall(rf"[{ARABIC_LETTER}A-Za-z0-9]+", fold(text))


def source_of(text: str) -> str:
    """The words as they came and as damage to letters is put right: the only two they may say."""
    repaired = "\n".join(line.text for line in Damage(Lines.read(text)).repaired())
    return " ".join(word for each in (text, repaired, restore(repaired)) for word in words(each))


def invented(text: str) -> list[str]:
    source = source_of(text)
    return [
        word
        for value in values(read_text(text))
        for word in words(value)
        if word not in source and JOINED.sub("", word) not in source
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_invents_nothing(path):
    assert invented(path.read_text(encoding="utf-8")) == []


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POLICY_LINES)
def test_invents_nothing_from_torn_pages(text):
    assert invented(text) == []


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(NOISE, MIXED))
def test_reads_any_text_in_bounded_time(text):
    begun = time.perf_counter()
    reading = read_text(text)
    assert time.perf_counter() - begun < SLOWEST
    assert all(0 <= source.confidence <= 1 for source in reading.sources)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "لا ",
        "خلال ",
        "من تاريخ ",
        "(....) ",
        "1- ",
        "| ",
        "\t",
        "جمعية ",
        "يحال إلى ",
        "ثلاثة و",
        ": ",
        "لجنة ال",
    ],
)
def test_a_word_a_thousand_times_over_does_not_hang(piece):
    begun = time.perf_counter()
    read_text(piece * 5_000)
    read_text(f"{piece}\n" * 2_000)
    assert time.perf_counter() - begun < 5 * SLOWEST
