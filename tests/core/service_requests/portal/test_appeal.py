"""The beneficiary appeals on the page of their request, and follows the appeal by a code of its own."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from core.cases.models import Case
from core.rules import Stage
from core.service_requests import services
from core.service_requests.appeals import APPEALS, AppealTooLate
from core.service_requests.enums import Outcome
from foundation import clock
from foundation.dates import both_calendars
from tests.core.requests import do_steps, settle_everything
from tests.core.service_requests.portal.conftest import CASE, FOLLOW

APPEAL = "/follow/case/appeal/"
OPERATION = "5b1f4a10-6a55-4f6e-8c6c-0d6c1f6f9a78"


def decided(case, actor, outcome):
    settle_everything(case, actor)
    for stage in (Stage.COMPLETION, Stage.COMMITTEE, Stage.DECISION):
        do_steps(case, actor, stage)
    services.mark_complete(case.pk, actor=actor)
    services.send_to_decision_body(case.pk, actor=actor)
    services.decide(
        case.pk, actor=actor, outcome=outcome, reason="خارج النطاق", early_reason="عاجل"
    )


@pytest.fixture
def rejected(received, everyone):
    decided(received[0], everyone, Outcome.REJECTED)
    return Case.objects.get(pk=received[0].pk)


def test_the_button_is_there_once_something_was_refused(follower, rejected):
    assert APPEAL in follower.get(CASE).content.decode()
    html = follower.get(APPEAL).content.decode()
    assert "خارج النطاق" in html
    assert "يبتّ فيه من لم يتخذ القرار الأول" in html


def test_the_reasons_that_were_chosen_are_read_before_appealing(follower, rejected):
    reasons = [
        {"key": "a", "ar": "لا تنطبق شروط الاستحقاق", "en": "Not eligible"},
        {"key": "b", "ar": "تقدم المساعدة جهة أخرى", "en": "Helped by another body"},
    ]
    rejected.decision_reasons, rejected.decision_reason = reasons, ""
    rejected.save(update_fields=["decision_reasons", "decision_reason"])

    html = follower.get(APPEAL).content.decode()

    assert [reason["ar"] in html for reason in reasons] == [True, True]


def test_what_was_accepted_is_not_appealed(follower, received, everyone):
    decided(received[0], everyone, Outcome.ACCEPTED)

    assert APPEAL not in follower.get(CASE).content.decode()
    assert follower.get(APPEAL).status_code == 302
    answer = follower.post(APPEAL, {"grounds": "لم يكفِ", "operation_id": OPERATION})
    assert answer.status_code == 400
    assert "لم يكفِ" in answer.content.decode()
    assert not received[0].appeals.exists()


def test_who_comes_too_late_reads_until_when_it_was_possible(follower, rejected):
    decision = rejected.events.filter(name="decide")
    assert APPEAL in follower.get(CASE).content.decode()

    decision.update(happened_at=clock.now() - timedelta(APPEALS.read().within_days + 1))

    html = follower.get(CASE).content.decode()
    with translation.override("ar"):
        too_late = str(AppealTooLate(day=both_calendars(clock.today() - timedelta(days=1))))
    assert APPEAL not in html
    assert too_late in html


def test_two_clicks_make_one_appeal_and_show_its_code(visitor, follower, rejected):
    values = {"grounds": "لم يُنظر في عقد الإيجار", "operation_id": OPERATION}

    answers = [follower.post(APPEAL, values) for _again in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0]["Cache-Control"] == "no-store"
    codes = {re.search(r'dir="ltr">([\d-]+)<', each.content.decode())[1] for each in answers}
    assert len(codes) == 1
    assert rejected.appeals.count() == 1
    visitor.post(FOLLOW, {"code": codes.pop()})
    assert "لم يُنظر في عقد الإيجار" in visitor.get(CASE).content.decode()


def test_an_appeal_without_words_comes_back(follower, rejected):
    answer = follower.post(APPEAL, {"grounds": " ", "operation_id": OPERATION})

    assert answer.status_code == 400
    assert not rejected.appeals.exists()


def test_nobody_appeals_without_the_code(visitor, rejected):
    answer = visitor.post(APPEAL, {"grounds": "لا", "operation_id": OPERATION})

    assert answer.status_code == 302
    assert not rejected.appeals.exists()
