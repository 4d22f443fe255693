"""The same link twice at once, two requests of one person at once, one sheet sent twice."""

import uuid
from datetime import date, timedelta

import pytest

from core import rules as governing
from core.beneficiaries.enums import ReplyChannel
from core.cases.enums import CaseStatus as S
from core.rules import MeasureMethod
from core.satisfaction.answering import Given, add_answer, answer_by_link
from core.satisfaction.asking import ask_about, remind
from core.satisfaction.enums import AnswerWay
from core.satisfaction.models import MeasureRound, SurveyAnswer
from core.satisfaction.rounds import start_round
from foundation import clock
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.provider import VERSION, FixedProvider
from tests.core.requests import IDENTITY, bring_to, person
from tests.core.satisfaction.conftest import BAD, GOOD
from tests.racing import together


@pytest.fixture
def staff(own_association):
    before = list(governing._providers)
    governing.register(FixedProvider())
    user = User.objects.create_user(f"{uuid.uuid4().hex[:8]}@race.example", display_name="سارة")
    for role in (Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_MEMBER):
        user.role_grants.create(role=role)
    yield user
    governing._providers[:] = before


def served(staff, subject="إيجار"):
    data = person(email="noura@example.org", identity_number=IDENTITY)
    return bring_to(
        S.DELIVERED,
        staff,
        beneficiary_data=data,
        reply_channel=ReplyChannel.EMAIL,
        subject=subject,
    )


def test_a_link_is_answered_once_however_many_send_it(own_association, staff):
    answer = ask_about(served(staff).pk)
    sent = iter([GOOD, BAD, GOOD])

    got = together(
        own_association, 3, lambda: answer_by_link(answer.pk, next(sent)).answered_at is not None
    )

    assert sorted(map(str, got)) == ["True", "already_answered", "already_answered"]


def test_two_requests_of_one_person_ask_once(own_association, staff):
    cases = iter([served(staff).pk, served(staff, "علاج").pk])

    got = together(own_association, 2, lambda: ask_about(next(cases)) is not None)

    assert sorted(map(str, got)) == ["False", "True"]
    assert SurveyAnswer.objects.count() == 1


def test_two_workers_remind_once(own_association, staff):
    answer = ask_about(served(staff).pk)
    SurveyAnswer.objects.update(asked_at=clock.now() - timedelta(days=6))

    got = together(own_association, 3, remind)

    assert sorted(map(str, got)) == ["0", "0", "1"]
    answer.refresh_from_db()
    assert answer.reminded_at is not None


def test_a_sheet_sent_several_times_at_once_is_one_answer(own_association, staff):
    made = MeasureRound.objects.create(
        method=MeasureMethod.FIELD_SURVEY,
        label="استطلاع",
        policy_version=VERSION,
        begins_on=date(2026, 1, 1),
        due_on=date(2026, 2, 1),
    )
    start_round(made.pk, actor=staff)
    given = Given(GOOD, AnswerWay.FIELD, operation_id=uuid.uuid4())

    got = together(own_association, 4, lambda: add_answer(made.pk, given)[1])

    assert sorted(map(str, got)) == ["False", "False", "False", "True"]
    assert SurveyAnswer.objects.count() == 1
