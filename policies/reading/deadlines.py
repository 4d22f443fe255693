"""Promised times: how long, counted from what, for what."""

import re
from dataclasses import dataclass

from policies.reading.damage import restore
from policies.reading.durations import Duration, find_durations
from policies.reading.grammar import (
    COMPLETION,
    EVENT_FROM,
    NOTICE,
    OF_A_DECISION,
    SUBJECT_PATTERNS,
    SUBJECTS,
    SUBMISSION,
    SUBMITTED,
    TELLING,
    either,
    mentions,
    whole,
)
from policies.reading.model import DeadlineKind, ReadDeadline, Trigger
from policies.reading.part_names import TABLE_HEADS
from policies.reading.parts import Outline, Piece, Section
from policies.reading.text import ARABIC_LETTER, Passage, fold

EVENT = re.compile(
    rf"\s*[،,]?\s*(?:و?ذلك\s+)?[وف]?(?:(?:من|في)\s+اليوم\s+التالي\s+(?:من\s+|ل)(?:تاريخ\s+)?"
    rf"|(?:{either(EVENT_FROM)})\s+)(?P<event>[{ARABIC_LETTER}]+(?:\s+[{ARABIC_LETTER}]+){{0,3}})"
)
# Words that end the name of an event: what follows is the rest of the sentence.
AFTER_EVENT = re.compile(
    r"\s+(?:و[^ ]+|او|ثم|في|من|عن|علي|الي|عبر|مع|وفق|حسب|دون|ما|اذا|علما|بعد|كحد|بحد|ل[^ ]+|التي|الذي)(?=\s|$)"
)
CLAUSE = re.compile(r"[،؛.:؟]|\s(?=(?:و(?:ل|ي|ت|في|عند)))")
SECTION_SUBJECTS = {
    "complaints": "complaint_reply",
    "satisfaction": "satisfaction_survey",
    "compensation": "compensation",
    "privacy": "privacy",
    "review": "policy_review",
    "responsibilities": "other",
    "board_approval": "other",
    "publication": "other",
}
NOT_PROMISES = frozenset({"toc", "head"})
_SUBJECTS = (
    *((subject, re.compile(whole(pattern))) for subject, pattern in SUBJECT_PATTERNS),
    *((subject, mentions(words)) for subject, words in SUBJECTS),
)
# «مدة الرد على الشكوى: أسبوع»: a label that makes a bare length a promise.
LENGTH_LABEL = re.compile(
    rf"(?<![{ARABIC_LETTER}])(?:ال)?(?:مده|مهله|زمن|فتره|اجل|موعد|الحد الاقصي)"
    rf"(?![{ARABIC_LETTER}])[^.؛\d]{{0,60}}$"
)
# «تقرير طبي صدر خلال ستة أشهر»: how old a paper may be is no promise.
AGE_OF_A_PAPER = re.compile(
    rf"(?<![{ARABIC_LETTER}])(?:صدر|صدرت|صادر|صادره|مصدق|مصدقه|حديث|حديثه|مؤرخ|مؤرخه"
    rf"|(?:علي\s+)?(?:صدور|اصدار|تاريخ)(?:ه|ها))\s*$"
)
LENGTH_BEFORE = re.compile(LENGTH_LABEL.pattern.removesuffix("$") + r"(?<=[:\-–=])\s*$")
_DECISION = re.compile(r"(?:صدور|اتخاذ|اعتماد|البت|(?:ال)?قرار|الموافقه|موافقه)")
_DECIDING = re.compile(
    rf"(?<![{ARABIC_LETTER}])(?:\S*قرار|\S*اعتماد|\S*موافق\S*|[وف]?[يت]?(?:بت|البت|عتمد|عرض|رفع|درس)|دراسه|عرض|رفع)"
)
_TELLING = re.compile(whole(f"[وف]?{TELLING}"))
_SUBMISSION = re.compile(rf"(?:ال)?{either(SUBMISSION)}(?P<whose>ه|ها|هم)?(?![{ARABIC_LETTER}])")
_COMPLETION = re.compile(rf"(?:ال)?{either(COMPLETION)}(?:ه|ها)?(?![{ARABIC_LETTER}])")
_SUBMITTED = re.compile(
    rf"(?<![{ARABIC_LETTER}])(?:{either(SUBMITTED)}|بها|به)(?![{ARABIC_LETTER}])"
)
_HEADS = {head: {fold(word) for word in words} for head, words in TABLE_HEADS.items()}
_OF_A_DECISION = re.compile(whole(OF_A_DECISION))
_SENTENCE_ENDS = re.compile(r"[.؛؟!]")
SURE, LIKELY, DOUBTFUL = 1.0, 0.85, 0.6


@dataclass(frozen=True)
class FoundDeadline:
    deadline: ReadDeadline
    passage: Passage
    confidence: float


def find(outline: Outline) -> list[FoundDeadline]:
    found: list[FoundDeadline] = []
    for section in outline.sections:
        if section.key in NOT_PROMISES:
            continue
        titles: list[str] = []
        for piece in _joined(section):
            if piece.kind == "row":
                if _is_head(piece):
                    titles = [fold(cell.text) for cell in piece.cells]
                found += _in_row(piece, titles, section)
            else:
                found += _in_passage(piece.passage, section)
    return _with_intentions(found)


def _joined(section: Section) -> list[Piece]:
    """A sentence that an extractor broke into two pieces is read as one."""
    pieces: list[Piece] = []
    for piece in section.pieces:
        last = pieces[-1] if pieces else None
        broken = last and last.kind != "row" and UNFINISHED.search(last.passage.folded)
        if last and broken and piece.kind == "paragraph":
            pieces[-1] = Piece(last.kind, last.passage + piece.passage, last.marker)
        else:
            pieces.append(piece)
    return pieces


UNFINISHED = re.compile(r"(?<![\u0621-\u064a])(?:عن|علي|خلال|من|مده|في|تتجاوز|يتجاوز|تاريخ)\s*$")


def _in_passage(passage: Passage, section: Section) -> list[FoundDeadline]:
    folded = passage.folded
    listed = section.key == "deadlines"
    durations = [
        each
        for each in find_durations(folded)
        if not AGE_OF_A_PAPER.search(folded[: each.start])
        and (
            each.bounded
            or (
                listed
                and (LENGTH_LABEL.search(section.title.folded) or ":" in folded[: each.start])
            )
            or LENGTH_BEFORE.search(folded[: each.start])
        )
    ]
    found = []
    for index, duration in enumerate(durations):
        limit = durations[index + 1].start if index + 1 < len(durations) else len(folded)
        event, end = _event(folded, duration.end, limit)
        previous = durations[index - 1].end if index else 0
        before = folded[previous : duration.start]
        if section.key == "deadlines" and LENGTH_LABEL.search(section.title.folded):
            before = f"{section.title.folded} : {before}"
        subject = _subject(before, folded[: duration.start] + folded[end:], section)
        found += _deadlines(
            passage.slice(duration.start, end), duration, event=event,
            subject=_notice(subject, before, event),
            sentence=f"{section.title.folded if listed else ''} {_sentence(folded, duration)}",
        )  # fmt: skip
    return _paired(found)


def _in_row(row: Piece, titles: list[str], section: Section) -> list[FoundDeadline]:
    """A bare length counts in a table that has a column for it."""
    if _is_head(row):
        return []
    lengths = [i for i, title in enumerate(titles) if _is_length(title)]
    if len(row.cells) == 2 and LENGTH_LABEL.search(row.cells[0].folded):
        lengths.append(1)
    starts = [i for i, title in enumerate(titles) if title in _HEADS["start"]]
    found = []
    for index, cell in enumerate(row.cells):
        for duration in find_durations(cell.folded):
            if not duration.bounded and index not in lengths:
                continue
            event, end = _event(cell.folded, duration.end, len(cell))
            if event is None and starts and starts[0] < len(row.cells):
                event = row.cells[starts[0]].value.strip()
            context = " ".join(other.folded for other in row.cells if other is not cell)
            found += _deadlines(
                cell.slice(duration.start, end), duration,
                subject=_subject(_first_words(row, index), context, section), event=event,
                sentence=context,
            )  # fmt: skip
    return found


def _is_length(title: str) -> bool:
    return title in _HEADS["length"] or bool(
        re.match(r"(?:ال)?(?:مده|مهله|زمن|فتره|اجل)(?:\s|$)", title) and len(title.split()) <= 4
    )


def _notice(subject: str, before: str, event: str | None) -> str:
    """To tell somebody of a decision is a promise of its own where it counts from the decision."""
    counts_from_it = event and _DECISION.match(fold(event))
    if subject == "request_decision" and counts_from_it:
        clause = [clause for clause in CLAUSE.split(before) if clause.strip()][-1:] or [""]
        if _TELLING.search(clause[0]):
            return NOTICE
        # what is done once the decision is taken, and is not one more decision, is its delivery
        return subject if _DECIDING.search(clause[0]) else "service_delivery"
    return subject


def _sentence(folded: str, duration: Duration) -> str:
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(folded)]
    start = max((end for end in ends if end <= duration.start), default=0)
    stop = min((end for end in ends if end >= duration.end), default=len(folded))
    return folded[start:stop]


def _deadlines(
    passage: Passage, duration: Duration, *, subject: str, event: str | None, sentence: str
) -> list[FoundDeadline]:
    """One, or for a range the least and the most."""
    found = _deadline(passage, duration, subject=subject, event=event)
    if subject == "request_decision" and not _OF_A_DECISION.search(sentence):
        guess = found.deadline.model_copy(update={"subject_guessed": True})
        found = FoundDeadline(guess, passage, min(found.confidence, DOUBTFUL))
    if duration.least is None or duration.kind == "min":
        return [found]
    least = found.deadline.model_copy(update={"kind": "min", "value": duration.least})
    return [FoundDeadline(least, passage, min(found.confidence, LIKELY)), found]


def _is_head(row: Piece) -> bool:
    known = {word for words in _HEADS.values() for word in words}
    return sum(fold(cell.text) in known or _is_length(fold(cell.text)) for cell in row.cells) >= 2


def _first_words(row: Piece, index: int) -> str:
    return " ".join(cell.folded for cell in row.cells[:index] if not cell.folded.strip().isdigit())


def _event(folded: str, start: int, limit: int) -> tuple[str | None, int]:
    """What the time counts from, and where its name ends."""
    match = EVENT.match(folded, start, limit)
    if not match:
        return None, start
    event, end = match["event"], match.end("event")
    if cut := AFTER_EVENT.search(event):
        end = match.start("event") + cut.start()
        event = event[: cut.start()]
    return event, end


def _trigger(event: str | None) -> Trigger:
    if not event:
        return "unspecified"
    first, _, rest = fold(restore(event)).partition(" ")
    second, _, others = rest.partition(" ")
    if _SUBMISSION.fullmatch(first + second) and not _SUBMISSION.match(first):
        first, rest = first + second, others  # a word that a scan split
    if _COMPLETION.match(first):
        return "completion"
    if match := _SUBMISSION.match(first):
        is_its_own = bool(match["whose"]) or _SUBMITTED.search(rest) or not rest
        return "submission" if is_its_own else "other"
    return "submission" if _SUBMITTED.match(first) and not rest else "other"


def _subject(before: str, around: str, section: Section) -> str:
    """The nearest words decide, then the sentence, then the part that it stands in."""
    if section.key == "compensation":
        return "compensation"
    clauses = [clause for clause in CLAUSE.split(before) if clause.strip()]
    for words in [*clauses[:-3:-1], before]:
        for subject, pattern in _SUBJECTS:
            if pattern.search(words) and not (
                subject == "request_decision" and section.key in SECTION_SUBJECTS
            ):
                return subject
    if section.key in SECTION_SUBJECTS:
        return SECTION_SUBJECTS[section.key]
    for subject, pattern in _SUBJECTS:
        if pattern.search(around):
            return subject
    return "request_decision"


def _deadline(
    passage: Passage, duration: Duration, *, subject: str, event: str | None
) -> FoundDeadline:
    kind: DeadlineKind = duration.kind or "max"
    confidence = SURE if duration.bounded else LIKELY
    if passage.repaired or duration.value is None or re.search(r"(?:^|\s)ل\s", passage.folded):
        confidence = DOUBTFUL
    raw = re.sub(r"[\s.،؛:]+$", "", passage.value)
    deadline = ReadDeadline(
        kind=kind,
        value=duration.value,
        unit=duration.unit,
        trigger=_trigger(event),
        trigger_raw=event and _as_written(event, passage),
        subject=subject,
        raw=raw,
        line=passage.line,
    )
    return FoundDeadline(deadline, passage, confidence)


def _as_written(event: str, passage: Passage) -> str:
    place = passage.folded.find(event)
    return passage.slice(place, place + len(event)).value if place >= 0 else event


def _paired(found: list[FoundDeadline]) -> list[FoundDeadline]:
    """«لا تقل عن … ولا تزيد على … من تاريخ»: both count from the event that is named last."""
    for index in range(len(found) - 1, 0, -1):
        earlier, later = found[index - 1], found[index]
        adjoin = later.deadline.line == earlier.deadline.line and (
            {earlier.deadline.kind, later.deadline.kind} == {"min", "max"}
        )
        if adjoin and earlier.deadline.trigger == "unspecified":
            shared = {
                "trigger": later.deadline.trigger,
                "trigger_raw": later.deadline.trigger_raw,
                "subject": earlier.deadline.subject,
            }
            both = earlier.deadline.model_copy(update=shared)
            found[index - 1] = FoundDeadline(both, earlier.passage, earlier.confidence)
            same = later.deadline.model_copy(update={"subject": earlier.deadline.subject})
            found[index] = FoundDeadline(same, later.passage, later.confidence)
    return found


def _with_intentions(found: list[FoundDeadline]) -> list[FoundDeadline]:
    """A minimum without a maximum for the same thing was probably meant as one: ask, never change."""
    with_maximum = {each.deadline.subject for each in found if each.deadline.kind == "max"}
    return [
        FoundDeadline(
            each.deadline.model_copy(update={"likely_intended": "max"}),
            each.passage,
            min(each.confidence, 0.7),
        )
        if each.deadline.kind == "min" and each.deadline.subject not in with_maximum
        else each
        for each in found
    ]
