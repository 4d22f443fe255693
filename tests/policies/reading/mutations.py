"""Ways to write the same policy differently: none of them may change what is read."""

import re
from collections.abc import Callable

DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
NUMBERED = re.compile(
    r"^(?P<number>[0-9٠-٩]{1,2})(?P<mark>[.)]|-)(?:\s+(?=[\u0621-\u064a«])|$)", re.MULTILINE
)
BULLET = re.compile(r"^[-•*✓–]\s+(?=[\u0621-\u064a«])", re.MULTILINE)
LETTERHEAD = (
    "وزارة الموارد البشرية والتنمية الاجتماعية\nص.ب 4410 هاتف 0115550000\n"
    "الرقم: ........ التاريخ: ........"
)
SYNONYMS = (
    ("قنوات التواصل", "وسائل الاتصال"),
    ("القنوات", "قنوات التواصل"),
    ("الأدوات", "أدوات العمل"),
    ("أدوات الموظف", "الأدوات المتاحة للموظف"),
    ("تمهيد", "مقدمة"),
    ("الشكاوى", "معالجة الشكاوى"),
    ("الاعتماد", "اعتماد مجلس الإدارة"),
    ("قياس الرضا", "قياس رضا المستفيدين"),
    ("خطوات العمل", "إجراءات العمل"),
)


def indic_digits(text: str) -> str:
    return text.translate(DIGITS)


def western_digits(text: str) -> str:
    return text.translate(WESTERN)


def numbers_with_dash(text: str) -> str:
    return NUMBERED.sub(r"\g<number>- ", text)


def numbers_with_bracket(text: str) -> str:
    return NUMBERED.sub(r"\g<number>) ", text)


def numbers_with_stop(text: str) -> str:
    return NUMBERED.sub(r"\g<number>. ", text)


def numbers_in_brackets(text: str) -> str:
    return NUMBERED.sub(r"(\g<number>) ", text)


def _bullets(text: str, sign: str) -> str:
    """Where two signs tell headings from items, one sign for both would say less."""
    signs = {match.group()[0] for match in BULLET.finditer(text)}
    return BULLET.sub(f"{sign} ", text) if len(signs) == 1 else text


def dots_for_bullets(text: str) -> str:
    return _bullets(text, "•")


def squares_for_bullets(text: str) -> str:
    return _bullets(text, "▪")


def dashes_for_bullets(text: str) -> str:
    return _bullets(text, "-")


def indented(text: str) -> str:
    return "\n".join(f"   {line}  " if line.strip() else line for line in text.split("\n"))


def marked_for_direction(text: str) -> str:
    return "\n".join(f"\u200f{line}\u200e" if line.strip() else line for line in text.split("\n"))


def carriage_returns(text: str) -> str:
    return text.replace("\n", "\r\n")


def hard_spaces(text: str) -> str:
    return text.replace(" ", "\u00a0")


def stretched(text: str) -> str:
    return (
        text.replace("المستفيد", "المستـفيد")
        .replace("الطلب", "الطلــب")
        .replace("قنوات", "قنــوات")
    )


def hamzas_left_out(text: str) -> str:
    return text.replace("أ", "ا").replace("إ", "ا")


def other_words_for_headings(text: str) -> str:
    for word, synonym in SYNONYMS:
        text = re.sub(rf"^{word}(?=\s*:?$)", synonym, text, flags=re.MULTILINE)
    return text


def page_heads_between(text: str) -> str:
    """Before every ninth line, as a new page would begin with them."""
    lines = text.split("\n")
    pages = [lines[start : start + 9] for start in range(0, len(lines), 9)]
    return f"\n{LETTERHEAD}\n".join("\n".join(page) for page in pages)


def page_numbers_between(text: str) -> str:
    lines = text.split("\n")
    pages = [lines[start : start + 11] for start in range(0, len(lines), 11)]
    return "\n".join(
        "\n".join([*page, f"صفحة {number} من {len(pages)}"])
        for number, page in enumerate(pages, 1)
    )


def doubly_spaced(text: str) -> str:
    return text.replace("\n", "\n\n")


MUTATIONS: tuple[Callable[[str], str], ...] = (
    indic_digits, western_digits, numbers_with_dash, numbers_with_bracket, numbers_with_stop,
    numbers_in_brackets, dots_for_bullets, squares_for_bullets, dashes_for_bullets, indented,
    marked_for_direction, carriage_returns, hard_spaces, stretched, hamzas_left_out,
    other_words_for_headings, page_numbers_between, page_heads_between, doubly_spaced,
)  # fmt: skip
