"""What the answers of a time amount to: rates, means, distributions, and how groups differ.

Of fewer answers than the settings say nothing is told: small groups are taken together, and with them
as many others as it takes, so that no difference between two figures gives a small one away.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.satisfaction.models import SurveyAnswer
from core.satisfaction.questions import (
    DETRACTORS,
    PROMOTERS,
    SCALE,
    STARS,
    Question,
    QuestionKind,
    questions_of,
)
from core.satisfaction.settings import MeasureSettings

MOST_TEXTS = 200
OTHERS = "\0others"
NONE = ""


class By(StrEnum):
    """What answers are told apart by. EMPLOYEE only where the association allows it."""

    WAY = "way"
    ROUND = "round"
    CHANNEL = "channel"
    TYPE = "type"
    BRANCH = "branch"
    EMPLOYEE = "employee"


@dataclass(frozen=True, slots=True)
class Row:
    """One answer or invitation, as far as figures need it."""

    round_id: Any
    way: str
    channel: str
    type: str
    branch: str
    employee: str
    asked_at: datetime | None
    answered_at: datetime | None
    score: int | None
    is_unhappy: bool
    questions: Sequence[Mapping[str, Any]]
    answers: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Rate:
    """`asked`: invitations; `replied`: those of them that were answered; `answers`: all, posters and paper too."""

    asked: int
    replied: int
    answers: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.replied / self.asked) if self.asked else None


@dataclass(frozen=True, slots=True)
class Group:
    """`key` is OTHERS for small groups taken together. `mean` is None where nothing may be told."""

    key: str
    rate: Rate
    mean: int | None

    @property
    def is_others(self) -> bool:
        return self.key == OTHERS


@dataclass(frozen=True, slots=True)
class Share:
    label: str | Promise
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """`mean`: of stars and scales as they were given; `nps`: of a scale, promoters less detractors."""

    question: Question
    answers: int
    shares: tuple[Share, ...] = ()
    mean: float | None = None
    nps: int | None = None


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    rate: Rate
    mean: int | None


@dataclass(frozen=True, slots=True)
class Results:
    """`is_small`: fewer answers than may be told; then only their number is here."""

    rate: Rate
    is_small: bool
    mean: int | None = None
    unhappy: int | None = None
    questions: tuple[QuestionFigures, ...] = ()
    texts: tuple[tuple[Question, tuple[str, ...]], ...] = ()
    months: tuple[Month, ...] = ()
    groups: Mapping[By, tuple[Group, ...]] = field(default_factory=dict)


def rows_of(
    since: datetime, until: datetime, settings: MeasureSettings, *, round_id: Any = None
) -> list[Row]:
    """In one query. Employees are read only where the association allows figures about them."""
    found = SurveyAnswer.objects.filter(
        Q(asked_at__gte=since, asked_at__lt=until)
        | Q(asked_at=None, answered_at__gte=since, answered_at__lt=until)
    )
    if round_id is not None:
        found = found.filter(round_id=round_id)
    if settings.by_employee:
        found = found.select_related("case")
    return [_row(answer, settings) for answer in found.order_by("pk")]


def results_of(rows: Sequence[Row], settings: MeasureSettings) -> Results:
    given = [row for row in rows if row.answered_at is not None]
    smallest = settings.smallest_group
    rate = _rate(rows)
    if len(given) < smallest:
        return Results(rate, is_small=True)
    ways = [By.ROUND, By.WAY, By.CHANNEL, By.TYPE, By.BRANCH]
    if settings.by_employee:
        ways.append(By.EMPLOYEE)
    questions = asked_questions(given)
    return Results(
        rate,
        is_small=False,
        mean=mean_of(given),
        unhappy=sum(row.is_unhappy for row in given),
        questions=tuple(
            figures
            for question in questions
            if question.kind != QuestionKind.TEXT
            and (figures := _figures(question, given, smallest)) is not None
        ),
        texts=tuple(
            (question, tuple(texts))
            for question in questions
            if question.kind == QuestionKind.TEXT and (texts := _texts(question, given))
        ),
        months=_months(rows, smallest),
        groups={by: grouped(rows, _KEYS[by], smallest) for by in ways},
    )


def grouped(rows: Sequence[Row], key: Callable[[Row], str], smallest: int) -> tuple[Group, ...]:
    """Largest first, those taken together last."""
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        parts[key(row)].append(row)
    sizes = {name: _answers(part) for name, part in parts.items()}
    shown = sorted(parts, key=lambda name: (-sizes[name], name))
    together: list[str] = [name for name in shown if sizes[name] < smallest]
    shown = [name for name in shown if sizes[name] >= smallest]
    # With one small group alone, what is left of the whole would be that group.
    while together and shown and 0 < sum(sizes[name] for name in together) < smallest:
        together.append(shown.pop())
    groups = [Group(name, _rate(parts[name]), mean_of(parts[name])) for name in shown]
    if together:
        others = [row for name in together for row in parts[name]]
        told = _answers(others) >= smallest
        groups.append(Group(OTHERS, _rate(others), mean_of(others) if told else None))
    return tuple(groups)


def mean_of(rows: Iterable[Row]) -> int | None:
    scores = [row.score for row in rows if row.score is not None and row.answered_at]
    return round(sum(scores) / len(scores)) if scores else None


def nps_of(values: Sequence[int]) -> int:
    """Percent of 9 and 10 less percent of 0 to 6."""
    promoters = sum(value >= PROMOTERS for value in values)
    detractors = sum(value <= DETRACTORS for value in values)
    return round(100 * (promoters - detractors) / len(values))


def asked_questions(rows: Iterable[Row]) -> list[Question]:
    """Each key once, in the wording and order that was asked last."""
    newest = sorted(rows, key=lambda row: row.answered_at or row.asked_at or _NEVER, reverse=True)
    found: dict[str, Question] = {}
    seen: set[str] = set()
    for row in newest:
        keys = repr([(each["key"], each["kind"]) for each in row.questions])
        if keys in seen:
            continue
        seen.add(keys)
        for question in questions_of(row.questions):
            found.setdefault(f"{question.key}|{question.kind}", question)
    return list(found.values())


_NEVER = datetime(1970, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
_KEYS: Mapping[By, Callable[[Row], str]] = {
    By.WAY: lambda row: row.way,
    By.ROUND: lambda row: str(row.round_id or NONE),
    By.CHANNEL: lambda row: row.channel,
    By.TYPE: lambda row: row.type,
    By.BRANCH: lambda row: row.branch,
    By.EMPLOYEE: lambda row: row.employee,
}


def _row(answer: SurveyAnswer, settings: MeasureSettings) -> Row:
    employee = NONE
    if settings.by_employee and answer.case is not None and answer.case.assignee_id:
        employee = str(answer.case.assignee_id)
    return Row(
        round_id=answer.round_id,
        way=answer.way,
        channel=answer.channel_key,
        type=answer.type_key,
        branch=answer.branch,
        employee=employee,
        asked_at=answer.asked_at,
        answered_at=answer.answered_at,
        score=answer.score,
        is_unhappy=answer.is_unhappy,
        questions=answer.questions,
        answers=answer.answers if answer.answered_at else None,
    )


def _rate(rows: Iterable[Row]) -> Rate:
    asked = [row for row in rows if row.asked_at is not None]
    replied = sum(row.answered_at is not None for row in asked)
    answers = sum(row.answered_at is not None for row in rows)
    return Rate(len(asked), replied, answers)


def _answers(rows: Iterable[Row]) -> int:
    return sum(row.answered_at is not None for row in rows)


def _values(question: Question, rows: Iterable[Row]) -> list[Any]:
    """Of rows that were asked this very kind of question."""
    return [
        row.answers[question.key]
        for row in rows
        if row.answers is not None
        and question.key in row.answers
        and any(
            each["key"] == question.key and each["kind"] == question.kind for each in row.questions
        )
    ]


def _figures(question: Question, rows: Sequence[Row], smallest: int) -> QuestionFigures | None:
    values = _values(question, rows)
    if not values:
        return None
    if len(values) < smallest:
        return QuestionFigures(question, len(values))
    match question.kind:
        case QuestionKind.STARS | QuestionKind.SCALE:
            span = STARS if question.kind == QuestionKind.STARS else SCALE
            labels: list[tuple[Any, str | Promise]] = [(each, str(each)) for each in span]
            mean: float | None = round(sum(values) / len(values), 1)
        case QuestionKind.YES_NO:
            labels, mean = [("yes", _("Yes")), ("no", _("No"))], None
        case _:
            labels, mean = [(option.key, str(option)) for option in question.options], None
    counts = Counter(each for value in values for each in _listed(value))
    return QuestionFigures(
        question,
        len(values),
        tuple(
            Share(label, counts[key], round(100 * counts[key] / len(values)))
            for key, label in labels
        ),
        mean,
        nps_of(values) if question.kind == QuestionKind.SCALE else None,
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _texts(question: Question, rows: Iterable[Row]) -> list[str]:
    """In the order of the alphabet: nothing tells when a text came, or beside which stars."""
    return sorted(str(text) for text in _values(question, rows) if text)[:MOST_TEXTS]


def _months(rows: Sequence[Row], smallest: int) -> tuple[Month, ...]:
    """By the month of the answer, or of the question where none came."""
    parts: dict[date, list[Row]] = defaultdict(list)
    for row in rows:
        moment = row.answered_at or row.asked_at
        if moment is not None:
            parts[timezone.localtime(moment).date().replace(day=1)].append(row)
    sizes = {first: _answers(part) for first, part in parts.items()}
    told = [first for first in sorted(parts) if sizes[first] >= smallest]
    told.sort(key=lambda first: sizes[first])
    # As with groups: what is left of the whole must not be the score of one small month.
    while told and 0 < sum(sizes.values()) - sum(sizes[first] for first in told) < smallest:
        told.pop(0)
    return tuple(
        Month(first, _rate(part), mean_of(part) if first in told else None)
        for first, part in sorted(parts.items())
    )
