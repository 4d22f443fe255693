"""Every step from every state: possible where the table says so, refused and nothing changed elsewhere."""

import pytest

from core.cases.enums import CaseStatus as S
from core.cases.models import Case, CaseEvent
from core.cases.workflow import Transition, Workflow
from core.rules import Stage
from core.service_requests import services
from core.service_requests.enums import Outcome
from core.service_requests.workflow import WORKFLOW
from foundation.errors import WrongState
from foundation.models import AuditEntry
from tests.core.requests import PATHS, bring_to, do_steps, settle_everything

STEPS = {
    "mark_missing": lambda pk, a: services.mark_missing(pk, actor=a, question="كم عدد الأسرة؟"),
    "mark_complete": lambda pk, a: services.mark_complete(pk, actor=a),
    "refer_to_research": lambda pk, a: services.refer_to_research(pk, actor=a),
    "return_from_research": lambda pk, a: services.return_from_research(
        pk, actor=a, findings="تمت الزيارة"
    ),
    "send_to_decision_body": lambda pk, a: services.send_to_decision_body(pk, actor=a),
    "accept": lambda pk, a: services.decide(
        pk, actor=a, outcome=Outcome.ACCEPTED, early_reason="عاجل"
    ),
    "partly_accept": lambda pk, a: services.decide(
        pk, actor=a, outcome=Outcome.PARTLY_ACCEPTED, reason="نصف المبلغ", early_reason="عاجل"
    ),
    "reject": lambda pk, a: services.decide(
        pk, actor=a, outcome=Outcome.REJECTED, reason="خارج النطاق", early_reason="عاجل"
    ),
    "start_delivery": lambda pk, a: services.start_delivery(pk, actor=a),
    "deliver": lambda pk, a: services.deliver(pk, actor=a),
    "close": lambda pk, a: services.close(pk, actor=a),
    "withdraw": lambda pk, a: services.withdraw(pk, actor=a),
}
# These come of themselves, when what was asked for arrives.
BY_THEMSELVES = {"resume_reception", "resume_complete", "resume_study"}


def test_table_of_steps_is_complete():
    assert {t.name for t in WORKFLOW.transitions} == STEPS.keys() | BY_THEMSELVES
    assert PATHS.keys() == set(S) == WORKFLOW.states()


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("name", STEPS)
def test_each_step_from_each_state(everyone, status, name):
    case = bring_to(status, everyone)
    if case.is_open:
        settle_everything(case, everyone) if status != S.WAITING_FOR_BENEFICIARY else None
        do_steps(case, everyone, *Stage)
    transition = next(t for t in WORKFLOW.transitions if t.name == name)
    events, entries = CaseEvent.objects.count(), AuditEntry.objects.count()

    if status in transition.sources:
        STEPS[name](case.pk, everyone)
        assert Case.objects.get(pk=case.pk).status == transition.target
        assert CaseEvent.objects.count() == events + 1
        assert AuditEntry.objects.count() == entries + 1
    else:
        with pytest.raises(WrongState):
            STEPS[name](case.pk, everyone)
        assert Case.objects.get(pk=case.pk).status == status
        assert (CaseEvent.objects.count(), AuditEntry.objects.count()) == (events, entries)


@pytest.mark.parametrize("status", [S.RECEIVED, S.COMPLETE, S.UNDER_STUDY])
def test_case_goes_on_where_it_waited_from(everyone, status):
    case = bring_to(status, everyone)
    services.mark_missing(case.pk, actor=everyone, question="كم عدد الأسرة؟")

    services.beneficiary_replies(case.pk, text="خمسة")

    assert Case.objects.get(pk=case.pk).status == status


def test_workflow_refuses_a_name_used_twice():
    with pytest.raises(ValueError, match="used twice"):
        Workflow("a", (Transition("go", ("a",), "b"), Transition("go", ("b",), "a")))


def test_workflow_refuses_a_state_that_nothing_leads_to():
    with pytest.raises(ValueError, match="no transition leads to"):
        Workflow("a", (Transition("go", ("c",), "b"),))
