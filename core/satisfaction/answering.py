"""What people answered, by whichever way it came, once each; who was not satisfied is followed up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, id_of
from core.cases.circles import circle_of
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.cases.rules import check_can_view, check_has_text, check_length
from core.cases.silence import is_silent
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.due import due
from core.deadlines.engine.terms import Amount, Term, Unit
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from core.rules import MeasureMethod
from core.satisfaction import measure_rules as rules
from core.satisfaction.addresses import index_of
from core.satisfaction.enums import AnswerWay
from core.satisfaction.models import MeasureRound, SurveyAnswer
from core.satisfaction.questions import is_unhappy, questions_of, score_of
from core.satisfaction.settings import MEASURES, MeasureSettings, owner_of, runners
from foundation import audit, clock
from foundation.access import allows
from foundation.errors import WrongState
from tenants.people.models import User

LONGEST_WORDS = 2000


class AlreadyAnswered(WrongState):
    code = "already_answered"
    message = _("This was answered already. Thank you.")


class LinkExpired(WrongState):
    code = "link_expired"
    message = _("This link has expired.")


class NothingToFollowUp(WrongState):
    code = "nothing_to_follow_up"
    message = _("Somebody has followed this up already.")


@dataclass(frozen=True, slots=True)
class Given:
    """`answers` by the keys of the questions, as SurveyForm cleans them.

    `taken_at`: when it was answered, where that reaches us later, from a phone without a network.
    """

    answers: Mapping[str, Any]
    way: AnswerWay
    operation_id: UUID
    branch: str = ""
    taken_at: datetime | None = None


def find_link(token: str) -> SurveyAnswer | None:
    """None for a token that nobody was sent; the caller counts the attempts."""
    return SurveyAnswer.objects.filter(token_index=index_of(token)).first()


def find_poster(code: str) -> MeasureRound | None:
    return MeasureRound.objects.filter(poster_index=index_of(code)).first()


def check_is_answerable(answer: SurveyAnswer) -> None:
    if answer.answered_at is not None:
        raise AlreadyAnswered
    if answer.expires_at is not None and answer.expires_at <= clock.now():
        raise LinkExpired


@transaction.atomic
def answer_by_link(answer_id: UUID, answers: Mapping[str, Any]) -> SurveyAnswer:
    """Once. Opening the link changes nothing: what scans mails opens it too."""
    case_id = SurveyAnswer.objects.values_list("case_id", flat=True).get(pk=answer_id)
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    answer = _locked(answer_id)
    check_is_answerable(answer)
    _fill(answer, answers, MEASURES.read())
    answer.save()
    if case is not None:
        details = {"survey": str(answer.pk)}
        record_event(case, EventName.SURVEY_ANSWERED, actor=None, details=details)
    return answer


@transaction.atomic
def add_answer(
    round_id: UUID, given: Given, *, entered_by: User | None = None
) -> tuple[SurveyAnswer, bool]:
    """Of nobody known: from a poster, from paper, from the field. The same operation is one answer.

    Returns whether it is new. Raises RoundNotOpen, and MeasureRound.DoesNotExist.
    """
    rounds = MeasureRound.objects.select_related("owner").select_for_update(of=("self",))
    round_ = rounds.get(pk=round_id)
    earlier = SurveyAnswer.objects.filter(operation_id=given.operation_id).first()
    if earlier is not None:
        return earlier, False
    rules.check_takes_answers(round_, taken_at=given.taken_at)
    answer = SurveyAnswer(
        round=round_,
        way=given.way,
        questions=round_.questions,
        branch=given.branch,
        entered_by=entered_by,
        operation_id=given.operation_id,
    )
    _fill(answer, given.answers, MEASURES.read())
    answer.answered_at = given.taken_at or answer.answered_at
    answer.save(force_insert=True)
    if entered_by is not None:
        audit.record("survey.entered", answer, actor=entered_by, details={"way": given.way})
    return answer, True


@transaction.atomic
def follow_up(answer_id: UUID, *, actor: Actor, words: str) -> SurveyAnswer:
    """What was done for somebody who was not satisfied."""
    rules.check_runs(actor)
    answer = _locked(answer_id)
    if answer.follow_up_due_at is None or answer.followed_up_at is not None:
        raise NothingToFollowUp
    check_has_text(words)
    check_length(words, LONGEST_WORDS)
    answer.followed_up_at = clock.now()
    answer.follow_up_words = words.strip()
    answer.follow_up_by = actor if isinstance(actor, User) else answer.follow_up_by
    answer.save(update_fields=["followed_up_at", "follow_up_words", "follow_up_by"])
    audit.record("survey.followed_up", answer, actor=actor, details={"by": id_of(actor)})
    return answer


def _locked(answer_id: UUID) -> SurveyAnswer:
    answers = SurveyAnswer.objects.select_related("round__owner").select_for_update(of=("self",))
    return answers.get(pk=answer_id)


def _fill(answer: SurveyAnswer, answers: Mapping[str, Any], settings: MeasureSettings) -> None:
    questions = questions_of(answer.questions)
    answer.answered_at = clock.now()
    answer.answers = dict(answers)
    answer.score = score_of(questions, answers)
    answer.is_unhappy = is_unhappy(questions, answers, at_most=settings.unhappy_at_most)
    if answer.is_unhappy:
        _have_followed_up(answer, settings)


def _have_followed_up(answer: SurveyAnswer, settings: MeasureSettings) -> None:
    now = clock.now()
    term = Term(maximum=Amount(settings.follow_up_days, Unit.WORKING_DAY))
    answer.follow_up_due_at = due(term, now, calendar_in_force(timezone.localdate(now))).due
    owner = _handler(answer)
    answer.follow_up_by = owner
    if is_silent():
        return
    notify_many(
        [owner] if owner else [each for each in runners() if _may_know(each, answer)],
        kind=NoticeKind.FOLLOW_UP,
        subject=str(answer.pk),
        case=answer.case if answer.case and circle_of(answer.case) else None,
        details={"answer": str(answer.pk)},
    )


def _handler(answer: SurveyAnswer) -> User | None:
    """The owner of the round; of what was asked after a service, whoever answers for surveys."""
    owner = answer.round.owner if answer.round else None
    if owner is None or not owner.is_active:
        owner = owner_of(MeasureMethod.SURVEY)
    return owner if owner is not None and _may_know(owner, answer) else None


def _may_know(user: User, answer: SurveyAnswer) -> bool:
    """Of a case that only a circle opens nobody outside hears what was said: it may be about them."""
    case = answer.case
    return case is None or circle_of(case) is None or allows(check_can_view, user, case)
