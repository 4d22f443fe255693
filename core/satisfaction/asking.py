"""Asking people how they were served: who is drawn, one link each, one reminder.

Whoever ends a case asks for a link to be sent. Nobody gets two within the quiet period, and each comes
by the way of answering that was agreed for the case.
"""

from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from core.beneficiaries.models import Beneficiary
from core.cases.enums import CaseKind, CaseStatus, EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.cases.silence import is_silent
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.rules import MeasureMethod, pinned
from core.satisfaction.addresses import index_of, link_token
from core.satisfaction.enums import AnswerWay, RoundState
from core.satisfaction.models import MeasureRound, SurveyAnswer
from core.satisfaction.questions import snapshot
from core.satisfaction.settings import MEASURES, MeasureSettings
from foundation import clock
from tenants.addresses import own_address
from tenants.jobs import defer

SERVED: Final = (CaseStatus.DELIVERED, CaseStatus.CLOSED, CaseStatus.RESOLVED)
LOOKS_BACK: Final = 12  # months of cases that a survey without a rhythm draws from
DAYS_A_MONTH: Final = 31
MOST_ASKED: Final = 5000
MOST_REMINDED: Final = 1000


def invite_after_service(case: Case) -> None:
    """For whoever ends a case, within the same transaction; a job does the rest, or nothing."""
    if is_silent() or case.beneficiary_id is None:
        return
    defer(app.tasks["satisfaction.ask"], case_id=str(case.pk))


@transaction.atomic
def ask_about(case_id: UUID) -> SurveyAnswer | None:
    """Once for each case; None where nobody is asked. Two cases of one person wait for each other."""
    case = _locked(case_id)
    settings = MEASURES.read()
    if case is None or not settings.after_service or not _measured(case):
        return None
    if case.survey_answers.filter(round=None).exists():
        return None
    if not is_drawn(case.pk.bytes, settings.after_service_percent):
        return None
    return _ask(case, None, snapshot(), settings)


def ask_round(round_id: UUID) -> int:
    """Everybody who was drawn, each in a transaction of their own; returns how many were asked now."""
    round_ = MeasureRound.objects.filter(pk=round_id, state=RoundState.OPEN).first()
    if round_ is None:
        return 0
    return sum(_ask_in_round(round_, case_id) for case_id in _served(round_))


def remind() -> int:
    """Everybody whose link waits long enough, once; returns how many."""
    settings = MEASURES.read()
    now = clock.now()
    waiting = (
        SurveyAnswer.objects.filter(
            answered_at=None,
            reminded_at=None,
            token_index__isnull=False,
            asked_at__lte=now - timedelta(days=settings.remind_after_days),
            expires_at__gt=now,
        )
        .order_by("asked_at", "pk")
        .values_list("pk", flat=True)[:MOST_REMINDED]
    )
    return sum(_remind(pk) for pk in list(waiting))


def is_drawn(seed: bytes, percent: int) -> bool:
    """The same for the same seed, whenever it is asked; about `percent` of a hundred are."""
    return int.from_bytes(sha256(seed).digest()[:4]) % 100 < percent


def was_asked_lately(person_id: UUID, settings: MeasureSettings) -> bool:
    since = clock.now() - timedelta(days=settings.quiet_days)
    return SurveyAnswer.objects.filter(case__beneficiary_id=person_id, asked_at__gt=since).exists()


def link_of(answer: SurveyAnswer) -> str:
    return own_address(f"/survey/{link_token(answer.pk)}/")


def branch_of(case: Case) -> str:
    """The unit that took the case in, else the one that has it."""
    for person in (case.registered_by, case.assignee):
        if person is not None and person.unit:
            return str(person.unit)
    return ""


def _measured(case: Case) -> bool:
    measures = pinned(case.policy_version).satisfaction
    return case.status in SERVED and any(
        measure.method == MeasureMethod.SURVEY for measure in measures
    )


def _served(round_: MeasureRound) -> list[UUID]:
    """The newest case of each person who was served since the last time, as far as drawn."""
    months = round_.every_months or LOOKS_BACK
    since = clock.now() - timedelta(days=months * DAYS_A_MONTH)
    newest = (
        Case.objects.filter(
            kind=CaseKind.REQUEST, decided_at__gte=since, status__in=SERVED, import_batch=None
        )
        .order_by("beneficiary_id", "-decided_at", "-pk")
        .distinct("beneficiary_id")
        .values_list("pk", "beneficiary_id")[:MOST_ASKED]
    )
    return [
        case_id
        for case_id, person_id in newest
        if is_drawn(round_.pk.bytes + person_id.bytes, round_.sampling_percent)
    ]


@transaction.atomic
def _ask_in_round(round_: MeasureRound, case_id: UUID) -> bool:
    case = _locked(case_id)
    if case is None:
        return False
    asked = round_.survey_answers.filter(case__beneficiary_id=case.person.pk)
    if asked.exists():
        return False
    return _ask(case, round_, round_.questions, MEASURES.read()) is not None


def _ask(
    case: Case, round_: MeasureRound | None, questions: list[Any], settings: MeasureSettings
) -> SurveyAnswer | None:
    """The person's row is locked."""
    if not questions or was_asked_lately(case.person.pk, settings):
        return None
    now = clock.now()
    answer = SurveyAnswer(
        round=round_,
        case=case,
        way=AnswerWay.LINK,
        questions=questions,
        channel_key=case.channel_key,
        type_key=case.request_type.key if case.request_type else "",
        branch=branch_of(case),
        asked_at=now,
        expires_at=now + timedelta(days=settings.expire_after_days),
    )
    answer.token_index = index_of(link_token(answer.pk))
    if queue_message(case, MessageKind.SURVEY, link=link_of(answer)) is None:
        return None
    answer.save(force_insert=True)
    details = {"survey": str(answer.pk)}
    record_event(case, EventName.SURVEY_SENT, actor=None, by_system=True, details=details)
    return answer


@transaction.atomic
def _remind(answer_id: UUID) -> bool:
    """The case first, as everywhere; a second run finds nothing to do."""
    case_id = SurveyAnswer.objects.values_list("case_id", flat=True).get(pk=answer_id)
    case = _case(case_id).first()
    answer = SurveyAnswer.objects.select_for_update().get(pk=answer_id)
    if case is None or answer.answered_at or answer.reminded_at:
        return False
    answer.reminded_at = clock.now()
    answer.save(update_fields=["reminded_at"])
    return queue_message(case, MessageKind.REMINDER, link=link_of(answer)) is not None


def _locked(case_id: UUID) -> Case | None:
    """A person's row before their cases; None for a case that nobody may know the person of."""
    person = Case.objects.filter(pk=case_id).values_list("beneficiary_id", flat=True).first()
    if person is None:
        return None
    Beneficiary.objects.select_for_update().filter(pk=person).first()
    return _case(case_id).first()


def _case(case_id: UUID) -> QuerySet[Case]:
    """Locked, with what the message and the answer need of it."""
    related = ("beneficiary", "assignee", "registered_by", "request_type")
    return Case.objects.select_for_update(of=("self",)).select_related(*related).filter(pk=case_id)
