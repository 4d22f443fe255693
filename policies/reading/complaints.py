"""How a complaint is brought, who handles it, by when, and where to turn next."""

import re
from typing import Any

from policies.reading.deadlines import FoundDeadline
from policies.reading.nouns import BODIES, ROLES, noun_phrase
from policies.reading.part_names import sentence_sections
from policies.reading.parts import Outline
from policies.reading.text import ARABIC_LETTER, Passage

_S, _E = rf"(?<![{ARABIC_LETTER}])", rf"(?![{ARABIC_LETTER}])"
THROUGH = re.compile(
    rf"{_S}(?:عبر|من خلال|بواسطه|عن طريق"
    r"|(?:الي|علي)\s+(?=(?:ال)?(?:بريد|رابط|رقم|هاتف|صندوق|موقع|جوال|واتس|منصه|بوابه))"
    r"|ب(?=ال(?:هاتف|بريد|موقع|جوال|واتس|حضور|اتصال|تطبيق)))\s*"
)
BRINGING = re.compile(
    rf"{_S}[وفل]?س?(?:[يت]قدم|تقديم|تبليغ|استقبال|تستقبل|يستقبل|رفع|ترفع|يرفع|تسجيل|تسجل|ارسال|ترسل|استلام|تبعث|يبعث|[يت]تلقي|ارسل|[يت]تقدم)(?:ها|ه)?{_E}"
)
HANDLING = re.compile(
    rf"{_S}و?(?:معالجتها|معالجه|دراستها|دراسه|النظر فيها|التحقق منها|متابعتها|متابعه)\s+"
    r"(?:\S+\s+){0,2}?(?:عن طريق|من قبل|من|بواسطه)\s+(?P<who>)"
)
HANDLED = re.compile(
    rf"{_S}[وف]?[يت](?:تولي|ختص|نظر|درس|عالج|حيل|حال|ستقبل|ستلم|باشر|تابع|تلقي|بت|فصل|حقق|تسلم|بحث)(?:ها|ه)?\s+(?:الي\s+|بها\s+|فيها\s+|في\s+\S+\s+)?(?P<who>(?=(?:ال)?\S+))"
    rf"|{_S}[وف]?س?[يت](?:جيب|رد)(?:ه|ها|ك)?\s+(?:(?:عن|علي)(?:ها|ه|ك)?\s+(?:(?:ال)?(?:شكوي|شكاوي|شكواه)\s+)?)?(?P<who2>(?=(?:ال)?\S+))"
)
# «تقدم الشكوى إلى …»; an appeal that is brought to somebody is not handled there first.
BROUGHT_TO = re.compile(
    rf"{_S}[وف]?(?:[يت]ت?قدم|[يت]?رسل|[يت]بعث|[يت]?رفع|[يت]وجه|[يت]?سلم|ارسل|ارسال|تقديم|توجيه|[يت]سجل|[يت]شتكي|[يت]شكو)(?:ها|ه)?"
    rf"\s+(?:(?!الي\s|ل(?!ه\s)\S|\S*(?:تظلم|اعتراض|استئناف))\S+\s+){{0,7}}?(?:(?:الي|لدي)\s+|(?=ل(?:{BODIES}|{ROLES}|ل\S)))(?P<who>)"
)
ASSIGNED = re.compile(
    rf"{_S}(?:تحال|يحال|احالتها|ترفع)\s+(?:(?:الشكوي|الشكاوي)\s+)?(?:الي|ل)\s*(?P<who>)"
)
ESCALATING = re.compile(
    rf"{_S}[وفل]?(?:ال|ب|لل)?(?:تظلم|[يت]تظلم|اعتراض|استئناف|[يت]عترض|تصعيد|تصعد|يصعد|تصعيدها|رفعها|ترفع|طعن|[يت]طعن|[يت]ستانف)(?:ه|ها)?"
    rf"\s+(?:\S+\s+){{0,4}}?(?:(?:الي|لدي|امام)\s+|(?=ل(?:{BODIES}|{ROLES})\s))(?P<who>)"
    rf"|{_S}[وف]?(?:يجوز|جاز|يحق\s+له|يحق\s+للمستفيد|له|لها)\s+رفع\s+(?:\S+\s+){{0,2}}?الي\s+(?P<who3>)"
    rf"|{_S}(?:يحق|له|لها|لصاحبها|ولصاحبها|لصاحب\s+\S+|جاز|يجوز)\s+(?:\S+\s+){{0,3}}?مراجعه\s+(?P<who2>)(?=(?:{BODIES}|{ROLES})\s)"
)
STOP = re.compile(r"[.،؛:]|\s(?=و(?:اذا|ان|عند|في\s+حال))")
# «جهة التظلم: الأمين العام»
APPEAL_LABEL = re.compile(r"(?:ال)?(?:جهه|الجهه|مرجع)\s+(?:ال)?(?:تظلم|تصعيد|اعتراض|استئناف)")
HANDLER_LABEL = re.compile(
    rf"{_S}(?:ال)?(?:جهه|مسؤول)\s+(?:ال)?(?:مسؤوله|مسئوله|مختصه|معنيه|معالجه|استقبال|شكاوي)[^:]{{0,30}}:\s*(?P<who>)"
)
# What comes after these words is said of those whom the reply did not content.
UNSATISFIED = re.compile(
    rf"{_S}(?:لم\s+[يت](?:قتنع|رض|قبل|رتض|كتف)\S*|عدم\s+(?:ال)?(?:رضا|اقتناع|قبول|قناع)\S*)"
)
LIST_END = re.compile(
    r"[.؛:(]|\s+(?:خلال|في غضون|وفق|حسب|الي|لدي|من قبل|حيث|علي ان|ثم|بعد|مع"
    rf"|و[يت][{ARABIC_LETTER}]{{2,}}|بحيث|كتابه|مباشره)(?=\s|$)"
)
CHANNEL_WORDS = (
    r"ال|اي |احدي |جوال|حساب|رقم|بريد|موقع|مقر|منصه|رابط|صندوق|نموذج|تطبيق|هاتف|واتس|مركز|خط|قنوات"
    r"|مكتب|نظام|حضوري|استماره|تعبئه|بوابه|فروع|زياره|صفحه"
)
SEPARATOR = re.compile(
    rf"\s*[،,]\s*(?:او\s+|و(?={CHANNEL_WORDS}))?|\s+او\s+(?:عبر\s+|من خلال\s+|ب(?=ال))?|\s+و(?={CHANNEL_WORDS})"
)
PUT_IN = re.compile(r"\s*(?:ضع|توضع|تودع|يضع|ايداع|وضع)(?:ها|ه)?\s+في\s+")
AND_SOMETHING_ELSE = re.compile(rf"\s+و(?!{CHANNEL_WORDS})[{ARABIC_LETTER}]+")
CHANNEL_HEAD = re.compile(rf"(?:{CHANNEL_WORDS})")
WHO_HEAD = re.compile(rf"(?:ال|لل|ل)?(?:{BODIES}|{ROLES})")


def find(
    outline: Outline, deadlines: list[FoundDeadline]
) -> tuple[dict[str, Any], dict[str, Passage]] | None:
    """None where the text has no procedure for complaints."""
    passages = [piece.passage for section in outline.of("complaints") for piece in section.pieces]
    if not passages:
        passages = [
            piece.passage
            for section, piece in outline.pieces()
            if section.key not in {"toc", "channels", "tools"}
            and "complaints" in sentence_sections(piece.passage.folded)
        ]
        if not passages:
            return None
    channels = next(filter(None, map(_channels, passages)), [])
    first, then = _parted(passages)
    handler = _who(first, (HANDLER_LABEL, HANDLING, ASSIGNED, HANDLED, BROUGHT_TO))
    escalation = _who(passages, (ESCALATING,)) or _who(then, (ASSIGNED, BROUGHT_TO))
    escalation = escalation or _labelled(outline)
    if handler and escalation and _same_place(handler[0], escalation[0]):
        escalation = None  # «ترفع إلى المدير» says who hears it first
    reply = next((d for d in deadlines if d.deadline.subject == "complaint_reply"), None)
    values: dict[str, Any] = {
        "channels": [passage.value for passage in channels],
        "handler": handler[1] if handler else None,
        "deadline": reply.deadline.raw if reply else None,
        "escalation": escalation[1] if escalation else None,
    }
    places = {f"channels.{index}": passage for index, passage in enumerate(channels)}
    places |= {
        name: found[0]
        for name, found in (("handler", handler), ("escalation", escalation))
        if found
    }
    if reply:
        places["deadline"] = reply.passage
    return values, places


def _labelled(outline: Outline) -> tuple[Passage, str] | None:
    for section in outline.of("complaints"):
        if APPEAL_LABEL.match(section.title.folded) and section.passages:
            return noun_phrase(section.passages[0], 0)
    return None


def _parted(passages: list[Passage]) -> tuple[list[Passage], list[Passage]]:
    """What is said of every complaint, and of those whom the reply did not content."""
    first, then = [], []
    for passage in passages:
        turn = UNSATISFIED.search(passage.folded)
        stops = [
            match.end() for match in STOP.finditer(passage.folded, 0, turn.start() if turn else 0)
        ]
        start = stops[-1] if stops else 0
        if turn is None:
            first.append(passage)
        else:
            first.append(passage.slice(0, start))
            then.append(passage.slice(start))
    return [each for each in first if each.text], then


def _same_place(one: Passage, other: Passage) -> bool:
    return (one.line, one.words) == (other.line, other.words)


def _channels(passage: Passage) -> list[Passage]:
    """«عبر الهاتف والموقع وسرعة معالجتها»: the list ends at the first thing that is no channel."""
    if not BRINGING.search(passage.folded):
        return []
    match = THROUGH.search(passage.folded)
    if not match:
        return []
    start = match.end()
    if stop := LIST_END.search(passage.folded, start):
        rest = passage.slice(start, stop.start())
        if passage.folded[stop.start()] == "(":
            closing = passage.folded.find(")", stop.start())
            rest = passage.slice(start, closing + 1)
    else:
        rest = passage.slice(start)
    if other := AND_SOMETHING_ELSE.search(rest.folded):
        rest = rest.slice(0, other.start())
    found, position = [], 0
    for separator in [*SEPARATOR.finditer(rest.folded), None]:
        piece = rest.slice(position, separator.start() if separator else None)
        if put := PUT_IN.match(piece.folded):
            piece = piece.slice(put.end())
        position = separator.end() if separator else position
        if not CHANNEL_HEAD.match(piece.folded.strip()):
            break
        found.append(_trimmed(piece))
    return [piece for piece in found if piece.text]


def _trimmed(passage: Passage) -> Passage:
    lead = len(passage.text) - len(passage.text.lstrip())
    return passage.slice(lead, len(passage.text.rstrip(" .،؛:")))


def _who(
    passages: list[Passage], patterns: tuple[re.Pattern[str], ...]
) -> tuple[Passage, str] | None:
    """The first that is named; «القسم» alone stands for a name that is given elsewhere."""
    short: tuple[Passage, str] | None = None
    for pattern in patterns:
        for passage in passages:
            for match in pattern.finditer(passage.folded):
                place = next(
                    match.start(name)
                    for name, value in match.groupdict().items()
                    if value is not None
                )
                found = noun_phrase(passage, place)
                if found and WHO_HEAD.match(found[0].folded):
                    if " " in found[1]:
                        return found
                    short = short or found
    return short
