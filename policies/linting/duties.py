"""Rules R51, H51 and on: duties that belong to two bodies, or to nobody."""

import re
from collections.abc import Iterator

from policies.linting.document import Document
from policies.linting.rule import Hit, rule
from policies.linting.sections import reviewers
from policies.reading.text import ARABIC_LETTER, Line

_S, _E = rf"(?<![{ARABIC_LETTER}])", rf"(?![{ARABIC_LETTER}])"
_BODY = rf"(?P<body>لجنه (?:ال)?[{ARABIC_LETTER}]+(?: (?:ال|وال)[{ARABIC_LETTER}]{{2,}}){{0,2}})"
_REQUEST = r"(?:ال)?طلب(?:ات|ه|ها)?(?: (?:ال)?(?:مستفيد\w*|مكتمل\w*))?"
_DECIDES = (
    re.compile(
        rf"{_S}[وف]?(?:تبت|تقرر|تفصل) {_BODY} (?:في )?(?:قبول )?{_REQUEST}{_E}"
        rf"|{_S}{_BODY.replace('<body>', '<body2>')} (?:(?:ل)?تبت|للبت|تقرر|تفصل|لتقرر) (?:فيه"
        rf"|في (?:قبول )?{_REQUEST})"
    ),
    re.compile(
        rf"{_S}[وفل]?(?:البت|بت) في {_REQUEST} (?:من (?:قبل |اختصاص )?|الي )?{_BODY}"
        rf"|{_S}(?:[يت]عرض|عرض|[يت]رفع|رفع|[يت]حال|احاله) {_REQUEST} (?:الي"
        rf"|علي) {_BODY.replace('<body>', '<body2>')} (?:للبت|لتبت|لتقرر|لاتخاذ)"
    ),
)
_APPEAL = re.compile(r"شكو|شكاو|تظلم|اعتراض|تعويض|ضرر")

_NOBODY = re.compile(
    rf"{_S}[وفل]?(?:(?:علي|ل|من قبل|بواسطه|يكلف|تكلف|يتولي\w*|تتولي\w*|يقوم به\w*|تقوم به\w*) )?"
    r"(?:من (?:يلزم|يعنيه الامر|يهمه الامر|له علاقه|له صله)|المعني(?:ين|ون) بالامر|ذوي العلاقه"
    r"|ذوو العلاقه|احد الموظفين|من يقوم مقام ذلك)"
    rf"{_E}"
)
_DUTY = re.compile(
    rf"{_S}[وفل]?(?:[يت]?(?:تولي|تولى|كلف|لزم|لتزم|قوم|جب|نبغي|تعين)\w{{0,2}}|علي|من قبل|بواسطه)\s"
)
_HEADER = re.compile(
    r"^(?:المس[ؤئو]ول|المس[ؤئو]وليه|الجهه المس[ؤئو]وله|الدور|المنفذ|مس[ؤئو]ول التنفيذ"
    r"|القائم بالعمل|القايم بالعمل)$"
)
_STEP = re.compile(r"^(?:ال)?(?:خطوه|خطوات|اجراء|اجراءات|عمل|نشاط|مرحله|وصف)")
_EMPTY_CELL = re.compile(r"[\s\-–—_.…/]*")
_REVIEW_PERIOD = re.compile(
    rf"{_S}[وف]?(?:تراجع|يراجع|مراجعه|مراجعتها|مراجعته)(?:ها)?{_E}[^.؛]{{0,70}}?{_S}(?:كل|سنويا|مره|مرتين){_E}"
)
_AT_AN_EVENT = re.compile(
    rf"{_S}(?:بعد|عند|في نهايه|مع|اثر|خلال|عقب|كل|سنو\w+|شهر\w+|دوري\w*|فصلي\w*|يومي\w*|اسبوع\w*"
    rf"|ربع\w*|نصف\w*|مره|مرتين|باستمرار|مستمر\w*|دائم\w*)"
)


@rule(
    "R51",
    "warn",
    ar="جهتان تبتان في الطلب: «{first}» و«{second}».",
    en="Two bodies decide on requests: “{first}” and “{second}”.",
    why_ar="قد تقبل إحداهما ما ترفضه الأخرى، ولا يُعرف قرار من ينفذ.",
    why_en="One may grant what the other refuses, and nobody knows whose decision counts.",
)
def two_bodies_decide(document: Document) -> Iterator[Hit]:
    first: tuple[str, str] | None = None
    places = []
    for pattern in _DECIDES:
        for sentence, match in document.search_sentences(pattern):
            if not _APPEAL.search(sentence.folded):
                group = "body" if match["body"] else "body2"
                body = sentence.slice(match.start(group), match.end(group))
                places.append((body.line, match[group], body.words))
    for line, folded, words in sorted(places):
        if first is None:
            first = folded, words
        elif folded not in first[0] and first[0] not in folded:
            yield Hit(line, words, params={"first": first[1], "second": words})
            return


@rule(
    "R52",
    "info",
    ar="للمراجعة موعد ولا مسؤول عنها: «{words}».",
    en="The review has a date and nobody to do it: “{words}”.",
    why_ar="موعد لا يملكه أحد يمر دون أن يلتفت إليه أحد.",
    why_en="A date that belongs to nobody passes unnoticed.",
)
def review_without_reviewer(document: Document) -> Iterator[Hit]:
    if document.is_scrambled or any(True for _ in reviewers(document)):
        return
    names_policy = re.compile(r"سياسه|لائحه|وثيقه|ها|مراجعه|^[\d/\-\s.]*تراجع كل")
    for sentence, match in document.search_sentences(_REVIEW_PERIOD):
        actor = re.search(
            rf"{_S}(?:[يت]تولي|[يت]قوم|لجنه|اداره|مدير|المدير|قسم|وحده|مس[ؤئو]ول|مجلس|المجلس|امين|فريق"
            rf"|مكتب|الرئيس|مراجع)",
            sentence.folded,
        )
        if not actor and names_policy.search(sentence.folded):
            yield Hit.within(sentence, match)
            return


@rule(
    "H51",
    "warn",
    ar="واجب لا يُعرف صاحبه: «{words}».",
    en="A duty whose owner cannot be told: “{words}”.",
    why_ar="ما كُلِّف به «من يلزم» لا يفعله أحد ولا يُسأل عنه أحد.",
    why_en="What falls to “whoever is concerned” is done by nobody, and nobody answers for it.",
)
def duty_of_nobody(document: Document) -> Iterator[Hit]:
    for sentence, match in document.search_sentences(_NOBODY):
        around = sentence.folded[: match.end()] + " "
        if _DUTY.search(around):
            yield Hit.within(sentence, match)


def _cells(line: Line) -> list[str]:
    if "\t" in line.text:
        return [cell.strip() for cell in line.folded.split("\t")]
    if line.text.count("|") >= 2:
        return [cell.strip() for cell in line.folded.strip().strip("|").split("|")]
    return []


@rule(
    "H52",
    "warn",
    ar="خطوة في الجدول بلا مسؤول: «{step}».",
    en="A step of the table has nobody beside it: “{step}”.",
    why_ar="لكل الخطوات صاحب إلا هذه، فتقف المعاملة عندها.",
    why_en="Every step has its owner but this one, so the work stops there.",
)
def step_without_owner(document: Document) -> Iterator[Hit]:
    owner = step = None
    for line in document.filled:
        cells = _cells(line)
        if len(cells) < 2:
            owner = None if not cells else owner
            continue
        heads = [index for index, cell in enumerate(cells) if _HEADER.match(cell)]
        if heads:
            owner = heads[0]
            step = next((i for i, cell in enumerate(cells) if _STEP.match(cell)), 0)
            continue
        if (
            owner is None
            or step is None
            or len(cells) <= step
            or set("".join(cells)) <= set("-: ")
        ):
            continue
        beside = cells[owner] if owner < len(cells) else ""
        if len(cells[step]) > 3 and _EMPTY_CELL.fullmatch(beside):
            yield Hit.at(line, step=cells[step])


@rule(
    "S52",
    "info",
    ar="لم يُذكر كم مرة يُقاس الرضا.",
    en="It is not said how often satisfaction is measured.",
    why_ar="قياس بلا موعد يُؤجَّل حتى لا يكون.",
    why_en="Without a date it is put off until it is forgotten.",
)
def satisfaction_without_frequency(document: Document) -> Iterator[Hit]:
    measured = document.reading.satisfaction
    if not measured or measured.get("frequency_raw"):
        return
    methods = measured.get("method_list") or []
    line = document.source_line("satisfaction")
    if methods and line and not any(map(_says_when, _lines_from(document, line, len(methods)))):
        yield Hit(line)


def _lines_from(document: Document, first: int, count: int) -> list[Line]:
    return [each for each in document.filled if first - 1 <= each.number][: count + 2]


def _says_when(line: Line) -> bool:
    return bool(_AT_AN_EVENT.search(line.folded))
