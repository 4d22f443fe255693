"""The letters of a text file: the encoding is told by the words that come out, not by trying in turn."""

import re
import unicodedata
from collections.abc import Iterator

from policies.reading.text import fold

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Of Windows, of Unix, of DOS and of old Macs; each gives letters for the bytes of the others.
OF_ONE_BYTE = ("windows-1256", "iso8859-6", "cp720", "cp864", "mac_arabic")
# UTF-8 that was once read as one of these, and saved so.
MISTAKEN_FOR = ("windows-1252", "windows-1256", "latin-1", "mac_roman")
LOOKED_AT = 60_000
MOST_CONTROLS = 0.01
ENOUGH_KNOWN = 0.05
# Frequent in any Arabic text, and in policies.
_KNOWN = (
    "في", "من", "على", "إلى", "عن", "أن", "لا", "ما", "مع", "أو", "هذا", "هذه", "ذلك", "التي",
    "الذي", "بعد", "قبل", "بين", "خلال", "كل", "غير", "عند", "حتى", "ثم", "كما", "وفق", "وفي",
    "ومن", "وعلى", "لها", "له", "بها", "به", "منها", "عليها", "هي", "هو", "تكون", "يكون", "تتم",
    "يتم", "يجب", "المستفيد", "المستفيدين", "للمستفيد", "الجمعية", "بالجمعية", "للجمعية", "سياسة",
    "السياسة", "العلاقة", "تنظيم", "الإدارة", "مجلس", "طلب", "الطلب", "طلبه", "الخدمة", "الخدمات",
    "المقدمة", "الموظف", "المدير", "التنفيذي", "الهاتف", "الموقع", "الإلكتروني", "البريد", "قنوات",
    "التواصل", "الأدوات", "الشكوى", "الشكاوى", "أيام", "يوم", "عمل", "تاريخ", "بتاريخ", "رقم",
    "اعتماد", "المادة", "البيانات", "اللجنة",
)  # fmt: skip
KNOWN = frozenset(map(fold, _KNOWN))
_WORD = re.compile(r"[\u0621-\u064a\u064b-\u0652]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_PRESENTED = re.compile(r"[\ufe70-\ufefc]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decoded(data: bytes) -> str | None:
    """None where no encoding makes words of it."""
    found = _decoded(data)
    return None if found is None else repaired(found).replace("\f", "\n").replace("\x00", "")


def _decoded(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _text(data, encoding)
    if (unmarked := _wide(data)) and (text := _text(data, unmarked)) is not None:
        return text
    if (text := _text(data, "utf-8")) is not None:
        return text
    candidates = [text for text in _of_one_byte(data) if _share_known(text) >= ENOUGH_KNOWN]
    if candidates:
        return max(candidates, key=_share_known)
    return _text_of_few_words(data)


def _of_one_byte(data: bytes) -> Iterator[str]:
    for encoding in OF_ONE_BYTE:
        if (text := _text(data, encoding)) is not None:
            yield _composed(text)


def _text_of_few_words(data: bytes) -> str | None:
    """Too short to know a word of it: what Windows writes, if that makes Arabic words at all."""
    text = _text(data, "windows-1256")
    if text is None or _share_arabic(text) < 0.5:
        return None
    return text


def _text(data: bytes, encoding: str) -> str | None:
    """A text has letters and hardly any control characters."""
    try:
        text = data.decode(encoding)
    except (UnicodeError, ValueError):
        return None
    return text if len(_CONTROL.findall(text)) <= MOST_CONTROLS * len(text) else None


def _wide(data: bytes) -> str | None:
    """Arabic in UTF-16 has 06 in every second byte, other text 00."""
    sample = data[:4_000]
    low, high = sample[1::2], sample[0::2]
    for in_order, encoding in ((low, "utf-16-le"), (high, "utf-16-be")):
        if 3 * (in_order.count(6) + in_order.count(0)) > len(sample) and in_order.count(6):
            return encoding
    return None


def _composed(text: str) -> str:
    """DOS stored the shapes of letters."""
    return unicodedata.normalize("NFKC", text) if _PRESENTED.search(text) else text


def _share_known(text: str) -> float:
    words = _WORD.findall(text[:LOOKED_AT])
    return sum(fold(word) in KNOWN for word in words) / len(words) if words else 0.0


def _share_arabic(text: str) -> float:
    letters = [char for char in text[:LOOKED_AT] if char.isalpha()]
    return len(_ARABIC.findall("".join(letters))) / len(letters) if letters else 0.0


def repaired(text: str) -> str:
    """«Ø³ÙŠØ§Ø³Ø©» is UTF-8 that a program took for another encoding; taken back if words come out."""
    if text.isascii() or _share_known(text) >= ENOUGH_KNOWN:
        return text
    best, share = text, ENOUGH_KNOWN
    for encoding in MISTAKEN_FOR:
        again = _taken_back(text, encoding)
        if again is not None and _share_known(again) > share:
            best, share = again, _share_known(again)
    return best


def _taken_back(text: str, encoding: str) -> str | None:
    """Bytes that the encoding does not have were left as they are, by their number."""
    out = bytearray()
    for char in text:
        try:
            out += char.encode(encoding)
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return None
            out.append(ord(char))
    try:
        return out.decode("utf-8")
    except UnicodeDecodeError:
        return None
