"""Every step in every state by every role: done, not yours, or not now, as the tables below say."""

import uuid

import pytest
from django.db import transaction

from core.beneficiaries.enums import ReplyChannel
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.rules import Stage
from core.service_requests import services
from core.service_requests.enums import ContactDirection, DeliveryState, ExitReason, Outcome
from core.service_requests.models import Delivery
from core.service_requests.services import Instalment
from core.service_requests.workflow import STATUSES
from foundation.errors import NotAllowed, WrongState
from tenants.people.roles import Role
from tests.core.requests import TRANSFERRED, bring_to, do_steps, document, settle_everything

pytestmark = pytest.mark.slow

DONE, NOT_YOURS, NOT_NOW = "done", "not yours", "not now"
OPEN = set(STATUSES) - {S.CLOSED, S.WITHDRAWN}
GRANTED = {S.ACCEPTED, S.PARTLY_ACCEPTED, S.DELIVERING}
OFFICER = {Role.RELATIONS_OFFICER}
STUDIED = {Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER}
MEMBERS = {Role.COMMITTEE_MEMBER}
WORKERS = STUDIED | MEMBERS
REGISTRARS = {Role.RELATIONS_OFFICER}


def delivered(case_id):
    made = Delivery.objects.filter(case_id=case_id, state=DeliveryState.DELIVERED)
    return made.values_list("pk", flat=True).first() or uuid.uuid4()


def decide(outcome):
    return lambda pk, a: services.decide(
        pk, actor=a, outcome=outcome, reason="لأسباب مذكورة", early_reason="عاجل"
    )


# What people do, who may do it, and in which states it can be done.
STEPS = {
    "ask for what is missing": (
        lambda pk, a: services.mark_missing(pk, actor=a, question="كم عدد الأسرة؟"),
        STUDIED,
        {S.RECEIVED, S.COMPLETE, S.UNDER_STUDY},
    ),
    "mark as complete": (
        lambda pk, a: services.mark_complete(pk, actor=a),
        OFFICER,
        {S.RECEIVED},
    ),
    "refer": (lambda pk, a: services.refer_to_research(pk, actor=a), OFFICER, {S.COMPLETE}),
    "return from study": (
        lambda pk, a: services.return_from_research(pk, actor=a, findings="تمت الزيارة"),
        STUDIED,
        {S.UNDER_STUDY},
    ),
    "send to the body that decides": (
        lambda pk, a: services.send_to_decision_body(pk, actor=a),
        STUDIED,
        {S.COMPLETE, S.UNDER_STUDY},
    ),
    "accept": (decide(Outcome.ACCEPTED), MEMBERS, {S.BEFORE_COMMITTEE}),
    "accept in part": (decide(Outcome.PARTLY_ACCEPTED), MEMBERS, {S.BEFORE_COMMITTEE}),
    "reject": (decide(Outcome.REJECTED), MEMBERS, {S.BEFORE_COMMITTEE}),
    "plan the delivery": (
        lambda pk, a: services.plan_deliveries(pk, actor=a, instalments=[Instalment("قسط")]),
        OFFICER,
        GRANTED,
    ),
    "start the delivery": (
        lambda pk, a: services.start_delivery(pk, actor=a),
        OFFICER,
        {S.ACCEPTED, S.PARTLY_ACCEPTED},
    ),
    "deliver": (
        lambda pk, a: services.deliver(pk, actor=a, proof=TRANSFERRED),
        OFFICER,
        {S.DELIVERING},
    ),
    "take back": (
        lambda pk, a: services.take_back(
            pk, actor=a, delivery_id=delivered(pk), reason="أعاد المصرف الحوالة"
        ),
        OFFICER,
        {S.DELIVERED},
    ),
    "end the service": (
        lambda pk, a: services.end_service(pk, actor=a, reason=ExitReason.MOVED_AWAY),
        OFFICER,
        GRANTED,
    ),
    "close": (lambda pk, a: services.close(pk, actor=a), OFFICER, {S.REJECTED, S.DELIVERED}),
    "withdraw": (
        lambda pk, a: services.withdraw(pk, actor=a),
        OFFICER,
        OPEN - {S.REJECTED, S.DELIVERING, S.DELIVERED},
    ),
    "appeal": (
        lambda pk, a: services.appeal(pk, actor=a, grounds="لم يُنظر في العقد"),
        REGISTRARS,
        {S.REJECTED, S.PARTLY_ACCEPTED},
    ),
    "assign": (lambda pk, a: services.assign(pk, actor=a, assignee=None), OFFICER, OPEN),
    "add a note": (
        lambda pk, a: services.add_note(pk, actor=a, text="ملاحظة"),
        WORKERS,
        set(STATUSES),
    ),
    "record a contact": (
        lambda pk, a: services.log_contact(
            pk,
            actor=a,
            direction=ContactDirection.OUT,
            channel=ReplyChannel.PHONE,
            summary="أُبلغ هاتفيًا",
        ),
        WORKERS,
        set(STATUSES),
    ),
    "add a document": (
        lambda pk, a: services.add_document(pk, actor=a, document=document("عقد")),
        WORKERS,
        OPEN,
    ),
}


@pytest.fixture
def holders(governed, make_person):
    return {role: make_person(role, name=str(role)) for role in Role}


@pytest.mark.parametrize("status", STATUSES)
def test_each_step_by_each_role(everyone, holders, status):
    case = bring_to(status, everyone)
    if case.is_open:
        if status != S.WAITING_FOR_BENEFICIARY:
            settle_everything(case, everyone)
        do_steps(case, everyone, *Stage)

    found = {
        (step, role): _tried(act, case, holder)
        for step, (act, _who, _when) in STEPS.items()
        for role, holder in holders.items()
    }

    assert found == {
        (step, role): _expected(role in who, status in when)
        for step, (_act, who, when) in STEPS.items()
        for role in Role
    }


def _expected(may: bool, now: bool) -> str:
    return (DONE if now else NOT_NOW) if may else NOT_YOURS


def _tried(act, case, holder) -> str:
    """What came of it; it is undone afterwards."""
    undo = transaction.savepoint()
    try:
        act(case.pk, holder)
    except NotAllowed:
        return NOT_YOURS
    except (WrongState, Delivery.DoesNotExist):
        return NOT_NOW
    else:
        return DONE
    finally:
        transaction.savepoint_rollback(undo)
        assert Case.objects.values_list("status", flat=True).get(pk=case.pk) == case.status
