import pytest
from django import forms

from foundation.errors import Invalid, WrongState
from ui.forms import RefusableForm


class NotFree(Invalid):
    message = "Taken."


class NotFreeToday(NotFree):
    message = "Taken today."


class TooLate(WrongState):
    message = "Too late."


class NotAsked(Invalid):
    message = "Nobody asked."


class Booking(RefusableForm):
    beside = {NotFree: "room", NotAsked: "reason"}

    room = forms.CharField()


@pytest.mark.parametrize(
    ("error", "place"),
    [
        (NotFree(), "room"),
        (NotFreeToday(), "room"),
        (TooLate(), "__all__"),
        (NotAsked(), "__all__"),
    ],
)
def test_a_refusal_stands_beside_its_field_or_over_the_form(error, place):
    form = Booking({"room": "12"})
    assert form.is_valid()

    form.refuse(error)

    assert form.errors == {place: [str(error)]}
