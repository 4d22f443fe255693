"""Tracking codes, to follow a case without an account: shown once, never stored."""

import re
import secrets
from typing import Final

from django.utils.translation import gettext_lazy as _

from foundation.arabic import clean_typed
from foundation.encryption import keyring
from foundation.errors import Invalid

GROUPS: Final = 4
DIGITS_PER_GROUP: Final = 5
DIGITS: Final = GROUPS * DIGITS_PER_GROUP  # 66 bits
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_./]+")


class UnreadableCode(Invalid):
    code = "unreadable_code"
    message = _("A tracking code has 20 digits. Please compare it with your receipt.")


def new_code() -> str:
    return "".join(secrets.choice("0123456789") for _digit in range(DIGITS))


def parse(typed: str) -> str:
    """Twenty digits from what a person typed or pasted; raises UnreadableCode."""
    code = _SEPARATORS.sub("", clean_typed(typed))
    if re.fullmatch(rf"[0-9]{{{DIGITS}}}", code) is None:
        raise UnreadableCode
    return code


def display(code: str) -> str:
    """In groups of five; show it left to right (`<bdi class="num" dir="ltr">`)."""
    return "-".join(
        code[start : start + DIGITS_PER_GROUP] for start in range(0, DIGITS, DIGITS_PER_GROUP)
    )


def code_hash(code: str) -> bytes:
    """What is stored in place of the code: keyed with the association's pepper."""
    return keyring().peppered(code)
