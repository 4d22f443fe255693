"""An appeal before the committee: who decided the first time takes no part."""

import pytest

from core.cases.models import Case
from core.committees.enums import Vote
from core.committees.services import close_session, declare_interest
from core.rules import Stage
from core.service_requests import services
from core.service_requests.appeals import first_deciders
from core.service_requests.enums import Outcome
from core.service_requests.queries import request_for
from tests.core.committees.conftest import decide, items_of, sit
from tests.core.requests import do_steps


def test_who_voted_the_first_time_is_excluded_from_the_appeal(secretary, committee, ready, worker):
    first = ready()
    session = sit(secretary, committee, first)
    decide(
        session,
        secretary,
        committee,
        *items_of(session),
        outcome=Outcome.REJECTED,
        reason_text="خارج النطاق",
    )
    close_session(session.pk, actor=secretary)
    case = services.appeal(first.pk, actor=None, grounds="لم يُنظر في العقد").case
    do_steps(case, worker, Stage.COMMITTEE)
    services.send_to_decision_body(case.pk, actor=worker)
    do_steps(case, worker, Stage.DECISION)

    again = sit(secretary, committee, case)

    [item] = items_of(again)
    recused = {str(vote.member_id) for vote in item.votes.filter(vote=Vote.RECUSED)}
    assert recused == {str(member.pk) for member in committee} == first_deciders(case)
    # The rule keeps them from the vote; nobody declared an interest, so the case stays in sight.
    assert request_for(committee[0], case.pk) == case
    declare_interest(again.pk, actor=committee[0], item_id=item.pk, interest="قرابة")
    with pytest.raises(Case.DoesNotExist):
        request_for(committee[0], case.pk)
