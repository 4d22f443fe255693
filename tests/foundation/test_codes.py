from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.codes import UnreadableCode, code_hash, display, new_code, parse
from tenants.models import Association
from tenants.schemas import entered

CODE = "01234567890123456789"
codes = st.text(alphabet="0123456789", min_size=20, max_size=20)


@given(codes)
def test_displayed_code_reads_back(code: str) -> None:
    assert parse(display(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "01234-56789-01234-56789",
        " 01234 56789  01234\t56789\n",
        "٠١٢٣٤-٥٦٧٨٩-٠١٢٣٤-٥٦٧٨٩",
        "۰۱۲۳۴ ۵۶۷۸۹ ۰۱۲۳۴ ۵۶۷۸۹",
        "\u206801234–56789—01234‑56789\u2069",
        "\u200f01234\u00a056789\u200e0123456789",
    ],
)
def test_code_is_read_however_it_is_typed(typed: str) -> None:
    assert parse(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "0", CODE[:-1] + "x", "abc", "½" * 20])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableCode):
        parse(typed)


def test_codes_are_random_in_each_digit() -> None:
    made = [new_code() for _time in range(20_000)]
    counts = Counter("".join(made))
    expected = 20_000 * 20 / 10
    chi_square = sum((counts[digit] - expected) ** 2 / expected for digit in "0123456789")

    assert len(set(made)) == 20_000
    assert chi_square < 40  # 9 degrees of freedom: above 40 once in 100,000 runs
    assert display(CODE) == "01234-56789-01234-56789"


def test_hash_is_the_associations_own(
    association: Association, other_association: Association
) -> None:
    here = code_hash(CODE)
    with entered(other_association):
        there = code_hash(CODE)

    assert here == code_hash(CODE)
    assert here != there
    assert len(here) == 32
