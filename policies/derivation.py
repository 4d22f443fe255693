"""What the clauses of a draft say of the parts that a reading leaves open.

Small patterns on the folded words (one letter for every alef, ya, ta marbuta), one table or function
for each part. Nothing is filled that no clause says; names are the words of the clause itself.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.rules import CompensationStage, MeasureMethod
from policies.content import (
    AcknowledgementRule,
    Article,
    ArticleKind,
    Compensation,
    CompensationStep,
    Complaints,
    Measure,
    PolicyContent,
    ReviewRule,
)
from policies.reading.durations import find_durations
from policies.reading.grammar import NUMBER, number_of
from policies.reading.nouns import noun_phrase
from policies.reading.text import ARABIC_LETTER, Passage, fold, read_line

_S, _E = rf"(?<![{ARABIC_LETTER}])", rf"(?![{ARABIC_LETTER}])"

METHODS: list[tuple[str, MeasureMethod]] = [
    (
        r"(اشراف|متابع|مراجع|تقييم|تقويم|[يت]شرف|[يت]تابع)\S*\s.{0,60}"
        r"(ضابط|ضباط|موظفي?|مسؤول|مسيول|مسوول)\S* (ال)?(اتصال|تواصل|علاق)",
        MeasureMethod.LIAISON_REVIEW,
    ),
    (
        r"(مراجع|تحليل|متابع|دراس|رصد)\S*\s.{0,60}(شكاو|شكو|رابط|تظلم)",
        MeasureMethod.COMPLAINTS_REVIEW,
    ),
    (r"(?<!\w)(ال)?(مسح|مسوح|مسوحات)(?!\w)|(استبان\S*|استطلاع\S*) (ال)?ميداني", MeasureMethod.FIELD_SURVEY),
    (r"استبان|استبيان|استطلاع|نموذج (ال)?(تقييم|رضا)|نماذج (ال)?(تقييم|رضا)", MeasureMethod.SURVEY),
    (r"زيار", MeasureMethod.VISIT),
    (r"مقابل|لقاء|مكالم", MeasureMethod.INTERVIEW),
]  # fmt: skip
# «كل ستة أشهر», «كل سنتين», «نصف سنوي»: the first that fits; months.
_EVERY = re.compile(
    rf"{_S}كل\s+(?:(?P<number>{NUMBER})\s*(?P<many>اشهر|شهور|شهرا?|سنوات|سنه|اعوام|عاما?)"
    rf"|(?P<word>شهرين|شهر|سنتين|عامين|سنه|عام|ربع سنه|ربع عام|نصف سنه|نصف عام)){_E}"
)
_MONTHS = {
    "شهر": 1, "شهرين": 2, "ربع سنه": 3, "ربع عام": 3, "نصف سنه": 6, "نصف عام": 6,
    "سنه": 12, "عام": 12, "سنتين": 24, "عامين": 24,
}  # fmt: skip
_ADVERBS: list[tuple[str, int]] = [
    (r"نصف سنوي", 6),
    (r"ربع سنوي", 3),
    (r"مرتين في (ال)?(سنه|عام)", 6),
    (r"سنوي(ا|ه)?(?!\w)|مره( واحده)? في (ال)?(سنه|عام)", 12),
    (r"شهري(ا|ه)?(?!\w)|مره( واحده)? في (ال)?شهر", 1),
]
NO_NAME = r"(?:مجهول|(?:بدون|دون|بلا|من غير) (?:\S+ ){0,2}?\S*(?:اسم|هوي))"
TAKING = r"(?:تقبل|يقبل|تستقبل|تسجل|يلتفت|ينظر|تنظر|تدرس|يعتد|تعالج|تقدم|يتقدم|تقديم|يشتكي)"
NOT_TAKEN = re.compile(rf"{_S}(?:لا|لن) {TAKING}\S*(?: \S+){{0,5}}? \S*{NO_NAME}")
TAKEN = re.compile(rf"{_S}(?:{TAKING}|يجوز|يمكن|يحق)\S*(?: \S+){{0,7}}? \S*{NO_NAME}")
AMICABLE = re.compile(rf"{_S}(?:ب?ال)?ودي(?:ه|ا)?{_E}|{_S}بالتراضي{_E}")
OUTSIDE = re.compile(
    rf"{_S}(?:لدي|الي|امام)\s+(?P<who>المركز الوطني(?: لتنميه القطاع غير الربحي)?"
    r"|وزاره|الوزاره|هيئه|ديوان المظالم|القضاء|المحكمه|المحاكم"
    r"|الجه(?:ه|ات) (?:المشرفه|المختصه|الرسميه|القضائيه|الحكوميه|الاشرافيه))"
)
STAGES: list[tuple[str, CompensationStage]] = [
    (r"محضر", CompensationStage.COMMITTEE_MINUTES),
    (r"حكم|قضاي|محكمه", CompensationStage.RULING),
    (r"تفاوض|مفاوض", CompensationStage.NEGOTIATION),
    (
        r"(قبول|موافق)\S*.{0,25}(متضرر|مستفيد|صاحب|الاسره|له|عليه|التعويض)|قبول(ه|ها)(?!\w)|يقبل",
        CompensationStage.ACCEPTANCE,
    ),
    (r"(?<!\w)[ويت]*صرف|سداد|(?<!\w)[ويت]*دفع|تحويل|ايصال|سند", CompensationStage.PAYMENT),
]
REVIEWING = re.compile(
    rf"{_S}و?(?:[يت]راجع|[يت]حدث)(?:ها|ه)?{_E}|{_S}(?:و|ب)?(?:ال)?(?:مراجعه|تحديث|مراجعتها){_E}"
)
OF_POLICY = re.compile(r"سياس|لايح|لائح|وثيق")
REVIEW_HEADING = re.compile(r"مراجع|تحديث")
OF_OTHERS = re.compile(r"شكاو|شكو|مستند|رضا|طلب")
NO_REVIEWER = re.compile(
    rf"{_S}(?:هذه|السياسه|السياسات|اللائحه|الوثيقه|كل|سنويا|دوريا|مره|مرتين|ب\S+|في|عند|بعد|من|خلال|وت\S+|وي\S+){_E}"
)
THE_POLICY = re.compile(rf"\s(?:هذه|السياسه|اللائحه|الوثيقه){_E}")
BY = re.compile(rf"{_S}(?:من قبل|بواسطه|عن طريق)\s+(?P<who>)")
SIGNING = re.compile(rf"{_S}و?(?:[يت]وقع(?:ون)?|توقيع|[يت]قر(?:ون)?){_E}")
STAFF = re.compile(r"موظف|عاملين|عاملون|منسوب|متطوع|الطاقم")
KNOWING = re.compile(r"اطلاع|علم|سياس|التزام")
SIGNED_BY_SERVED = re.compile(r"[يت]وقع (?:\S+ )?(?:ال)?مستفيد")
DAYS = {"day": 1.0, "working_day": 7 / 5, "week": 7.0, "month": 30.0, "hour": 1 / 24}


@dataclass(frozen=True, slots=True)
class _Clause:
    article: Article
    text: str

    @property
    def passage(self) -> Passage:
        return Passage.of(read_line(1, " ".join(self.text.split())))

    @property
    def folded(self) -> str:
        return self.passage.folded


def completed(content: PolicyContent) -> PolicyContent:
    """The draft with what its own clauses say; what it holds already stays."""
    clauses = list(_clauses(content))
    return content.model_copy(
        update={
            "satisfaction": tuple(_measures(content)),
            "complaints": _complaints(content.complaints, clauses),
            "compensation": _compensation(content.compensation, clauses),
            "review": content.review or _review(clauses),
            "acknowledgement": content.acknowledgement or _acknowledgement(clauses),
        }
    )


def measure_method(label: str) -> MeasureMethod | None:
    words = fold(label)
    return next((method for pattern, method in METHODS if re.search(pattern, words)), None)


def months_between(text: str) -> int | None:
    """«كل ستة أشهر»: 6. None where it says no such thing, or something shorter than a month."""
    words = fold(text)
    if match := _EVERY.search(words):
        if match["word"]:
            return _MONTHS[match["word"]]
        number = number_of(match["number"])
        months = number * (1 if match["many"].startswith(("شه", "اش")) else 12) if number else 0
        return months if 1 <= months <= 120 else None
    return next((months for pattern, months in _ADVERBS if re.search(pattern, words)), None)


def _clauses(content: PolicyContent) -> Iterator[_Clause]:
    """The sentences of each article and its items; a semicolon ends one too."""
    for article in content.articles:
        texts = [article.text]
        for item in content.items_of(article):
            texts += [item.text, *(sub.text for sub in item.subitems)]
        for text in texts:
            for sentence in re.split(r"[\n؛]|(?<=\S)\.(?=\s|$)", text):
                if sentence.strip():
                    yield _Clause(article, sentence.strip())


def _measures(content: PolicyContent) -> Iterator[Measure]:
    """How often is said beside a measure, or once for all of them in the words that lead the list."""
    article = content.article_of(ArticleKind.SATISFACTION)
    for_all = months_between(f"{article.heading} {article.text}") if article else None
    for row in content.satisfaction:
        yield row.model_copy(
            update={
                "method": row.method or measure_method(row.label),
                "every_months": row.every_months or months_between(row.label) or for_all,
            }
        )


def _complaints(said: Complaints | None, clauses: Iterable[_Clause]) -> Complaints | None:
    if said is None:
        return None
    about = [
        clause
        for clause in clauses
        if clause.article.kind == ArticleKind.COMPLAINTS or re.search("شكو|شكا", clause.folded)
    ]
    anonymous, amicable = said.anonymous, said.amicable_first
    for clause in about:
        if anonymous is None and NOT_TAKEN.search(clause.folded):
            anonymous = False
        elif anonymous is None and TAKEN.search(clause.folded):
            anonymous = True
        if amicable is None and AMICABLE.search(clause.folded):
            amicable = True
    return said.model_copy(
        update={
            "anonymous": anonymous,
            "amicable_first": amicable,
            "outside_authority": said.outside_authority or _outside(about),
        }
    )


def _outside(clauses: Iterable[_Clause]) -> str | None:
    for clause in clauses:
        match = OUTSIDE.search(clause.folded)
        found = noun_phrase(clause.passage, match.start("who")) if match else None
        if match and found:
            return max(found[1], clause.passage.slice(*match.span("who")).value, key=len)
    return None


def _compensation(said: Compensation | None, clauses: Iterable[_Clause]) -> Compensation | None:
    """Each stage once, where the text first speaks of it, with the words of that clause."""
    if said is None or said.stages:
        return said
    found: dict[CompensationStage, str] = {}
    for clause in clauses:
        if clause.article.kind != ArticleKind.COMPENSATION:
            continue
        spoken = [
            (match.start(), stage)
            for pattern, stage in STAGES
            if (match := re.search(pattern, clause.folded))
        ]
        for _place, stage in sorted(spoken):
            found.setdefault(stage, clause.text)
    steps = tuple(CompensationStep(stage=stage, text=text) for stage, text in found.items())
    return said.model_copy(update={"stages": steps})


def _review(clauses: Iterable[_Clause]) -> ReviewRule | None:
    for clause in clauses:
        words = clause.folded
        verb = REVIEWING.search(words)
        of_policy = OF_POLICY.search(words) or REVIEW_HEADING.search(fold(clause.article.heading))
        if not verb or not of_policy or OF_OTHERS.search(words):
            continue
        if months := months_between(clause.text):
            return ReviewRule(every_months=months, responsible=_reviewer(clause, verb.end()))
    return None


def _reviewer(clause: _Clause, after: int) -> str | None:
    words = clause.folded
    start = after + len(words[after:]) - len(words[after:].lstrip())
    if start < len(words) and not NO_REVIEWER.match(words, start):
        reviewed = THE_POLICY.search(words, start)
        found = noun_phrase(clause.passage.slice(0, reviewed.start() if reviewed else None), start)
    elif named := BY.search(words):
        found = noun_phrase(clause.passage, named.start("who"))
    else:
        found = None
    return found[1] if found else None


def _acknowledgement(clauses: Iterable[_Clause]) -> AcknowledgementRule | None:
    """Staff who sign that they know the policy, within a time that is said; working days as a week's part."""
    for clause in clauses:
        words = clause.folded
        if not (SIGNING.search(words) and STAFF.search(words) and KNOWING.search(words)):
            continue
        if SIGNED_BY_SERVED.search(words):
            continue
        for duration in find_durations(words):
            if duration.value and duration.kind == "max" and duration.unit in DAYS:
                days = math.ceil(duration.value * DAYS[duration.unit])
                return AcknowledgementRule(within_days=min(days, 365))
    return None
