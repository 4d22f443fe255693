"""Our documents, printed: read as their texts are, or a person is asked."""

from pathlib import Path

import pytest

from policies.reading.reader import read_document, read_text
from tests.policies.reading.pdf import printing
from tests.policies.reading.pdf.likeness import unasked

FOLDER = Path(__file__).resolve().parents[1]
SHARED = FOLDER.parents[3] / "shared" / "policies"
# Known gaps: what print does not keep (bars in a title, blank lines as the only sign of a part), page
# heads typed into the text, and parts that a line cut by the page's edge hides.
LOST_IN_PRINT = {
    "inline", "no_numbers", "c_memo_style", "c_spaced_columns", "c_other_privacy",
    "wrapped_pdf", "c_fund_family",
}  # fmt: skip
TEXTS = sorted(
    path
    for path in [*FOLDER.glob("documents/*.txt"), *FOLDER.glob("unseen/*.txt")]
    if path.stem not in LOST_IN_PRINT
)[::3]  # a third, in one way each: printing all in every way takes minutes
SEEDS = sorted([*SHARED.glob("seeds/*.txt"), *SHARED.glob("variants/*.txt")])


def _is_read_alike(path: Path, style: str) -> None:
    text = path.read_text(encoding="utf-8")
    _found, reading = read_document(printing.pdf(text, style), "policy.pdf")
    assert unasked(read_text(text), reading) == []
    assert "from_pdf" in reading.review_needed


@pytest.mark.parametrize("path", TEXTS[::2], ids=lambda path: path.stem)
def test_reads_justified_pages_as_their_text(path):
    _is_read_alike(path, printing.JUSTIFIED)


@pytest.mark.parametrize("path", TEXTS[1::2], ids=lambda path: path.stem)
def test_reads_small_pages_with_heads_as_their_text(path):
    _is_read_alike(path, printing.HEADED)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_reads_the_first_policies_as_their_text(path):
    _is_read_alike(path, printing.JUSTIFIED)
