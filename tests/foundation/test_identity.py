import pytest

from foundation.errors import Invalid
from foundation.identity import (
    IdentityKind,
    IdentityNumberCheckDigit,
    IdentityNumberLength,
    IdentityNumberStart,
    InvalidEmail,
    InvalidIdentityNumber,
    InvalidMobile,
    identity_kind,
    normalise_email,
    normalise_identity_number,
    normalise_mobile,
)


def with_check_digit(nine):
    """The slow way: try every last digit against the rule as it is written for people."""
    for last in range(10):
        total = 0
        for place, digit in enumerate(f"{nine}{last}", start=1):
            value = int(digit) * (2 if place % 2 else 1)
            total += value - 9 if value > 9 else value
        if total % 10 == 0:
            return f"{nine}{last}"
    raise AssertionError


@pytest.mark.parametrize("nine", ["100000000", "101234567", "210987654", "299999999", "109876543"])
def test_exactly_one_check_digit_is_right(nine):
    right = with_check_digit(nine)

    assert normalise_identity_number(right) == right
    for last in set("0123456789") - {right[-1]}:
        with pytest.raises(IdentityNumberCheckDigit):
            normalise_identity_number(nine + last)


def test_one_wrong_digit_is_always_noticed():
    right = with_check_digit("104862759")

    for place in range(1, 10):
        for digit in set("0123456789") - {right[place]}:
            with pytest.raises(IdentityNumberCheckDigit):
                normalise_identity_number(right[:place] + digit + right[place + 1 :])


def test_identity_number_is_taken_as_people_type_it():
    right = with_check_digit("101234567")
    arabic = right.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert (
        normalise_identity_number(f" \u200f{arabic[:4]} {arabic[4:7]}-{arabic[7:]}\u2069") == right
    )


@pytest.mark.parametrize(
    "typed", ["", "1", "101234567", "10123456789", "10123456a8", "½123456789"]
)
def test_identity_number_has_ten_digits(typed):
    with pytest.raises(IdentityNumberLength):
        normalise_identity_number(typed)


@pytest.mark.parametrize("first", "03456789")
def test_identity_number_starts_with_one_or_two(first):
    with pytest.raises(IdentityNumberStart):
        normalise_identity_number(with_check_digit(f"{first}01234567"))


def test_identity_errors_are_input_errors_that_never_carry_the_number():
    with pytest.raises(Invalid) as caught:
        normalise_identity_number("1012345670")

    assert isinstance(caught.value, InvalidIdentityNumber)
    assert caught.value.details == {}


def test_identity_kind():
    assert identity_kind(with_check_digit("100000000")) == IdentityKind.CITIZEN
    assert identity_kind(with_check_digit("200000000")) == IdentityKind.RESIDENT


@pytest.mark.parametrize(
    "typed",
    [
        "0501234567",
        "501234567",
        "050 123 4567",
        "050-123-4567",
        "٠٥٠١٢٣٤٥٦٧",
        "\u202a+966 50 123 4567\u202c",
        "00966501234567",
        "966501234567",
        "+٩٦٦٥٠١٢٣٤٥٦٧",
        "+966 (0) 50 123 4567",
    ],
)
def test_mobile_is_one_number_however_typed(typed):
    assert normalise_mobile(typed) == "+966501234567"


def test_mobile_of_another_country_needs_its_code():
    assert normalise_mobile("+971 50 123 4567") == "+971501234567"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "12",
        "0112345678",
        "05012345",
        "050123456789",
        "+966112345678",
        "920000000",
        "0501234567 ext. 5",
        "0501234567 0501234568",
    ],
)
def test_mobile_refuses_what_cannot_ring_one(typed):
    with pytest.raises(InvalidMobile):
        normalise_mobile(typed)


def test_email_is_one_address_however_typed():
    assert normalise_email(" \u200eNoura@Example.ORG\u200f ") == "noura@example.org"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "noura",
        "noura@",
        "@example.org",
        "a b@example.org",
        "a@b@example.org",
        f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 62}.org",
        "noura@example.org\nBcc: x@y.org",
        '"\x01"@example.org',
    ],
)
def test_email_refuses_what_cannot_be_delivered(typed):
    with pytest.raises(InvalidEmail):
        normalise_email(typed)
