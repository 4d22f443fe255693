"""Rules D: how long the association has, from when, and whether its documents agree."""

import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import combinations

from policies.linting.document import Document, core, words_of
from policies.linting.rule import Hit, rule
from policies.linting.wording import has_reversed_limit
from policies.reading.model import ReadDeadline
from policies.reading.text import fold

# Spans of time in the association's own year: they promise no answer to anyone.
NO_PROMISE = frozenset({"privacy", "policy_review", "satisfaction_survey", "other"})
# A beneficiary's own time to object or to bring papers is rightly a minimum.
MINIMUM_IS_MEANT = NO_PROMISE | {"complaint_appeal", "papers_completion"}
# What is acknowledged is what was just received.
START_IS_PLAIN = NO_PROMISE | {"acknowledgement"}
# Words of any promise, which do not make two of them the same.
_COMMON = frozenset({"طلب", "مستفيد", "جمعيه", "تاريخ", "خلال", "علي", "موظف", "الي", "هذه"})
HOURS = {"hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24}
UNITS_AR = {
    "hour": "ساعة", "working_hour": "ساعة عمل", "day": "يوم", "working_day": "يوم عمل",
    "week": "أسبوع", "month": "شهر",
}  # fmt: skip


def _hit(deadline: ReadDeadline, **params: str) -> Hit:
    return Hit(deadline.line, deadline.raw, params=params)


def _said(deadline: ReadDeadline) -> str:
    return f"{deadline.value} {UNITS_AR[deadline.unit]}" if deadline.unit else deadline.raw


def _said_en(deadline: ReadDeadline) -> str:
    return f"{deadline.value} × {deadline.unit}" if deadline.unit else deadline.raw


def _length(deadline: ReadDeadline) -> tuple[str, int] | None:
    """A length that can be compared; working time compares only with working time."""
    if deadline.value is None or deadline.unit is None:
        return None
    if deadline.unit in HOURS:
        return "calendar", deadline.value * HOURS[deadline.unit]
    return deadline.unit, deadline.value


def _conflict(first: ReadDeadline, second: ReadDeadline) -> bool:
    lengths = _length(first), _length(second)
    return None not in lengths and lengths[0] != lengths[1]


def _in_two_units(first: ReadDeadline, second: ReadDeadline) -> bool:
    same = first.subject == second.subject and first.value == second.value
    return same and first.value is not None and {first.unit, second.unit} == {"day", "working_day"}


@rule(
    "D01",
    "error",
    ar="المدة مكتوبة حدًّا أدنى («لا تقل عن»)؛ هل المقصود «لا تزيد على»؟",
    en="The deadline is written as a minimum (“no less than”); was “no more than” meant?",
    why_ar="الحد الأدنى لا يعِد المستفيد بشيء: يجوز معه أن ينتظر بلا نهاية.",
    why_en="A minimum promises the beneficiary nothing: the wait may go on without end.",
)
def minimum_for_maximum(document: Document) -> Iterator[Hit]:
    deadlines = document.reading.deadlines
    for deadline in deadlines:
        if deadline.kind != "min" or deadline.subject in MINIMUM_IS_MEANT:
            continue
        if not any(
            other.kind == "max"
            and other.subject == deadline.subject
            and 0 <= other.line - deadline.line <= 2
            for other in deadlines
        ):
            yield _hit(deadline)


@rule(
    "D02",
    "error",
    ar="لا توجد مدة للبت في طلب المستفيد.",
    en="There is no deadline for deciding a beneficiary's request.",
    why_ar="بلا مدة لا يعرف المستفيد متى يتأخر الرد، ولا تُقاس الخدمة.",
    why_en="Without a deadline a late answer cannot be recognised, nor the service measured.",
)
def decision_deadline_missing(document: Document) -> Iterator[Hit]:
    promised = any(item.subject == "request_decision" for item in document.reading.deadlines)
    if not promised and not has_reversed_limit(document):
        yield Hit()


@rule(
    "D03",
    "warn",
    ar="لم تُحدَّد بداية احتساب المدة (تقديم الطلب أم اكتماله).",
    en="It is not said what the deadline runs from (submission or completion).",
    why_ar="الموظف والمستفيد يعدّان من يومين مختلفين.",
    why_en="Staff and beneficiary will count from different days.",
)
def deadline_start_missing(document: Document) -> Iterator[Hit]:
    for deadline in document.reading.deadlines:
        if deadline.trigger == "unspecified" and deadline.subject not in START_IS_PLAIN:
            yield _hit(deadline)


@rule(
    "D04",
    "warn",
    ar="المدة نفسها بوحدتين: أيام عمل وأيام ({first}؛ {second}).",
    en="The same deadline is given in two units: working days and days ({first_en}; {second_en}).",
    why_ar="الفرق بينهما أيام كاملة، فأي المدتين تلزم؟",
    why_en="The two differ by whole days: which one binds?",
)
def deadline_in_two_units(document: Document) -> Iterator[Hit]:
    for first, second in combinations(document.reading.deadlines, 2):
        if _in_two_units(first, second):
            yield _hit(
                second,
                first=_said(first),
                second=_said(second),
                first_en=_said_en(first),
                second_en=_said_en(second),
            )


@rule(
    "D05",
    "error",
    ar="مدد متعارضة بين وثائق الجمعية: هنا {here}، وفي «{title}» {there}.",
    en="Documents of the association disagree: {here_en} here, {there_en} in “{title}”.",
    why_ar="وعدان مختلفان للأمر نفسه، وللمستفيد أن يحتج بأيهما شاء.",
    why_en="Two promises on one matter: a beneficiary may hold the association to either.",
)
def deadlines_conflict_across_documents(document: Document) -> Iterator[Hit]:
    for deadline in document.reading.deadlines:
        for other in document.others:
            for there in other.deadlines:
                alike = (there.subject, there.kind) == (deadline.subject, deadline.kind)
                if alike and _conflict(deadline, there):
                    yield _hit(
                        deadline,
                        here=_said(deadline),
                        there=_said(there),
                        here_en=_said_en(deadline),
                        there_en=_said_en(there),
                        title=other.title,
                    )


def _subject_words(document: Document, deadline: ReadDeadline) -> set[str]:
    line = document.lines.numbered(deadline.line)
    words = words_of(line)
    cells = re.split(r"\t|\|", line.folded.strip("| "))
    if len(cells) > 1:  # in a table, the first cell of words says what the row is about
        about = next((cell for cell in cells if not cell.strip().isdigit()), "")
        words = [word for word in words if word.folded in about.split()]
    cores = {core(word.folded) for word in words}
    within = {core(word) for word in fold(deadline.raw).split()}
    return {word for word in cores - within - _COMMON if len(word) >= 3}


@rule(
    "D50",
    "warn",
    ar="مدتان مختلفتان للأمر نفسه: {first} (السطر {line}) و{second}.",
    en="Two different deadlines for one event: {first_en} (line {line}) and {second_en}.",
    why_ar="لا يُعرف أي المدتين تُحتسب.",
    why_en="It is not clear which of the two counts.",
)
def two_deadlines_on_one_event(document: Document) -> Iterator[Hit]:
    limits = [item for item in document.reading.deadlines if item.kind == "max"]
    words_about = cache(partial(_subject_words, document))
    for first, second in combinations(limits, 2):
        same = (first.subject, first.trigger) == (second.subject, second.trigger)
        if not same or first.subject in NO_PROMISE or _in_two_units(first, second):
            continue
        # Two sentences of one act share a word: studying a request is not yet answering it.
        if _conflict(first, second) and words_about(first) & words_about(second):
            yield _hit(
                second,
                first=_said(first),
                second=_said(second),
                first_en=_said_en(first),
                second_en=_said_en(second),
                line=str(first.line),
            )


@rule(
    "D51",
    "warn",
    ar="المدة أقصر مما يسمح به التقويم: قد تقع كلها في إجازة ({days} أيام متصلة).",
    en="The deadline is shorter than the calendar allows: it may fall within a closure ({days} days).",
    why_ar="مدة تنتهي قبل أن يفتح المكتب لا يمكن الوفاء بها.",
    why_en="A deadline that ends before the office reopens cannot be met.",
)
def deadline_within_a_closure(document: Document) -> Iterator[Hit]:
    closure = document.setup.longest_closure_days if document.setup else None
    if closure is None:
        return
    for deadline in document.reading.deadlines:
        length = _length(deadline)
        if deadline.kind != "max" or length is None or length[0] != "calendar":
            continue
        if length[1] <= closure * 24:
            yield _hit(deadline, days=str(closure))
