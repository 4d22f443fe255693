"""Reading rounds and answers: lists, figures of the desk, and the one case that may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Count, Q, QuerySet

from core.actors import Actor
from core.cases import circles
from core.cases.models import Case
from core.cases.queries import cases_visible_to
from core.satisfaction.enums import RoundState
from core.satisfaction.models import MeasureRound, SurveyAnswer
from foundation import clock

PENDING = (RoundState.PLANNED, RoundState.OPEN)


@dataclass(frozen=True, slots=True)
class RoundCounts:
    planned: int
    open: int
    late: int
    done: int


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    asked: int
    replied: int
    answers: int
    unhappy: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.replied / self.asked) if self.asked else None


def rounds(state: str = "") -> QuerySet[MeasureRound]:
    """Those that are due first before those that are over; `state` may be “late” too."""
    found = MeasureRound.objects.select_related("owner")
    if state == "late":
        found = found.filter(state__in=PENDING, due_on__lt=clock.today())
    elif state in RoundState.values:
        found = found.filter(state=state)
    if state in (RoundState.DONE, RoundState.LEFT_OUT):
        return found.order_by("-done_at", "pk")
    return found.order_by("done_at", "due_on", "pk") if state else _pending_first(found)


def _pending_first(found: QuerySet[MeasureRound]) -> QuerySet[MeasureRound]:
    """What is due next leads; of what is over, the newest."""
    pending = models.Q(state__in=PENDING)
    over = models.Case(models.When(pending, then=models.Value(0)), default=models.Value(1))
    due = models.Case(models.When(pending, then="due_on"))
    return found.order_by(over, due, "-due_on", "pk")


def round_counts() -> RoundCounts:
    pending = Q(state__in=PENDING)
    return RoundCounts(
        **MeasureRound.objects.aggregate(
            planned=Count("pk", filter=Q(state=RoundState.PLANNED)),
            open=Count("pk", filter=Q(state=RoundState.OPEN)),
            late=Count("pk", filter=pending & Q(due_on__lt=clock.today())),
            done=Count("pk", filter=Q(state=RoundState.DONE)),
        )
    )


def answer_counts(round_: MeasureRound) -> AnswerCounts:
    given = Q(answered_at__isnull=False)
    return AnswerCounts(
        **round_.survey_answers.aggregate(
            asked=Count("pk", filter=Q(asked_at__isnull=False)),
            replied=Count("pk", filter=given & Q(asked_at__isnull=False)),
            answers=Count("pk", filter=given),
            unhappy=Count("pk", filter=Q(is_unhappy=True)),
        )
    )


def round_for(round_id: UUID) -> MeasureRound | None:
    related = MeasureRound.objects.select_related("owner", "evidence")
    return related.filter(pk=round_id).first()


def rounds_named(ids: Iterable[str]) -> QuerySet[MeasureRound]:
    return MeasureRound.objects.filter(pk__in=ids).only("label", "due_on").order_by("due_on", "pk")


def to_follow_up(actor: Actor, *, done: bool = False) -> QuerySet[SurveyAnswer]:
    """The most urgent first; with `done`, what was followed up last. What was said of a case that only a
    circle opens is for that circle: it may be about whoever looks."""
    open_to_them = circles.outside_circles("case__kind") | circles.in_circles_of(actor, "case")
    found = SurveyAnswer.objects.select_related("follow_up_by", "round")
    found = found.filter(Q(case=None) | open_to_them)
    found = found.filter(follow_up_due_at__isnull=False, followed_up_at__isnull=not done)
    return (
        found.order_by("-followed_up_at", "pk")
        if done
        else found.order_by("follow_up_due_at", "pk")
    )


def visible_cases(actor: Actor, answers: Iterable[SurveyAnswer]) -> dict[UUID, Case]:
    """Of the cases that answers are about, those that the actor may see; one query for all."""
    ids = {answer.case_id for answer in answers if answer.case_id is not None}
    if not ids:
        return {}
    return {case.pk: case for case in cases_visible_to(actor).filter(pk__in=ids).order_by("pk")}


def open_field_rounds() -> QuerySet[MeasureRound]:
    """Whose questionnaire is carried to the field."""
    return MeasureRound.objects.filter(state=RoundState.OPEN, method="field_survey").order_by(
        "due_on", "pk"
    )
