"""Who unclear cases are referred to, and who decides on a request."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policies.reading.nouns import (
    BODIES,
    ROLES,
    is_body,
    is_committee,
    is_role_or_body,
    noun_phrase,
)
from policies.reading.part_names import TABLE_HEADS
from policies.reading.parts import Outline
from policies.reading.text import ARABIC_LETTER, Passage, fold

_E = rf"(?![{ARABIC_LETTER}])"
_S = rf"(?<![{ARABIC_LETTER}])"
_BETWEEN = r"(?:\s+(?!الي\s|علي\s|ل\S)\S+){0,8}?\s+"
REFER = re.compile(
    rf"{_S}[وفل]?(?:(?:ب|ال)?احال(?:ه|ته|تها|تهم)|[يت]حال|[يت]حيل(?:ه|ها)?|(?:ال)?تحويل(?:ه|ها|هم)?|[يت]حول"
    rf"|(?:ال)?توجيه(?:ه|ها)?|[يت]?وجه(?:ه|ها|هم)?|ارشاده?|[يت]?رشد(?:ه|ها|هم)?|ارشد(?:ه|ها|هم)?|احال(?:ت)?(?:ه|ها|هم)?|احيل(?:ت)?|حول(?:ت)?(?:ه|ها)?)(?:{_BETWEEN}|\s+)(?P<to>(?:الي\s+|علي\s+|ل(?=ل|[{ARABIC_LETTER}]{{3}})))"
)
SUBMIT = re.compile(
    rf"{_S}[وفسل]?(?:و?س?[يت]?(?:رفع|عرض)(?:ه|ها)?|[يت]قدم)"
    rf"(?:{_BETWEEN}|\s+)(?P<to>(?:الي\s+|علي\s+|ل(?=ل|[{ARABIC_LETTER}]{{3}})))"
)
DECIDED_BY = re.compile(
    rf"{_S}[وب]?(?:(?:اعتماد|اصدار|صدور|اتخاذ|بت)\s+(?:ال)?قرار|البت\s+في\s+\S+|(?:اعتماد|اقرار|الموافقه\s+علي)\s+(?:الطلب|الصرف|الدعم)"
    r"|(?:اعتماد|اقرار|الموافقه\s+علي|قبول)\s+\S+(?:\s+\S+){0,2}?(?=\s+من\s+(?:قبل\s+)?(?:ال)?لجنه))"
    rf"(?:\s+\S+){{0,2}}?\s+(?P<to>من(?:\s+قبل)?\s+)"
    rf"|{_S}[وف]?(?:[يت]بت|البت|[يت]تخذ|[يت]صدر|[يت]قرر)\s[^.؛،]{{0,80}}?(?P<by>من\s+قبل\s+)"
)
BODY_ACTS = re.compile(
    rf"{_S}[وف]?س?[يت](?:بت|قرر|درس|نظر|تولي|صدر|ختص|عتمد|ناقش|فصل|تخذ|قر|صوت)(?:ها|ه)?\s+(?P<to>(?=(?:ال)?(?:{BODIES})\s))"
)
# «تجتمع لجنة المساعدات كل أسبوع وتبت في الطلبات»
THEN_DECIDES = re.compile(
    rf"{_S}(?P<to>(?=لجنه\s))(?=[^.؛]{{5,70}}\s[وف]ت(?:بت|قرر|فصل|صدر)(?:ها|ه)?\s)"
)
# «تقوم اللجنة المختصة بدراسة الطلب», «يتولى المدير التنفيذي البت في الطلب»
UNDERTAKES = re.compile(
    rf"{_S}[وف]?[يت](?:قوم|تولي|ختص)\s+(?P<to>(?=(?:ال)?(?:{BODIES}|{ROLES})\s))"
    rf"(?=\S+\s[^.؛،]{{0,40}}?{_S}ب?(?:ال)?(?:بت|دراسه|اتخاذ|اصدار|اعتماد|نظر)(?:\s|$))"
    rf"|{_S}صاحب\s+(?:ال)?صلاحيه\s[^.؛]{{0,30}}?\sهو\s+(?P<by>)"
)
ROLE_ACTS = re.compile(
    rf"{_S}[وف]?س?[يت](?:بت|قرر|فصل|عتمد|صدر)(?:ها|ه)?\s+(?P<to>(?=(?:ال)?(?:{ROLES})\s))"
)
COMMITTEE = re.compile(rf"{_S}(?P<to>(?=لجنه\s))")
BY_DECISION = re.compile(
    rf"{_S}(?:ب?قرار|بموافقه|موافقه|توصيه|بقرار)\s+(?:من\s+)?(?P<to>(?=(?:ال)?(?:لجنه)\s))"
)
UNCLEAR = re.compile(
    r"وضوح|واضح|اتضاح|توضيح|[يت]فهم|تتضح|يتضح|لبس|تبس|اشكل|استشكل|غمض|غموض|اشكال|تعذر|استيضاح|استفسار"
)
DECIDES = re.compile(
    rf"{_S}و?(?:البت|بت|(?:اتخاذ|اصدار|صدور)\s+(?:ال)?قرار|اعتماد\s+\S+|الموافقه\s+علي|قبول\s+(?:ال)?طلب|اقرار\s)"
)
# «صاحب قرار العلاج | لجنة الدعم الطبي»
DECIDER_LABEL = re.compile(
    r"(?:ال)?(?:صاحب|جهه|الجهه|متخذ|سلطه|صلاحيه|لجنه)\s+(?:\S+\s+)?(?:ال)?(?:قرار|بت|اعتماد|موافقه|صلاحيه)|من\s+(?:يقرر|يبت|يتخذ)"
)
REFERRAL_LABEL = re.compile(rf"{_S}(?:جهه\s+(?:ال)?احاله|(?:ال)?احاله(?:\s+الي)?|المرجع|مرجع)")
_ROLE_HEADS = frozenset(map(fold, TABLE_HEADS["role"]))
# What these parts say about referring and deciding is about complaints, damages or the policy itself.
ELSEWHERE = frozenset(
    {"toc", "complaints", "compensation", "board_approval", "satisfaction", "review", "head",
     "publication", "responsibilities", "channels", "tools"}
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    passage: Passage
    value: str
    raw: str
    confidence: float = 1.0


# Somebody in words that we do not know: definite, described, and no thing.
SOMEBODY = re.compile(
    rf"(?:ل|لل)?(?:ال)?(?!(?:موقع|رابط|بريد|هاتف|منصه|صندوق|دليل|نموذج|خدم|جمعي|طلب|قنا|مرحل|خطو|جهات|اجراء))[{ARABIC_LETTER}]{{3,}}\s+ال[{ARABIC_LETTER}]+"
)
ASK = 0.7


def referral_target(outline: Outline) -> Named | None:
    """A role rather than a committee; a sentence about what is unclear goes first."""
    found = [
        (passage, named)
        for passage in _passages(outline)
        for named in _matches(REFER, passage)
        if is_role_or_body(named.value) and not is_committee(named.value)
    ]
    unclear = [named for passage, named in found if UNCLEAR.search(passage.folded)]
    unclear += [
        replace(named, confidence=ASK)
        for passage in _passages(outline)
        if UNCLEAR.search(passage.folded)
        for named in _matches(REFER, passage)
        if SOMEBODY.match(named.passage.folded)
    ]
    decides = decision_body(outline)
    others = [named for _, named in found if not decides or named.value != decides.value]
    labelled = list(_labelled(outline, REFERRAL_LABEL))
    return next(iter([*unclear, *labelled, *others]), None)


def decision_body(outline: Outline) -> Named | None:
    passages = list(_passages(outline))
    for pattern in (DECIDED_BY, BODY_ACTS, THEN_DECIDES):
        for passage in passages:
            for named in _matches(pattern, passage):
                if is_role_or_body(named.value) and " " in named.value:
                    return named
    for named in (*_labelled(outline, DECIDER_LABEL), *_deciding_rows(outline)):
        return named
    found = [
        named
        for passage in passages
        for named in _matches(SUBMIT, passage)
        if is_body(named.value)
    ]
    found += [named for passage in passages for named in _matches(BY_DECISION, passage)]
    referred = [named for passage in passages for named in _matches(REFER, passage)]
    committees = [named for named in [*found, *referred] if is_committee(named.value)]
    named_in_full = [named for named in committees if " " in named.value]
    alone = [named for passage in passages for named in _matches(ROLE_ACTS, passage)]
    alone += [named for passage in passages for named in _matches(UNDERTAKES, passage)]
    mentioned = [
        named
        for section in outline.of("handling")
        for passage in section.passages
        for named in _matches(COMMITTEE, passage)
        if " " in named.value
    ]
    mentioned = [replace(named, confidence=ASK) for named in mentioned]
    return next(iter([*named_in_full, *committees, *found, *alone, *mentioned]), None)


def _labelled(outline: Outline, label: re.Pattern[str]) -> Iterator[Named]:
    """What stands beside a label: in a table of two columns, or after a heading's colon."""
    for section in outline.sections:
        if section.key in ELSEWHERE:
            continue
        pairs = [(section.title, passage) for passage in section.passages[:1]]
        pairs += [(p.cells[0], p.cells[1]) for p in section.pieces if len(p.cells) == 2]
        for title, value in pairs:
            phrase = noun_phrase(value, 0) if label.match(title.folded.strip()) else None
            if phrase and is_role_or_body(phrase[1]):
                yield Named(phrase[0], phrase[1], phrase[0].value)


def _deciding_rows(outline: Outline) -> Iterator[Named]:
    """A table of steps names who takes each: the one who decides stands beside the decision."""
    for section in outline.of("handling"):
        rows = [piece for piece in section.pieces if piece.kind == "row"]
        titles = [fold(cell.text) for cell in rows[0].cells] if rows else []
        at = next((index for index, title in enumerate(titles) if title in _ROLE_HEADS), None)
        for row in rows[1:] if at is not None else []:
            others = " ".join(cell.folded for cell in row.cells if cell is not row.cells[-1])
            if at is not None and at < len(row.cells) and DECIDES.search(others):
                phrase = noun_phrase(row.cells[at], 0)
                if phrase and is_role_or_body(phrase[1]):
                    yield Named(phrase[0], phrase[1], phrase[0].value)


def _passages(outline: Outline) -> Iterator[Passage]:
    sections = sorted(outline.sections, key=lambda section: section.key != "handling")
    for section in sections:
        if section.key not in ELSEWHERE:
            for piece in section.pieces:
                yield from piece.cells or [piece.passage]


def _matches(pattern: re.Pattern[str], passage: Passage) -> Iterator[Named]:
    for match in pattern.finditer(passage.folded):
        group = "to" if match["to"] is not None else "by"
        start = match.start(group) if match[group] == "ل" else match.end(group)
        if phrase := noun_phrase(passage, start):
            found, value = phrase
            yield Named(found, value, found.value)
