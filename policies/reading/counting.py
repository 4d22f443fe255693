"""How word processors and web pages show the number of an item: digits, letters, words."""

from collections.abc import Callable

from foundation.writing import in_arabic_digits

ABJAD = (
    "أ", "ب", "ج", "د", "ه", "و", "ز", "ح", "ط", "ي", "ك", "ل", "م", "ن", "س", "ع", "ف", "ص", "ق",
    "ر", "ش", "ت", "ث", "خ", "ذ", "ض", "ظ", "غ",
)  # fmt: skip
LATIN = "abcdefghijklmnopqrstuvwxyz"
ORDINALS = (
    "أولاً", "ثانياً", "ثالثاً", "رابعاً", "خامساً", "سادساً", "سابعاً", "ثامناً", "تاسعاً", "عاشراً",
    "حادي عشر", "ثاني عشر", "ثالث عشر", "رابع عشر", "خامس عشر", "سادس عشر", "سابع عشر",
    "ثامن عشر", "تاسع عشر", "عشرون",
)  # fmt: skip
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def digits(number: int) -> str:
    return str(number)


def indic(number: int) -> str:
    return in_arabic_digits(str(number))


def two_digits(number: int) -> str:
    return f"{number:02}"


def abjad(number: int) -> str:
    """Both orders of the Arabic letters are counted in this one, as the reader counts them."""
    return ABJAD[number - 1] if 0 < number <= len(ABJAD) else str(number)


def latin(number: int) -> str:
    return LATIN[number - 1] if 0 < number <= len(LATIN) else str(number)


def ordinal(number: int) -> str:
    return ORDINALS[number - 1] if 0 < number <= len(ORDINALS) else str(number)


def roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    shown = ""
    for worth, letters in ROMAN:
        shown += letters * (number // worth)
        number %= worth
    return shown


def in_capitals(show: Callable[[int], str]) -> Callable[[int], str]:
    return lambda number: show(number).upper()
