"""Into how many parts a text message falls: 160 letters of GSM 03.38 or 70 others; fewer in each of several."""

import math
from dataclasses import dataclass
from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE: Final = frozenset("\f^{}\\[~]|€")  # preceded by an escape
SINGLE_GSM, PART_GSM = 160, 153
SINGLE_UCS2, PART_UCS2 = 70, 67


@dataclass(frozen=True, slots=True)
class Parts:
    """`letters`: septets, or UTF-16 units where one letter lies outside of GSM 03.38."""

    count: int
    letters: int
    is_gsm: bool


def parts_of(text: str) -> Parts:
    is_gsm = all(letter in _BASIC or letter in _TWICE for letter in text)
    widths = [_width(letter, is_gsm=is_gsm) for letter in text]
    letters = sum(widths)
    single, each = (SINGLE_GSM, PART_GSM) if is_gsm else (SINGLE_UCS2, PART_UCS2)
    if letters <= single:
        return Parts(1, letters, is_gsm)
    return Parts(_filled(widths, each), letters, is_gsm)


def _filled(widths: list[int], each: int) -> int:
    """A letter of two units is never cut in the middle."""
    count, used = 1, 0
    for width in widths:
        if used + width > each:
            count, used = count + 1, 0
        used += width
    return max(count, math.ceil(sum(widths) / each))


def _width(letter: str, *, is_gsm: bool) -> int:
    if is_gsm:
        return 2 if letter in _TWICE else 1
    return 2 if ord(letter) > 0xFFFF else 1
