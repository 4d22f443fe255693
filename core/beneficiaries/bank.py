"""Account numbers (IBAN): one written form, and which Saudi bank the number names."""

import re
from typing import Final

from django.utils.translation import gettext_lazy as _
from stdnum import iban
from stdnum.exceptions import ValidationError

from foundation.arabic import clean_typed
from foundation.errors import Invalid

INDEX: Final = "iban"
SAUDI_LENGTH: Final = 24

# The two digits after the check digits of a Saudi IBAN (Saudi Central Bank).
BANKS: Final = {
    "05": _("Alinma Bank"),
    "10": _("Saudi National Bank"),
    "15": _("Bank Albilad"),
    "20": _("Riyad Bank"),
    "30": _("Arab National Bank"),
    "40": _("Saudi National Bank"),  # was Samba
    "45": _("Saudi Awwal Bank"),
    "50": _("Saudi Awwal Bank"),  # was Alawwal
    "55": _("Banque Saudi Fransi"),
    "60": _("Bank AlJazira"),
    "65": _("The Saudi Investment Bank"),
    "80": _("Al Rajhi Bank"),
    "90": _("Gulf International Bank"),
    "95": _("Emirates NBD"),
}


class InvalidIban(Invalid):
    code = "invalid_iban"
    message = _("This is not an IBAN. It starts with two letters and two digits, such as SA03….")


class IbanLength(InvalidIban):
    code = "iban_length"
    message = _("A Saudi IBAN has 24 characters: SA and 22 digits. This one has %(length)s.")


class IbanCheckDigits(InvalidIban):
    code = "iban_check_digits"
    message = _("A character of this IBAN is wrong. Please compare it with the card or statement.")


def normalise_iban(typed: str) -> str:
    """Capitals and digits without spaces; raises a kind of InvalidIban."""
    number = re.sub(r"[\s\-–.]+", "", clean_typed(typed)).upper()
    if number.isdigit() and len(number) == SAUDI_LENGTH - 2:
        number = f"SA{number}"  # people leave the country out
    if re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+", number) is None:
        raise InvalidIban
    if number.startswith("SA") and len(number) != SAUDI_LENGTH:
        raise IbanLength(length=len(number))
    try:
        return str(iban.validate(number))
    except ValidationError as error:
        raise IbanCheckDigits from error


def bank_of(number: str) -> str:
    """The bank's name, empty where the number does not say it."""
    name = BANKS.get(number[4:6]) if number.startswith("SA") else None
    return str(name) if name else ""


def in_groups(number: str) -> str:
    """SA03 8000 0000 6080 1016 7519."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
