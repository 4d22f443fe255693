"""Rules D52 and on: lengths of time that contradict themselves, say nothing, or help nobody."""

import re
from collections.abc import Iterator
from itertools import combinations

from policies.linting.deadlines import HOURS
from policies.linting.document import Document
from policies.linting.rule import Hit, rule
from policies.reading.filing import is_time_to_file
from policies.reading.grammar import NUMBER_WORD, NUMBER_WORDS
from policies.reading.model import ReadDeadline
from policies.reading.text import ARABIC_LETTER, Passage, fold

_S, _E = rf"(?<![{ARABIC_LETTER}])", rf"(?![{ARABIC_LETTER}])"
# A working week has five days: working time is made as long as the calendar's for rough comparison.
_DAYS = {
    "hour": 1 / 24,
    "working_hour": 1 / 8,
    "day": 1,
    "working_day": 7 / 5,
    "week": 7,
    "month": 30,
}
LONGEST = {"request_decision": 120, "complaint_reply": 60}
SHORTEST_APPEAL = 3

_UNIT = r"(?:يوما?|ايام|ساع\w+|اسبوعا?|اسابيع|شهرا?|اشهر|شهور|عضوا?|اعضاء|سن\w+|اعوام)"
_WORDS_AND_DIGITS = re.compile(
    rf"{_S}[بو]?(?:(?P<w1>{NUMBER_WORD})\s?[(\[]\s?(?P<d1>\d{{1,3}})\s?[)\]]"
    rf"|[(\[]?\s?(?P<d2>\d{{1,3}})\s?[)\]]\s?(?P<w2>{NUMBER_WORD})"
    rf"|(?P<d3>\d{{1,3}})\s?[(\[]\s?(?P<w3>{NUMBER_WORD})\s?[)\]])\s?(?={_UNIT}{_E})"
)

# «المادة (5) ثلاثة أعضاء»: the number of what goes before, not of what comes after
_NUMBERED = re.compile(r"(?:ماده|بند|فقره|رقم|فصل|باب|جدول|ملحق|^)\s?$")

VAGUE = re.compile(
    rf"{_S}[وفب]?(?:في (?:اقرب|اسرع) (?:وقت|فرصه|مده|اجل)(?: ممكنه?)?|باقرب (?:وقت|فرصه)(?: ممكنه?)?"
    r"|باسرع (?:ما يمكن|وقت(?: ممكن)?)|علي وجه السرعه|في الوقت المناسب"
    r"|(?:خلال|في) (?:وقت|مده|فتره|زمن) (?:زمنيه )?(?:مناسب|معقول|وجيز|كاف|قصير)(?:ه|يه)?"
    r"|قدر (?:الامكان|المستطاع)|حسب (?:الامكان|المتيسر)|متي (?:ما )?(?:امكن|تيسر)(?: ذلك)?|ان امكن)"
    rf"{_E}"
)
_ANSWER = re.compile(
    rf"{_S}[وفلب]{{0,2}}س?(?:ال)?(?:[يت]?رد(?:ها|ه|ون)?|[يت]بت|بت|البت|[يت]?جيب\w*|جواب\w*"
    rf"|اجاب\w+|[يت]?بلغ\w{{0,2}}"
    rf"|ابلاغ\w*|اشعار\w*|[يت]شعر\w{{0,2}}|اخطار\w*|[يت]خطر\w{{0,2}}|[يت]?عالج\w*|معالج\w+"
    rf"|انجاز\w*|[يت]نجز\w*|[يت]?صرف\w{{0,2}}"
    rf"|تسليم\w*|[يت]سلم\w{{0,2}}|تقديم (?:ال)?خدم\w+|[يت]درس\w{{0,2}}|دراس\w+|حل(?:ها)?|[يت]حل"
    rf"|[يت]نظر|النظر|الفصل|[يت]فصل){_E}"
)
ABOUT_COMPLAINTS = re.compile(r"شكو|شكاو|تظلم")


def _days(deadline: ReadDeadline) -> float | None:
    if deadline.value is None or deadline.unit is None:
        return None
    return deadline.value * _DAYS[deadline.unit]


def _is_shorter(most: ReadDeadline, least: ReadDeadline) -> bool:
    longest, shortest = _days(most), _days(least)
    if longest is None or shortest is None:
        return False
    same_kind = (most.unit in HOURS) == (least.unit in HOURS)
    return longest < shortest if same_kind else longest * 1.5 < shortest


@rule(
    "D52",
    "error",
    ar="الحد الأعلى أقصر من الحد الأدنى: «{most}» و«{least}».",
    en="The maximum is shorter than the minimum: “{most}” and “{least}”.",
    why_ar="مدة لا يمكن أن تتحقق: تنتهي قبل أن يجوز البت.",
    why_en="Nobody can keep it: the time is over before a decision is allowed.",
)
def maximum_below_minimum(document: Document) -> Iterator[Hit]:
    for first, second in combinations(document.reading.deadlines, 2):
        if {first.kind, second.kind} != {"min", "max"} or first.subject != second.subject:
            continue
        most, least = (first, second) if first.kind == "max" else (second, first)
        if first.line == second.line and _is_shorter(most, least):
            yield Hit(most.line, most.raw, params={"most": most.raw, "least": least.raw})


@rule(
    "D53",
    "error",
    ar="العدد بالحروف غير العدد بالأرقام: «{words}».",
    en="The number in words is not the number in digits: “{words}”.",
    why_ar="للمستفيد أن يأخذ بأي العددين شاء، ولا يُعرف ما أراده المجلس.",
    why_en="A beneficiary may rely on either, and nobody knows which the board meant.",
)
def words_and_digits_differ(document: Document) -> Iterator[Hit]:
    for line, match in document.search(_WORDS_AND_DIGITS):
        form = next(number for number in "123" if match[f"d{number}"])
        said = NUMBER_WORDS.get(" ".join(match[f"w{form}"].split()))
        is_a_label = _NUMBERED.search(line.folded[: match.start()])
        if said is not None and said != int(match[f"d{form}"]) and not is_a_label:
            words = line.words(match.start(), match.end()).strip()
            yield Hit(line.number, words, params={"words": words})


def _promises_a_length(document: Document, sentence: Passage) -> bool:
    lines = {part[0].number for part in sentence.parts}
    return any(
        deadline.line in lines and fold(deadline.raw) in fold(sentence.text)
        for deadline in document.reading.deadlines
    )


@rule(
    "D54",
    "warn",
    ar="وعد بلا مدة: «{words}».",
    en="A promise without a length of time: “{words}”.",
    why_ar="ما لا يُقاس لا يُعرف متى تأخر، ولا يُنبَّه عليه أحد.",
    why_en="Nobody can tell when it is late, and nobody will be warned.",
)
def promise_without_length(document: Document) -> Iterator[Hit]:
    answered = any(item.subject == "complaint_reply" for item in document.reading.deadlines)
    for sentence, match in document.search_sentences(VAGUE):
        before = sentence.folded[: match.start()]
        promise = _ANSWER.search(before) or _ANSWER.search(sentence.folded[match.end() :][:40])
        # C01 already says that a complaint has no deadline.
        said = not answered and _in_complaints(document, sentence)
        if promise and not said and not _promises_a_length(document, sentence):
            yield Hit.within(sentence, match)


def _in_complaints(document: Document, sentence: Passage) -> bool:
    return document.has_section("complaints") and bool(ABOUT_COMPLAINTS.search(sentence.folded))


@rule(
    "D55",
    "warn",
    ar="المدة طويلة جدًّا: «{words}».",
    en="The deadline is very long: “{words}”.",
    why_ar="من ينتظر عونًا لا يصبر أشهرًا، وقد تتغير حاجته قبل الرد.",
    why_en="Who needs help cannot wait for months; the need may change before the answer.",
)
def deadline_very_long(document: Document) -> Iterator[Hit]:
    for deadline in document.reading.deadlines:
        days, longest = _days(deadline), LONGEST.get(deadline.subject)
        if deadline.trigger not in ("submission", "completion"):
            continue  # how long a paper stays valid, or a beneficiary's own time to complain
        own = (line.text for line in document.filled if line.number == deadline.line)
        if any(is_time_to_file(deadline, text) for text in own):
            continue
        if deadline.kind == "max" and days and longest and days > longest:
            yield Hit(deadline.line, deadline.raw, params={"words": deadline.raw})


@rule(
    "D56",
    "warn",
    ar="مهلة التظلم أقصر من أن يستعملها أحد: «{words}».",
    en="The time to appeal is too short to be used: “{words}”.",
    why_ar="يحتاج صاحب الشكوى إلى أيام ليقرأ الرد ويستشير ويكتب.",
    why_en="It takes days to read the reply, ask for advice and write.",
)
def appeal_time_too_short(document: Document) -> Iterator[Hit]:
    for deadline in document.reading.deadlines:
        days = _days(deadline)
        own = deadline.subject == "complaint_appeal" and deadline.kind == "max"
        if own and days is not None and days < SHORTEST_APPEAL:
            yield Hit(deadline.line, deadline.raw, params={"words": deadline.raw})
