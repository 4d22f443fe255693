"""Every step in every state by every role: done, not yours, or not now, as the tables below say."""

import pytest
from django.db import transaction

from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.inquiries import services, turning
from core.inquiries.workflow import WORKFLOW
from foundation.errors import NotAllowed, WrongState
from tenants.people.roles import Role

DONE, NOT_YOURS, NOT_NOW = "done", "not yours", "not now"
STATES = (S.RECEIVED, S.ANSWERED, S.CLOSED, S.WITHDRAWN)
ANSWERERS = {Role.RELATIONS_OFFICER, Role.COMPLAINTS_OFFICER}
TURN = {"subject": "مساعدة", "name": "منيرة"}

# What people do, who may do it, and in which states it can be done.
STEPS = {
    "answer": (
        lambda pk, a: services.answer_inquiry(pk, actor=a, text="غدًا"),
        ANSWERERS,
        {S.RECEIVED},
    ),
    "close": (lambda pk, a: services.close_inquiry(pk, actor=a), ANSWERERS, {S.ANSWERED}),
    "withdraw": (
        lambda pk, a: services.withdraw_inquiry(pk, actor=a),
        ANSWERERS,
        {S.RECEIVED, S.ANSWERED},
    ),
    "turn into a request": (
        lambda pk, a: turning.turn_into_request(pk, actor=a, **TURN),
        {Role.RELATIONS_OFFICER},
        {S.RECEIVED, S.ANSWERED},
    ),
    "turn into a complaint": (
        lambda pk, a: turning.turn_into_complaint(pk, actor=a, **TURN),
        ANSWERERS,
        {S.RECEIVED, S.ANSWERED},
    ),
}


@pytest.fixture
def bring_to(ask, officer):
    def bring(status):
        case = ask().case
        if status in (S.ANSWERED, S.CLOSED):
            services.answer_inquiry(case.pk, actor=officer, text="غدًا")
        if status == S.CLOSED:
            services.close_inquiry(case.pk, actor=officer)
        if status == S.WITHDRAWN:
            services.withdraw_inquiry(case.pk, actor=None)
        return Case.objects.get(pk=case.pk)

    return bring


def outcome(step, case, actor):
    try:
        with transaction.atomic():
            step(case.pk, actor)
            transaction.set_rollback(True)
    except NotAllowed:
        return NOT_YOURS
    except WrongState:
        return NOT_NOW
    return DONE


@pytest.mark.parametrize("status", STATES)
def test_every_step_by_every_role(status, bring_to, make_person):
    case = bring_to(status)
    found, expected = {}, {}
    for role in Role:
        actor = make_person(role)
        for name, (step, allowed, states) in STEPS.items():
            found[role, name] = outcome(step, case, actor)
            now = DONE if status in states else NOT_NOW
            expected[role, name] = now if role in allowed else NOT_YOURS
    assert found == expected


@pytest.mark.parametrize("status", STATES)
def test_what_the_asker_may_do(status, bring_to):
    case = bring_to(status)
    withdraw = outcome(lambda pk, a: services.withdraw_inquiry(pk, actor=a), case, None)
    further = outcome(lambda pk, a: services.ask_on(pk, text="ومتى؟"), case, None)
    assert withdraw == (DONE if status in (S.RECEIVED, S.ANSWERED) else NOT_NOW)
    assert further == (DONE if status == S.ANSWERED else NOT_NOW)


def test_the_tables_name_every_state_and_every_transition():
    assert {str(status) for status in STATES} == WORKFLOW.states()
    names = {transition.name for transition in WORKFLOW.transitions}
    assert names == {"answer", "ask_on", "turn", "close", "withdraw"}
