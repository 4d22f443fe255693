"""A measure that was carried out, one under way, a link that waits and people who were not satisfied."""

import uuid
from datetime import timedelta
from typing import Any

from core.cases.models import Case
from core.rules import MeasureMethod, in_force
from core.satisfaction import rounds
from core.satisfaction.addresses import index_of, link_token, poster_code
from core.satisfaction.answering import Given, add_answer, answer_by_link, follow_up
from core.satisfaction.enums import AnswerWay
from core.satisfaction.models import MeasureRound, SurveyAnswer
from core.satisfaction.questions import (
    DEFAULT,
    QUESTIONNAIRE,
    Question,
    QuestionKind,
    Questionnaire,
    snapshot,
)
from core.satisfaction.settings import MEASURES, MeasureSettings
from foundation import clock
from foundation.uploads import CheckedFile, FileKind
from tenants.people.models import User

BAD = {"satisfied": 1, "treated": 1}


def keep_measures(words: dict[str, str], everyone: User, case: Case) -> dict[str, list[Any]]:
    asked = Question(
        key="extra", kind=QuestionKind.TEXT, ar=words["survey question"], required=False
    )
    QUESTIONNAIRE.write(Questionnaire(questions=(*DEFAULT, asked)), actor=everyone)
    MEASURES.write(MeasureSettings(smallest_group=3), actor=everyone)
    under_way, done = _round(words, everyone, "open"), _round(words, everyone, "done")
    by_link = _round(words, everyone, "link", method=MeasureMethod.SURVEY)
    for number in range(3):
        answers = BAD | {"extra": f"{words['survey text']} {number}"}
        given = Given(answers, AnswerWay.PAPER, operation_id=uuid.uuid4())
        kept, _is_new = add_answer(done.pk, given, entered_by=everyone)
    follow_up(kept.pk, actor=everyone, words=words["follow-up"])
    rounds.report_round(
        done.pk,
        actor=everyone,
        findings=words["findings"],
        evidence=CheckedFile(f"{words['evidence']}.txt", FileKind.TEXT, b"evidence"),
        done=True,
    )
    decided: dict[str, Any] = {"session": "7", "decided_on": clock.today()}
    rounds.decide_on_round(done.pk, actor=everyone, decision=words["measure decision"], **decided)
    rounds.decide_on_year(
        clock.today().year, actor=everyone, decision=words["year decision"], **decided
    )
    waiting, answered = _link(case), _link(case, by_link)
    answer_by_link(answered.pk, BAD)
    unhappy = SurveyAnswer.objects.filter(is_unhappy=True).order_by("pk")
    return {
        "round_id": [done.pk, under_way.pk, by_link.pk],
        "answer_id": list(unhappy.values_list("pk", flat=True)),
        "survey_token": [link_token(waiting.pk), link_token(answered.pk)],
        "poster_code": [poster_code(under_way.pk)],
    }


def _round(
    words: dict[str, str],
    everyone: User,
    state: str,
    *,
    method: MeasureMethod = MeasureMethod.FIELD_SURVEY,
) -> MeasureRound:
    made = MeasureRound.objects.create(
        method=method,
        label=f"{words['measure']} {state}",
        policy_version=in_force(clock.now()).version_id,
        begins_on=clock.today() - timedelta(days=3),
        due_on=clock.today(),
    )
    return rounds.start_round(made.pk, actor=everyone)


def _link(case: Case, round_: MeasureRound | None = None) -> SurveyAnswer:
    answer = SurveyAnswer(
        round=round_,
        case=case,
        way=AnswerWay.LINK,
        questions=snapshot(),
        asked_at=clock.now(),
        expires_at=clock.now() + timedelta(days=9),
    )
    answer.token_index = index_of(link_token(answer.pk))
    answer.save(force_insert=True)
    return answer
