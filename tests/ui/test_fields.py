from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from foundation.dates import Calendar, TypedDate
from ui.fields import LARGEST_AMOUNT, CalendarDayField, DayField, MoneyField


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("11/03/2024", date(2024, 3, 11)),
        ("2024-03-11", date(2024, 3, 11)),
        ("٠١/٠٩/١٤٤٥", date(2024, 3, 11)),
        (" 1 رمضان 1445 ", date(2024, 3, 11)),
        ("\u200f11/03/2024\u200e", date(2024, 3, 11)),
        ("", None),
        (" \u200f ", None),
    ],
)
def test_a_day_is_read_in_either_calendar(typed, day):
    assert DayField(required=False).clean(typed) == day


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("11/03/2024", TypedDate(date(2024, 3, 11), Calendar.GREGORIAN)),
        ("٠١/٠٩/١٤٤٥", TypedDate(date(2024, 3, 11), Calendar.HIJRI)),
        (" ", None),
    ],
)
def test_the_calendar_that_a_day_was_typed_in_is_kept(typed, found):
    assert CalendarDayField(required=False).clean(typed) == found


@pytest.mark.parametrize("typed", ["31/02/2024", "tomorrow", "1" * 61, ""])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1500", Decimal("1500.00")),
        ("١٬٥٠٠٫٥٠", Decimal("1500.50")),
        ("1,500.5", Decimal("1500.50")),
        (str(LARGEST_AMOUNT), LARGEST_AMOUNT),
        ("", None),
    ],
)
def test_money_is_read_with_the_signs_of_either_language(typed, amount):
    assert MoneyField(required=False).clean(typed) == amount


@pytest.mark.parametrize("typed", ["-1", "1.234", "1e5", "ألف", "1" * 13, ""])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        MoneyField().clean(typed)
