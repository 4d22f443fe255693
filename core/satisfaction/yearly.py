"""A year of measures for the board: what was due by each clause, what was done, found and decided."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from uuid import UUID

from django.db.models import Avg, Count, F, Q
from django.utils import timezone

from core.satisfaction.enums import RoundState
from core.satisfaction.models import MeasureRound, SurveyAnswer
from core.satisfaction.results import Rate
from core.satisfaction.rounds import YEARS, YearDecision
from core.satisfaction.settings import MeasureSettings
from foundation import clock


@dataclass(frozen=True, slots=True)
class RoundLine:
    """`mean` is None where too few answered."""

    round: MeasureRound
    rate: Rate
    mean: int | None

    @property
    def is_late(self) -> bool:
        """Due and not done, or done after its day."""
        round_ = self.round
        if round_.state == RoundState.LEFT_OUT:
            return False
        done = timezone.localtime(round_.done_at).date() if round_.done_at else clock.today()
        return done > round_.due_on


@dataclass(frozen=True, slots=True)
class ClauseLines:
    """`due`: rounds whose day has come by now; `done`: of these, how many were done."""

    address: str
    label: str
    method: str
    lines: tuple[RoundLine, ...]
    due: int
    done: int


@dataclass(frozen=True, slots=True)
class FollowUps:
    raised: int
    settled: int
    late: int


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    clauses: tuple[ClauseLines, ...]
    after_service: Rate
    after_service_mean: int | None
    follow_ups: FollowUps
    decision: YearDecision | None
    revision: int

    @property
    def due(self) -> int:
        return sum(clause.due for clause in self.clauses)

    @property
    def done(self) -> int:
        return sum(clause.done for clause in self.clauses)


def year_of(year: int, settings: MeasureSettings) -> Year:
    """In a fixed number of queries."""
    begins, ends = _moment(year), _moment(year + 1)
    rounds = (
        MeasureRound.objects.filter(due_on__year=year)
        .select_related("owner", "evidence")
        .order_by("clause_address", "label", "due_on", "pk")
    )
    figures = _figures(list(rounds.values_list("pk", flat=True)), settings)
    clauses = [
        _clause(list(lines))
        for _key, lines in groupby(
            (RoundLine(round_, *figures[round_.pk]) for round_ in rounds),
            key=lambda line: (line.round.clause_address, line.round.label),
        )
    ]
    rate, mean = _after_service(begins, ends, settings)
    return Year(
        year=year,
        clauses=tuple(clauses),
        after_service=rate,
        after_service_mean=mean,
        follow_ups=_follow_ups(begins, ends),
        decision=YEARS.read().years.get(year),
        revision=YEARS.revision(),
    )


def years_with_rounds() -> list[int]:
    """And this year, newest first."""
    found = {day.year for day in MeasureRound.objects.dates("due_on", "year", order="DESC")}
    this = clock.today().year
    return sorted({year for year in found if year <= this} | {this}, reverse=True)


def _clause(lines: list[RoundLine]) -> ClauseLines:
    first = lines[0].round
    today = clock.today()
    due = [
        line
        for line in lines
        if line.round.state == RoundState.DONE
        or (line.round.state != RoundState.LEFT_OUT and line.round.due_on <= today)
    ]
    return ClauseLines(
        address=first.clause_address,
        label=first.label,
        method=str(first.get_method_display()),
        lines=tuple(lines),
        due=len(due),
        done=sum(line.round.state == RoundState.DONE for line in due),
    )


def _figures(
    rounds: list[UUID], settings: MeasureSettings
) -> dict[UUID | None, tuple[Rate, int | None]]:
    given = Q(answered_at__isnull=False)
    rows = (
        SurveyAnswer.objects.filter(round__in=rounds)
        .values("round_id")
        .annotate(
            asked=Count("pk", filter=Q(asked_at__isnull=False)),
            replied=Count("pk", filter=given & Q(asked_at__isnull=False)),
            answers=Count("pk", filter=given),
            mean=Avg("score"),
        )
        .order_by("round_id")
    )
    found: dict[UUID | None, tuple[Rate, int | None]] = defaultdict(lambda: (Rate(0, 0, 0), None))
    for row in rows:
        rate = Rate(row["asked"], row["replied"], row["answers"])
        found[row["round_id"]] = (rate, _told(row["mean"], row["answers"], settings))
    return found


def _after_service(
    begins: datetime, ends: datetime, settings: MeasureSettings
) -> tuple[Rate, int | None]:
    given = Q(answered_at__isnull=False)
    row = SurveyAnswer.objects.filter(
        round=None, asked_at__gte=begins, asked_at__lt=ends
    ).aggregate(asked=Count("pk"), answers=Count("pk", filter=given), mean=Avg("score"))
    rate = Rate(row["asked"], row["answers"], row["answers"])
    return rate, _told(row["mean"], row["answers"], settings)


def _told(mean: float | None, answers: int, settings: MeasureSettings) -> int | None:
    return round(mean) if mean is not None and answers >= settings.smallest_group else None


def _follow_ups(begins: datetime, ends: datetime) -> FollowUps:
    open_ = Q(followed_up_at=None)
    late = (open_ & Q(follow_up_due_at__lt=clock.now())) | Q(
        followed_up_at__gt=F("follow_up_due_at")
    )
    row = SurveyAnswer.objects.filter(
        follow_up_due_at__isnull=False, answered_at__gte=begins, answered_at__lt=ends
    ).aggregate(
        raised=Count("pk"), settled=Count("pk", filter=~open_), late=Count("pk", filter=late)
    )
    return FollowUps(**row)


def _moment(year: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, 1, 1), time()))
