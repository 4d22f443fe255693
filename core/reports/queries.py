"""The executive's figures, each with the cases behind it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Avg, Count, F, Min, Q, QuerySet

from core.actors import Actor
from core.cases.models import Case
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock
from core.rules import Milestone
from core.satisfaction.models import Rating
from core.service_requests.queries import DUE_SOON, requests_visible_to
from foundation import clock


class Figure(StrEnum):
    """What can be opened as a list of cases."""

    OPEN = "open"
    LATE = "late"
    DUE_SOON = "due_soon"
    DECIDED_ON_TIME = "decided_on_time"
    DECIDED_LATE = "decided_late"
    RATED = "rated"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ChannelFigure:
    key: str
    label: str
    received: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class ExecutiveFigures:
    """`on_time_percent`: of requests decided under a deadline; None while there are none."""

    open: int
    late: int
    due_soon: int
    decided_on_time: int
    decided_late: int
    on_time_percent: int | None
    satisfaction_average: float | None
    ratings: int
    by_channel: tuple[ChannelFigure, ...]


def executive_figures(actor: Actor) -> ExecutiveFigures:
    """Of what the actor may see, in a fixed number of queries."""
    requests = requests_visible_to(actor).order_by()
    counts = requests.aggregate(
        open=Count("pk", filter=_condition(Figure.OPEN)),
        late=Count("pk", filter=_condition(Figure.LATE)),
        due_soon=Count("pk", filter=_condition(Figure.DUE_SOON)),
        decided_on_time=Count("pk", filter=_condition(Figure.DECIDED_ON_TIME)),
        decided_late=Count("pk", filter=_condition(Figure.DECIDED_LATE)),
    )
    ratings = Rating.objects.filter(case__in=requests.values("pk")).aggregate(
        average=Avg("score"), count=Count("pk")
    )
    decided = counts["decided_on_time"] + counts["decided_late"]
    return ExecutiveFigures(
        **counts,
        on_time_percent=round(100 * counts["decided_on_time"] / decided) if decided else None,
        satisfaction_average=float(ratings["average"]) if ratings["count"] else None,
        ratings=ratings["count"],
        by_channel=_by_channel(requests),
    )


def cases_queryset(figure: str, actor: Actor, *, channel: str = "") -> QuerySet[Case]:
    """The cases that a figure counts; raises ValueError for a name that is no figure."""
    cases = requests_visible_to(actor).filter(_condition(Figure(figure)))
    if channel:
        cases = cases.filter(channel_key=channel)
    return cases.order_by(F("due_at").asc(nulls_last=True), "pk")


def _by_channel(requests: QuerySet[Case]) -> tuple[ChannelFigure, ...]:
    rows = (
        requests.values("channel_key")
        .annotate(
            label=Min("channel_label"),
            received=Count("pk"),
            open=Count("pk", filter=_condition(Figure.OPEN)),
            late=Count("pk", filter=_condition(Figure.LATE)),
        )
        .order_by("-received", "channel_key")
    )
    return tuple(
        ChannelFigure(row["channel_key"], row["label"], row["received"], row["open"], row["late"])
        for row in rows
    )


def _condition(figure: Figure) -> Q:
    now = clock.now()
    is_open = Q(closed_at=None)
    match figure:
        case Figure.OPEN:
            return is_open
        case Figure.LATE:
            return is_open & Q(due_at__lt=now)
        case Figure.DUE_SOON:
            return is_open & Q(due_at__gte=now, due_at__lte=now + DUE_SOON)
        case Figure.DECIDED_ON_TIME:
            return Q(pk__in=_decision_clocks(ClockState.MET)) & ~_decided_late()
        case Figure.DECIDED_LATE:
            return _decided_late()
        case Figure.RATED:
            return Q(rating__isnull=False)
        case Figure.ALL:
            return Q()


def _decided_late() -> Q:
    return Q(pk__in=_decision_clocks(ClockState.MISSED))


def _decision_clocks(state: ClockState) -> Any:
    """Ids of cases. Clocks with a maximum only: a minimum alone can be kept, but not be late."""
    clocks = Clock.objects.filter(
        milestone=Milestone.REQUEST_DECISION, state=state, due_at__isnull=False
    )
    return clocks.filter(met_at__isnull=False).order_by().values("case_id")
