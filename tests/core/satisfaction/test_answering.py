import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from core.cases.rules import NotYourPart, TextMissing
from core.cases.silence import nobody_told
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.rules import MeasureMethod as M
from core.satisfaction.answering import (
    AlreadyAnswered,
    Given,
    LinkExpired,
    NothingToFollowUp,
    add_answer,
    answer_by_link,
    check_is_answerable,
    follow_up,
)
from core.satisfaction.asking import ask_about
from core.satisfaction.enums import AnswerWay
from core.satisfaction.measure_rules import RoundNotOpen
from core.satisfaction.models import SurveyAnswer
from core.satisfaction.questions import DEFAULT, Question, QuestionKind, is_unhappy, score_of
from core.satisfaction.settings import Plan
from foundation import clock
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.satisfaction.conftest import BAD, GOOD

RIYADH = ZoneInfo("Asia/Riyadh")


def test_a_link_is_answered_once(served):
    answer = ask_about(served().pk)

    answer_by_link(answer.pk, {**GOOD, "words": "شكرًا"})

    answer.refresh_from_db()
    assert (answer.score, answer.is_unhappy, answer.answers["words"]) == (100, False, "شكرًا")
    assert answer.case.events.filter(name="survey_answered").count() == 1
    with pytest.raises(AlreadyAnswered):
        answer_by_link(answer.pk, BAD)


def test_what_was_answered_is_sealed_in_the_database(served):
    answer = ask_about(served().pk)
    answer_by_link(answer.pk, {**GOOD, "words": "كلام لا يقرأ"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM satisfaction_surveyanswer")
        assert "كلام".encode() not in bytes(cursor.fetchone()[0])


def test_a_link_expires(served, set_up, at):
    set_up(expire_after_days=10)
    answer = ask_about(served().pk)
    at(2026, 3, 11, 9)
    check_is_answerable(answer)
    at(2026, 3, 11, 10)

    with pytest.raises(LinkExpired):
        answer_by_link(answer.pk, GOOD)


def test_the_score_is_the_mean_of_what_counts():
    silent = Question(key="silent", kind=QuestionKind.STARS, ar="س", counts=False)

    # 4 stars are 75, yes is 100, 8 of 10 are 80.
    answers = {"satisfied": 4, "on-time": "yes", "recommend": 8, "easy": "wait", "silent": 5}

    assert score_of([*DEFAULT, silent], answers) == 85
    assert score_of(DEFAULT, {"words": "نص"}) is None


@pytest.mark.parametrize(
    ("answers", "at_most", "unhappy"),
    [
        ({"satisfied": 5, "treated": 5}, 40, False),
        ({"satisfied": 5, "treated": 2}, 40, True),  # two stars, whatever the mean
        ({"satisfied": 3, "recommend": 3}, 40, True),  # the mean is 40
        ({"satisfied": 3, "recommend": 3}, 39, False),
        ({"words": "سيئ"}, 40, False),
    ],
)
def test_who_is_not_satisfied(answers, at_most, unhappy):
    assert is_unhappy(DEFAULT, answers, at_most=at_most) is unhappy


def test_an_unhappy_answer_starts_a_clock_in_working_days(open_round, answer, set_up, at):
    at(2026, 4, 1, 10)  # a Wednesday; Friday and Saturday are off
    set_up(follow_up_days=2)

    given = answer(open_round(), BAD)

    assert given.is_unhappy
    assert given.follow_up_due_at == datetime(2026, 4, 5, 16, tzinfo=RIYADH)


def test_a_happy_answer_starts_none(open_round, answer):
    assert answer(open_round()).follow_up_due_at is None


def test_the_threshold_of_the_setting_decides(open_round, answer, set_up):
    middling = {"satisfied": 3, "treated": 3, "on-time": "yes", "recommend": 5}
    round_ = open_round()
    before = answer(round_, middling).is_unhappy
    set_up(unhappy_at_most=70)

    assert (before, answer(round_, middling).is_unhappy) == (False, True)


def test_the_handler_of_the_measure_is_told(open_round, answer, executive, officer, set_up):
    set_up(plans={M.SURVEY: Plan(owner=officer.pk)})
    given = answer(open_round(owner=executive), BAD)
    told = Notice.objects.get(kind=NoticeKind.FOLLOW_UP)

    assert (given.follow_up_by, told.recipient, told.case) == (executive, executive, None)
    assert answer(open_round(label="بلا مسؤول"), BAD).follow_up_by == officer


def test_everybody_who_runs_measures_is_told_where_nobody_owns_them(
    open_round, answer, officer, executive
):
    answer(open_round(), BAD)

    told = Notice.objects.filter(kind=NoticeKind.FOLLOW_UP)
    assert {each.recipient for each in told} == {officer, executive}


def test_what_was_done_is_recorded_once(open_round, answer, officer):
    given = answer(open_round(), BAD)
    with pytest.raises(TextMissing):
        follow_up(given.pk, actor=officer, words="  ")

    follow_up(given.pk, actor=officer, words="اتصلنا وأصلحنا الموعد")

    given.refresh_from_db()
    assert (given.follow_up_words, given.follow_up_by) == ("اتصلنا وأصلحنا الموعد", officer)
    assert AuditEntry.objects.filter(action="survey.followed_up").count() == 1
    with pytest.raises(NothingToFollowUp):
        follow_up(given.pk, actor=officer, words="مرة أخرى")


def test_only_who_runs_measures_follows_up(open_round, answer, make_person):
    given = answer(open_round(), BAD)

    with pytest.raises(NotYourPart):
        follow_up(given.pk, actor=make_person(Role.AUDITOR), words="x")


def test_the_same_operation_is_one_answer(open_round):
    round_ = open_round()
    given = Given(GOOD, AnswerWay.FIELD, operation_id=uuid.uuid4())

    first, second = add_answer(round_.pk, given), add_answer(round_.pk, given)

    assert (first[0], first[1], second[1]) == (second[0], True, False)
    assert SurveyAnswer.objects.count() == 1


def test_nothing_leads_from_an_anonymous_answer_to_anybody(open_round, answer):
    given = answer(open_round(), BAD)

    assert (given.case, given.entered_by, given.asked_at, given.token_index) == (None,) * 4
    assert not AuditEntry.objects.filter(object_id=str(given.pk)).exists()


def test_a_round_that_is_not_under_way_takes_no_answers(make_round):
    given = Given(GOOD, AnswerWay.POSTER, operation_id=uuid.uuid4())

    with pytest.raises(RoundNotOpen):
        add_answer(make_round().pk, given)


def test_the_past_of_a_follow_up_tells_nobody(open_round, answer):
    with nobody_told():
        given = answer(open_round(), BAD)

    assert given.follow_up_due_at > clock.now() - timedelta(days=1)
    assert Notice.objects.filter(kind=NoticeKind.FOLLOW_UP).count() == 0
