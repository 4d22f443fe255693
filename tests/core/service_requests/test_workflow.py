"""Every step from every state: possible where the table says so, refused and nothing changed elsewhere."""

import uuid

import pytest
from django.db import transaction

from core.cases.enums import CaseStatus as S
from core.cases.models import Case, CaseEvent
from core.cases.workflow import Transition, Workflow
from core.rules import Stage
from core.service_requests import services
from core.service_requests.enums import DeliveryState, ExitReason, Outcome
from core.service_requests.models import Delivery
from core.service_requests.workflow import STATUSES, WORKFLOW
from foundation.errors import WrongState
from foundation.models import AuditEntry
from tenants.people.models import User
from tests.core.requests import PATHS, TRANSFERRED, bring_to, do_steps, settle_everything

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
    "deliver": lambda pk, a: services.deliver(pk, actor=a, proof=TRANSFERRED),
    "resume_delivery": lambda pk, a: services.take_back(
        pk, actor=a, delivery_id=_delivered(pk), reason="أعاد المصرف الحوالة"
    ),
    "end_service": lambda pk, a: services.end_service(pk, actor=a, reason=ExitReason.MOVED_AWAY),
    "close": lambda pk, a: services.close(pk, actor=a),
    "withdraw": lambda pk, a: services.withdraw(pk, actor=a),
}
# These come of themselves, when what was asked for arrives.
BY_THEMSELVES = {"resume_reception", "resume_complete", "resume_study"}


def test_table_of_steps_is_complete():
    assert {t.name for t in WORKFLOW.transitions} == STEPS.keys() | BY_THEMSELVES
    assert PATHS.keys() == set(STATUSES) == WORKFLOW.states()


@pytest.mark.parametrize("status", STATUSES)
def test_each_step_from_each_state(everyone, status):
    case = bring_to(status, everyone)
    if case.is_open and status != S.WAITING_FOR_BENEFICIARY:
        settle_everything(case, everyone)
    if case.is_open:
        do_steps(case, everyone, *Stage)
    possible = {t.name for t in WORKFLOW.transitions if status in t.sources}

    assert {name for name in STEPS if _was_possible(name, case, everyone)} == (
        possible - BY_THEMSELVES
    )


def _was_possible(name: str, case: Case, actor: User) -> bool:
    """Tries the step, checks what it left behind, and undoes it."""
    target = next(t.target for t in WORKFLOW.transitions if t.name == name)
    before = _state(case)
    undo = transaction.savepoint()
    try:
        STEPS[name](case.pk, actor)
    except (WrongState, Delivery.DoesNotExist):
        assert _state(case) == before
        return False
    else:
        assert _state(case) == (target, before[1] + 1, before[2] + 1)
        return True
    finally:
        transaction.savepoint_rollback(undo)


def _delivered(case_id):
    made = Delivery.objects.filter(case_id=case_id, state=DeliveryState.DELIVERED)
    return made.values_list("pk", flat=True).first() or uuid.uuid4()


def _state(case: Case) -> tuple[str, int, int]:
    status = Case.objects.values_list("status", flat=True).get(pk=case.pk)
    return status, CaseEvent.objects.count(), AuditEntry.objects.count()


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
