from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from django.db.transaction import atomic

from core.beneficiaries.enums import ReplyChannel
from core.cases.enums import CaseStatus as S
from core.cases.silence import nobody_told
from core.messages.models import OutgoingMessage
from core.rules import MeasureMethod as M
from core.satisfaction.addresses import index_of, link_token
from core.satisfaction.answering import answer_by_link, find_link
from core.satisfaction.asking import (
    ask_about,
    ask_round,
    invite_after_service,
    is_drawn,
    link_of,
    remind,
)
from core.satisfaction.models import SurveyAnswer
from core.satisfaction.rounds import start_round
from foundation import clock
from tenants.schemas import JOBS, entered
from tests.core.requests import bring_to
from tests.core.satisfaction.conftest import GOOD


def jobs(name):
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [name])
        return cursor.fetchone()[0]


def mails(kind):
    return OutgoingMessage.objects.filter(kind=kind).order_by("queued_at", "pk")


def test_a_served_request_asks_once_by_a_job(served):
    before = jobs("satisfaction.ask")
    case = served()
    asked = jobs("satisfaction.ask") - before

    first, second = ask_about(case.pk), ask_about(case.pk)

    assert asked == 1
    assert (first is not None, second) == (True, None)
    assert mails("survey").count() == 1
    assert case.events.filter(name="survey_sent").count() == 1


def test_the_database_takes_one_survey_after_a_service_of_each_case(served):
    case = served()
    first = ask_about(case.pk)

    with pytest.raises(IntegrityError, match="survey_answer_once_after_service"), atomic():
        SurveyAnswer.objects.create(case=case, way=first.way, asked_at=clock.now())


def test_nothing_is_asked_while_the_past_is_written_down(served):
    case = served()
    before = jobs("satisfaction.ask")

    with nobody_told():
        invite_after_service(case)

    assert jobs("satisfaction.ask") == before


def test_nobody_is_asked_where_nobody_may_know_who_it_was(served):
    case = served()
    case.beneficiary_id = None
    before = jobs("satisfaction.ask")

    invite_after_service(case)

    assert jobs("satisfaction.ask") == before


def test_the_link_stands_in_the_message_and_only_its_hash_in_the_row(served):
    answer = ask_about(served().pk)

    token = link_token(answer.pk)
    assert link_of(answer) in mails("survey").get().body
    assert len(token) == 43  # 32 bytes
    assert bytes(answer.token_index) == index_of(token)
    assert token.encode() not in bytes(answer.token_index)
    assert find_link(token) == answer
    assert find_link(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_the_invitation_remembers_where_the_request_came_from(served, everyone):
    everyone.unit = "فرع الشمال"
    everyone.save(update_fields=["unit"])

    answer = ask_about(served().pk)

    assert (answer.channel_key, answer.type_key, answer.branch) == ("phone", "", "فرع الشمال")
    assert answer.questions[0]["key"] == "satisfied"


def test_only_who_was_served_is_asked(served):
    assert ask_about(served(status=S.ACCEPTED).pk) is None
    assert ask_about(served("1000000016", status=S.CLOSED).pk) is not None


def test_a_policy_that_does_not_measure_by_survey_asks_nobody(served, measures):
    measures(("زيارات", M.VISIT, 3))

    assert ask_about(served().pk) is None


def test_the_association_may_ask_nobody_after_a_service(served, set_up):
    case = served()
    set_up(after_service=False)

    assert ask_about(case.pk) is None


def test_who_agreed_to_no_e_mail_is_not_asked_by_one(everyone, at):
    at(2026, 3, 1, 10)
    case = bring_to(S.DELIVERED, everyone, reply_channel=ReplyChannel.LETTER)

    assert ask_about(case.pk) is None
    assert SurveyAnswer.objects.count() == 0


def test_the_sample_is_the_same_each_time_and_about_as_large_as_asked_for():
    seeds = [UUID(int=number).bytes for number in range(2000)]

    drawn = [is_drawn(seed, 30) for seed in seeds]

    assert drawn == [is_drawn(seed, 30) for seed in seeds]
    assert 540 <= sum(drawn) <= 660
    assert all(is_drawn(seed, 100) for seed in seeds)
    # Whoever is drawn for a small sample is drawn for a larger one too.
    assert all(is_drawn(seed, 60) for seed, here in zip(seeds, drawn, strict=True) if here)


def test_the_sample_decides_who_is_asked(served, set_up):
    set_up(after_service_percent=1, quiet_days=0)
    case = served()
    drawn = is_drawn(case.pk.bytes, 1)
    few = ask_about(case.pk)
    set_up(after_service_percent=100)
    all_of_them = ask_about(case.pk)

    # Of a hundred cases one is drawn at one percent: whoever was asked already is not asked again.
    assert (few is not None, all_of_them is not None) == (drawn, not drawn)


def test_nobody_is_asked_twice_within_the_quiet_period(served, set_up, at):
    set_up(quiet_days=30)
    first, second = served(), served(subject="طلب ثان")
    other = served("1000000016")
    assert ask_about(first.pk) is not None
    quiet = ask_about(second.pk)
    assert ask_about(other.pk) is not None
    at(2026, 3, 30, 10)
    still_quiet = ask_about(second.pk)
    at(2026, 4, 1, 10)

    assert (quiet, still_quiet) == (None, None)
    assert ask_about(second.pk) is not None


def test_a_reminder_goes_out_once_with_the_same_link(served, set_up, at):
    set_up(remind_after_days=5)
    answer = ask_about(served().pk)
    at(2026, 3, 5, 10)
    early = remind()
    at(2026, 3, 6, 11)
    due, again = remind(), remind()

    assert (early, due, again) == (0, 1, 0)
    assert link_of(answer) in mails("reminder").get().body


def test_who_answered_is_not_reminded(served, at):
    answer = ask_about(served().pk)
    answer_by_link(answer.pk, GOOD)
    at(2026, 3, 8, 10)

    assert remind() == 0


def test_a_link_that_expired_is_not_reminded_of(served, set_up, at):
    set_up(remind_after_days=5, expire_after_days=10)
    ask_about(served().pk)
    at(2026, 3, 12, 10)

    assert remind() == 0


def test_a_periodic_survey_asks_each_person_served_once(served, make_round, set_up, officer):
    set_up(quiet_days=0)
    served(), served(subject="طلب ثان"), served("1000000016"), served("1000000024", S.ACCEPTED)
    before = jobs("satisfaction.ask_round")
    round_ = start_round(make_round(M.SURVEY).pk, actor=officer)

    first, second = ask_round(round_.pk), ask_round(round_.pk)

    assert jobs("satisfaction.ask_round") - before == 1
    assert (first, second) == (2, 0)
    assert round_.survey_answers.count() == 2
    assert mails("survey").count() == 2


def test_a_periodic_survey_asks_only_who_was_served_since_the_last(served, open_round, set_up, at):
    set_up(quiet_days=0)
    served()
    at(2026, 9, 1, 10)

    assert ask_round(open_round(M.SURVEY, every_months=3).pk) == 0
    assert ask_round(open_round(M.SURVEY, every_months=12, label="سنوية").pk) == 1


def test_the_sample_of_a_round_leaves_people_out(served, open_round, set_up):
    set_up(quiet_days=0)
    people = [served(f"10000000{number}") for number in ("08", "16", "24", "32")]
    round_ = open_round(M.SURVEY, sampling_percent=50)
    drawn = [case for case in people if is_drawn(round_.pk.bytes + case.beneficiary_id.bytes, 50)]

    ask_round(round_.pk)

    asked = set(round_.survey_answers.values_list("case_id", flat=True))
    assert asked == {case.pk for case in drawn}


def test_the_invitation_ends_by_the_setting(served, set_up):
    set_up(expire_after_days=9)

    answer = ask_about(served().pk)

    assert answer.expires_at == clock.now() + timedelta(days=9)
