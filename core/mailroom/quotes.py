"""Cutting off what a mail quotes of the mail before it."""

import re
from typing import Final

from mailparser_reply import EmailReplyParser

# Its expressions take a time that grows with the square of the length; longer texts are cut by ours.
LONGEST_FOR_PARSER: Final = 6_000
_MARKS: Final = r"[ \t>*_\u200e\u200f\u202a-\u202e\u2066-\u2069]*"
_END: Final = r"[ \t*\u200e\u200f\u202a-\u202e\u2066-\u2069]*$"
_HISTORY: Final = re.compile(
    rf"^{_MARKS}(?:"
    # في يوم … كتب فلان:
    r"(?:في|بتاريخ|يوم|On )[^\n]{4,160}\n?[^\n]{0,120}(?:كتبت?|كتَب|تمت كتابة ما يلي|wrote)"
    rf"[^\n]{{0,160}}:{_END}"
    # كتب فلان في …:
    rf"|كتبت?\b[^\n]{{2,160}}(?:في|بتاريخ|يوم)[^\n]{{4,160}}:{_END}"
    r"|-{2,}[ \t]*(?:(?:ال)?رسالة (?:ال)?(?:أصلية|معاد توجيهها)|Original Message|Forwarded message)[^\n]*$"
    r"|(?<!_)_{10,}+[ \t]*+$"
    # من: … ثم أُرسلت: …
    r"|(?:من|From)[ \t]*:[^\n]{3,200}\n(?:[^\n]*\n){0,2}?"
    r"[ \t]*(?:تاريخ الإرسال|أُرسلت|أرسلت|تم الإرسال|التاريخ|Sent|Date)[ \t]*:"
    r")",
    re.MULTILINE,
)
_QUOTED_LINE: Final = re.compile(r"^[ \t]*>")
_FROM_PHONE: Final = re.compile(
    r"^(?:أُ?رسلت? من |مرسل من |تم الإرسال من |Sent from |Get Outlook for )[^\n]{0,80}$",
    re.MULTILINE,
)


def without_history(text: str) -> str:
    """What was written now; everything where nothing would be left, since then it is what was meant."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    kept = text
    if (begun := _HISTORY.search(text)) is not None:
        kept = text[: begun.start()]
    if len(kept) <= LONGEST_FOR_PARSER:
        kept = EmailReplyParser(languages=["en"]).parse_reply(kept) or ""
    lines = [line.rstrip() for line in kept.split("\n") if not _QUOTED_LINE.match(line)]
    kept = _FROM_PHONE.sub("", "\n".join(lines)).strip()
    return kept or text
