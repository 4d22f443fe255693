"""The Saudi national address: checked where it is given, and given in part where it is not known."""

import re
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, StringConstraints

from foundation.arabic import clean_typed, strip_marks
from foundation.errors import Invalid

LONGEST_PART = 120
Words = Annotated[str, StringConstraints(max_length=LONGEST_PART)]


class InvalidAddress(Invalid):
    code = "invalid_address"
    message = _("This address cannot be accepted.")
    field = "city"


class CityMissing(InvalidAddress):
    code = "city_missing"
    message = _("An address names the city at least.")
    field = "city"


class BuildingNumber(InvalidAddress):
    code = "building_number"
    message = _("A building number has 4 digits.")
    field = "building"


class AdditionalNumber(InvalidAddress):
    code = "additional_number"
    message = _("An additional number has 4 digits.")
    field = "additional"


class PostalCode(InvalidAddress):
    code = "postal_code"
    message = _("A postal code has 5 digits.")
    field = "postal_code"


class ShortAddress(InvalidAddress):
    code = "short_address"
    message = _("A short address has 4 letters and 4 digits, such as RRRD2929.")
    field = "short_address"


FORMS: tuple[tuple[str, str, type[InvalidAddress]], ...] = (
    ("building", "[0-9]{4}", BuildingNumber),
    ("additional", "[0-9]{4}", AdditionalNumber),
    ("postal_code", "[0-9]{5}", PostalCode),
    ("short_address", "[A-Z]{4}[0-9]{4}", ShortAddress),
)


class Address(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    city: Words = ""
    district: Words = ""
    street: Words = ""
    building: Words = ""
    postal_code: Words = ""
    additional: Words = ""
    short_address: Words = ""

    def line(self) -> str:
        """«2929 شارع العليا، حي الورود، الرياض 12214 - 8101»: what is known, in the written order."""
        street = " ".join(filter(None, (self.building, self.street)))
        code = " - ".join(filter(None, (self.postal_code, self.additional)))
        city = " ".join(filter(None, (self.city, code)))
        return "، ".join(filter(None, (street, self.district, city)))


PARTS = tuple(Address.model_fields)


def read_address(typed: dict[str, str]) -> Address | None:
    """None where nothing was typed; raises a kind of InvalidAddress, whose `field` says which part."""
    given = {part: " ".join(strip_marks(typed.get(part, "")).split()) for part in PARTS}
    if not any(given.values()):
        return None
    for part, form, error in FORMS:
        given[part] = re.sub(r"[\s\-]+", "", clean_typed(given[part])).upper()
        if given[part] and re.fullmatch(form, given[part]) is None:
            raise error
    if not given["city"]:
        raise CityMissing
    return Address(**{part: value[:LONGEST_PART] for part, value in given.items()})


def load_address(stored: Any) -> Address | None:
    return Address.model_validate(stored) if stored else None
