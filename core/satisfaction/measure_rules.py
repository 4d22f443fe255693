"""Who may run measures, and what holds a round up."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases.rules import NotYourPart, check_has_text
from core.rules import MeasureMethod
from core.satisfaction.enums import RoundState
from core.satisfaction.models import MeasureRound
from foundation import clock
from foundation.errors import Invalid, WrongState
from tenants.people.roles import Permission

ASKING = frozenset({MeasureMethod.SURVEY, MeasureMethod.FIELD_SURVEY})
"""Measures that ask a questionnaire; the others are reported on."""
LONGEST_SESSION = 40
READERS = (Permission.RUN_MEASURES, Permission.VIEW_REPORTS)
BOARD = (*READERS, Permission.RECORD_APPROVAL)


class RoundNotOpen(WrongState):
    code = "round_not_open"
    message = _("This round is not under way.")


class RoundBegun(WrongState):
    code = "round_begun"
    message = _("This round has begun already.")


class RoundOver(WrongState):
    code = "round_over"
    message = _("This round is over.")


class RoundNotDone(WrongState):
    code = "round_not_done"
    message = _("A decision is recorded once the round is done.")


class RoundChanged(WrongState):
    code = "round_changed"
    message = _("Somebody else changed this round meanwhile. Look at it, then save again.")


class NoQuestions(WrongState):
    code = "no_questions"
    message = _("The questionnaire has no questions yet. Write it in the settings first.")


class DecidedInFuture(Invalid):
    code = "decided_in_future"
    message = _("The day of the decision has not come yet.")


class SessionMissing(Invalid):
    code = "session_missing"
    message = _("Write the number of the session in which this was decided.")


def check_runs(actor: Actor) -> None:
    if not actor.has_permission(Permission.RUN_MEASURES):
        raise NotYourPart


def check_can_start(actor: Actor, round_: MeasureRound) -> None:
    check_runs(actor)
    if round_.state != RoundState.PLANNED:
        raise RoundBegun


def check_is_under_way(actor: Actor, round_: MeasureRound) -> None:
    check_runs(actor)
    check_takes_answers(round_)


def check_takes_answers(round_: MeasureRound, *, taken_at: datetime | None = None) -> None:
    """What was taken down while the round was under way may arrive after its end."""
    if round_.state == RoundState.OPEN:
        return
    begun, over = round_.opened_at, round_.done_at
    if taken_at is None or begun is None or over is None or not begun <= taken_at <= over:
        raise RoundNotOpen


def check_can_leave_out(actor: Actor, round_: MeasureRound) -> None:
    check_runs(actor)
    if round_.state not in (RoundState.PLANNED, RoundState.OPEN):
        raise RoundOver


def check_records_decisions(actor: Actor) -> None:
    """The board's secretary, or the executive, who runs measures and reads the reports."""
    runs = actor.has_permission(Permission.RUN_MEASURES)
    executive = runs and actor.has_permission(Permission.VIEW_REPORTS)
    if not executive and not actor.has_permission(Permission.RECORD_APPROVAL):
        raise NotYourPart


def check_can_decide(actor: Actor, round_: MeasureRound) -> None:
    check_records_decisions(actor)
    if round_.state != RoundState.DONE:
        raise RoundNotDone


def check_decision(text: str, session: str, decided_on: date) -> None:
    check_has_text(text)
    if not session.strip():
        raise SessionMissing
    if decided_on > clock.today():
        raise DecidedInFuture
