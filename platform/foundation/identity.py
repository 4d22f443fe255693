"""What identifies a person or reaches them: one written form each, or what is wrong with it."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.arabic import clean_typed
from foundation.errors import Invalid

_SEPARATORS = re.compile(r"[\s\-–.]+")
_HOME = "SA"
_MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
_LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets


class IdentityKind(TextChoices):
    CITIZEN = "citizen", _("National identity")
    RESIDENT = "resident", _("Resident identity (iqama)")


class InvalidIdentityNumber(Invalid):
    code = "invalid_identity_number"
    message = _("This is not an identity number.")


class IdentityNumberLength(InvalidIdentityNumber):
    code = "identity_number_length"
    message = _("An identity number has 10 digits and nothing else.")


class IdentityNumberStart(InvalidIdentityNumber):
    code = "identity_number_start"
    message = _("An identity number starts with 1 (citizen) or 2 (resident).")


class IdentityNumberCheckDigit(InvalidIdentityNumber):
    code = "identity_number_check_digit"
    message = _("A digit of this identity number is wrong. Please compare it with the card.")


class InvalidMobile(Invalid):
    code = "invalid_mobile"
    message = _(
        "This is not a mobile number. Write it like 05xxxxxxxx, or with + and the country code."
    )


class InvalidEmail(Invalid):
    code = "invalid_email"
    message = _("This is not an e-mail address. Write it like name@example.org.")


def normalise_identity_number(typed: str) -> str:
    """Ten digits, of a citizen or a resident; raises a kind of InvalidIdentityNumber."""
    number = _SEPARATORS.sub("", clean_typed(typed))
    if re.fullmatch(r"[0-9]{10}", number) is None:
        raise IdentityNumberLength
    if number[0] not in "12":
        raise IdentityNumberStart
    if not _check_digit_holds(number):
        raise IdentityNumberCheckDigit
    return number


def identity_kind(number: str) -> IdentityKind:
    """Of a normalised number."""
    return IdentityKind.CITIZEN if number.startswith("1") else IdentityKind.RESIDENT


def normalise_mobile(typed: str) -> str:
    """E.164; a number without a country code is Saudi. Raises InvalidMobile."""
    try:
        number = phonenumbers.parse(clean_typed(typed), _HOME)
    except phonenumbers.NumberParseException as error:
        raise InvalidMobile from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise InvalidMobile
    if phonenumbers.number_type(number) not in _MOBILE:
        raise InvalidMobile
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_email(typed: str) -> str:
    """In lower case throughout, so that one mailbox is one person's; raises InvalidEmail."""
    email = clean_typed(typed).lower()
    if len(email) > _LONGEST_EMAIL or not email.isprintable():
        raise InvalidEmail
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidEmail from error
    return email


def _check_digit_holds(number: str) -> bool:
    """Luhn, over ten digits: the first, third … are doubled."""
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in number[::2])
    return (sum(doubled) + sum(map(int, number[1::2]))) % 10 == 0
