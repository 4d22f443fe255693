"""Birth, account and address: what is accepted, as it was given, and what is refused with why."""

from datetime import date

import pytest

from core.beneficiaries import address, bank
from core.beneficiaries.address import read_address
from core.beneficiaries.bank import bank_of, in_groups, normalise_iban
from core.beneficiaries.birth import Birth, BornInFuture, BornTooLongAgo
from foundation.dates import DateDoesNotExist, DateOutOfRange, HijriDateDoesNotExist

RAJHI = "SA0380000000608010167519"


@pytest.mark.parametrize(
    ("typed", "stored", "day"),
    [
        ("01/09/1390", {"calendar": "hijri", "date": "1390-09-01"}, date(1970, 11, 1)),
        ("١ رمضان ١٣٩٠", {"calendar": "hijri", "date": "1390-09-01"}, date(1970, 11, 1)),
        ("1990-02-28", {"calendar": "gregorian", "date": "1990-02-28"}, date(1990, 2, 28)),
    ],
)
def test_birth_is_kept_in_the_calendar_it_was_given_in(typed, stored, day):
    birth = Birth.read(typed)

    assert (birth.dump(), birth.day) == (stored, day)
    assert Birth.load(stored) == birth
    assert Birth.read(birth.typed()) == birth


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("30/02/1990", DateDoesNotExist),
        ("30/02/1391", HijriDateDoesNotExist),
        ("2030-01-01", BornInFuture),
        ("01/01/1300", DateOutOfRange),
        ("1924-08-01", BornTooLongAgo),
    ],
)
def test_impossible_births_are_refused(at, typed, error):
    at(2046 if error is BornTooLongAgo else 2026, 3, 1, 10)
    if error is BornTooLongAgo:
        assert Birth.read("1925-08-01").age() == 120

    with pytest.raises(error):
        Birth.read(typed)


def test_age_grows_on_the_birthday(at):
    birth = Birth.read("2000-03-15")

    assert (birth.age(date(2026, 3, 14)), birth.age(date(2026, 3, 15))) == (25, 26)


@pytest.mark.parametrize(
    "typed",
    [
        RAJHI,
        "sa03 8000 0000 6080 1016 7519",
        "SA٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩",
        "0380000000608010167519",
    ],
)
def test_iban_has_one_written_form_and_names_its_bank(typed):
    assert normalise_iban(typed) == RAJHI
    assert in_groups(RAJHI) == "SA03 8000 0000 6080 1016 7519"
    assert bank_of(RAJHI) == "مصرف الراجحي"
    assert bank_of("GB82WEST12345698765432") == ""


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("SA038000000060801016751", bank.IbanLength),
        ("SA0480000000608010167519", bank.IbanCheckDigits),
        ("SA03800000006080101675199", bank.IbanLength),
        ("hello", bank.InvalidIban),
        ("05", bank.InvalidIban),
    ],
)
def test_wrong_ibans_say_what_is_wrong(typed, error):
    with pytest.raises(error):
        normalise_iban(typed)


def test_address_is_checked_part_by_part():
    found = read_address(
        {
            "city": "الرياض",
            "building": "٢٩٢٩",
            "short_address": "rrrd 2929",
            "postal_code": "12214",
        }
    )

    assert found is not None
    assert (found.building, found.short_address) == ("2929", "RRRD2929")
    assert found.line() == "2929، الرياض 12214"
    assert read_address({"city": " "}) is None


@pytest.mark.parametrize(
    ("typed", "error", "field"),
    [
        ({"building": "29"}, address.BuildingNumber, "building"),
        ({"additional": "81011"}, address.AdditionalNumber, "additional"),
        ({"postal_code": "1221"}, address.PostalCode, "postal_code"),
        ({"short_address": "RRR2929"}, address.ShortAddress, "short_address"),
        ({"street": "شارع العليا"}, address.CityMissing, "city"),
    ],
)
def test_wrong_parts_of_an_address_are_refused(typed, error, field):
    with pytest.raises(error) as refused:
        read_address(typed)

    assert refused.value.field == field
