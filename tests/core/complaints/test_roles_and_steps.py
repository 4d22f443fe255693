"""Every step in every state by everybody: done, not yours, or not now, as the tables below say."""

import pytest
from django.db import transaction

from core.cases.enums import CaseStatus as S
from core.cases.papers import NewDocument
from core.complaints import services
from core.complaints.enums import (
    Finding,
    OfferKind,
    Part,
    RecordKind,
    RightsClass,
    Severity,
    Stand,
)
from core.complaints.models import ComplaintRecord, Offer
from core.complaints.records import Interview, Outside, Ruling
from core.complaints.services import NewOffer
from core.complaints.workflow import FOUND, UNDER_WAY, WORKFLOW
from foundation.errors import NotAllowed, WrongState
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.complaints.cases import MONEY, TERMS, bring_to, minutes, paper

pytestmark = pytest.mark.slow

DONE, NOT_YOURS, NOT_NOW = "done", "not yours", "not now"
STATUSES = tuple(status for status in S if status in WORKFLOW.states())
OPEN = set(STATUSES) - {S.CLOSED, S.WITHDRAWN}
ENDED = {S.SETTLED, S.RESOLVED, S.CLOSED}
DECIDED = {*FOUND, S.COMPENSATING}
HANDLER = {"officer", "other officer"}
CHAIR = {"chair"}
TEAM = {"chair", "member"}
FREE = "محقق آخر"


def decide(pk, a):
    return services.decide(
        pk, actor=a, finding=Finding.UPHELD, reasons=["facts"], explanation="ثبت"
    )


def open_investigation(pk, a):
    chair = User.objects.get(display_name=FREE)
    return services.open_investigation(pk, actor=a, chair=chair, why_not_settled="لا سبيل")


def add_document(pk, a):
    return services.add_document(pk, actor=a, document=NewDocument(paper("كشف.txt"), "كشف"))


STEPS = {
    "assess": (
        lambda pk, a: services.triage(
            pk, actor=a, subject_key="delay", severity=Severity.LOW,
            rights_class=RightsClass.ORDINARY,
        ),
        HANDLER,
        {S.RECEIVED, *UNDER_WAY},
    ),
    "acknowledge": (lambda pk, a: services.acknowledge(pk, actor=a), HANDLER, set()),
    "turn away": (
        lambda pk, a: services.turn_away(
            pk, actor=a, reason_key="not_ours", explanation="تخص غيرنا"
        ),
        HANDLER,
        {S.ACKNOWLEDGED},
    ),
    "ask": (lambda pk, a: services.ask(pk, actor=a, question="متى؟"), HANDLER, set(UNDER_WAY)),
    "name a party": (
        lambda pk, a: services.name_party(pk, actor=a, name="مورّد السلال"),
        HANDLER,
        OPEN,
    ),
    "start the settlement": (
        lambda pk, a: services.start_settlement(pk, actor=a),
        HANDLER,
        {S.ACKNOWLEDGED},
    ),
    "propose a settlement": (
        lambda pk, a: services.propose_settlement(pk, actor=a, terms=TERMS),
        HANDLER,
        {S.SETTLING},
    ),
    "settle unaccepted": (lambda pk, a: services.settle(pk, actor=a), HANDLER, set()),
    "open the investigation": (open_investigation, HANDLER, {S.ACKNOWLEDGED, S.SETTLING}),
    "hear somebody": (
        lambda pk, a: services.add_record(
            pk, actor=a, content=Interview(who="أمين المستودع", said="لم تصل القائمة")
        ),
        TEAM,
        {S.INVESTIGATING},
    ),
    "write the minutes": (
        lambda pk, a: services.write_minutes(pk, actor=a, content=minutes()),
        CHAIR,
        {S.INVESTIGATING},
    ),
    "decide without minutes": (decide, {"decider"}, set()),
    "open compensation": (
        lambda pk, a: services.open_compensation(pk, actor=a),
        HANDLER,
        {S.UPHELD, S.PARTLY_UPHELD},
    ),
    "record a ruling": (
        lambda pk, a: services.record_ruling(
            pk, actor=a, ruling=Ruling(court="المحكمة", number="12", ruling="إلزام")
        ),
        HANDLER,
        {*DECIDED, *ENDED, S.INVESTIGATING},
    ),
    "offer before the ruling": (
        lambda pk, a: services.offer(pk, actor=a, new=NewOffer(OfferKind.MONEY, amount=MONEY)),
        HANDLER,
        set(),
    ),
    "end without agreement": (
        lambda pk, a: services.end_without(pk, actor=a, why="لم يتفق الطرفان"),
        HANDLER,
        {S.COMPENSATING},
    ),
    "give unaccepted": (
        lambda pk, a: services.give(pk, actor=a, transfer_reference="TRF-1"),
        HANDLER,
        set(),
    ),
    "resolve": (
        lambda pk, a: services.resolve(pk, actor=a, done="عُدّل الكشف"),
        HANDLER,
        set(FOUND),
    ),
    "close": (lambda pk, a: services.close(pk, actor=a), HANDLER, {S.SETTLED, S.RESOLVED}),
    "reopen": (
        lambda pk, a: services.reopen(pk, actor=a, why="ظهر جديد"),
        HANDLER,
        ENDED,
    ),
    "appeal": (
        lambda pk, a: services.appeal(pk, actor=a, grounds="لم يُسمع الشاهد"),
        HANDLER,
        {*DECIDED, S.RESOLVED, S.CLOSED},
    ),
    "take outside": (
        lambda pk, a: services.take_outside(
            pk, actor=a, outside=Outside(authority="المركز", reason="طلب صاحبها")
        ),
        HANDLER,
        {*DECIDED, *ENDED},
    ),
    "withdraw": (
        lambda pk, a: services.withdraw(pk, actor=a),
        HANDLER,
        {S.RECEIVED, S.WAITING_FOR_BENEFICIARY, *UNDER_WAY},
    ),
    "write to who complained": (
        lambda pk, a: services.write_to_complainant(pk, actor=a, text="نعمل عليها"),
        HANDLER,
        set(STATUSES),
    ),
    "add a document": (add_document, HANDLER, OPEN),
}  # fmt: skip


@pytest.fixture
def people(cast, make_person):
    """Everybody who may meet a complaint; those of the cast act on it from its second status on."""
    make_person(Role.INVESTIGATOR, name=FREE)
    return {
        "officer": cast.officer,
        "other officer": make_person(Role.COMPLAINTS_OFFICER, name="موظفة أخرى"),
        "chair": cast.chair,
        "member": cast.member,
        "decider": cast.decider,
        "auditor": make_person(Role.AUDITOR, name="مراجع"),
        "administrator": make_person(Role.ADMINISTRATOR, name="مدير النظام"),
        "relations": make_person(Role.RELATIONS_OFFICER, name="علاقات"),
        "delegate": make_person(Role.BRANCH_DELEGATE, name="مندوب"),
    }


@pytest.mark.parametrize("status", STATUSES)
def test_each_step_by_each_person(cast, people, status):
    case = bring_to(status, cast)
    team_sits = case.complaint.involvements.filter(part=Part.CHAIR).exists()

    found = {
        (step, who): _tried(act, case, person)
        for step, (act, _who, _when) in STEPS.items()
        for who, person in people.items()
    }

    expected = {
        (step, who): _expected(step, who, may, when, status, team_sits)
        for step, (_act, may, when) in STEPS.items()
        for who in people
    }
    assert {key: value for key, value in found.items() if value != expected[key]} == {}


def _expected(step, who, may, when, status, team_sits) -> str:
    if who not in may or (who in TEAM and not team_sits):
        return NOT_YOURS
    if who == "decider" and status == S.RECEIVED:
        return NOT_YOURS  # nobody but those who handle it opens it before it was assessed
    if step == "acknowledge" and status == S.RECEIVED:
        return NOT_NOW  # it was not assessed yet
    return DONE if status in when else NOT_NOW


def _tried(act, case, person) -> str:
    """What came of it; it is undone afterwards."""
    undo = transaction.savepoint()
    try:
        act(case.pk, person)
    except NotAllowed:
        return NOT_YOURS
    except WrongState:
        return NOT_NOW
    else:
        return DONE
    finally:
        transaction.savepoint_rollback(undo)


def test_a_member_signs_once_and_only_the_one_who_was_asked(cast, people):
    case = bring_to(S.INVESTIGATING, cast)
    written = services.write_minutes(case.pk, actor=cast.chair, content=minutes())
    closed = services.close_minutes(case.pk, actor=cast.chair, revision=written.revision)

    def sign(person):
        return lambda pk, a: services.sign(
            pk, actor=a, record_id=closed.pk, digest=closed.digest, stand=Stand.SIGNED
        )

    tried = {who: _tried(sign(person), case, person) for who, person in people.items()}

    assert {who for who, result in tried.items() if result == DONE} == TEAM
    services.sign(case.pk, actor=cast.chair, record_id=closed.pk, digest=closed.digest)
    assert _tried(sign(cast.chair), case, cast.chair) == NOT_YOURS


def test_nothing_was_left_behind(cast):
    case = bring_to(S.COMPENSATING, cast)
    assert ComplaintRecord.objects.filter(complaint=case.complaint).count() == 1
    assert ComplaintRecord.objects.get().kind == RecordKind.MINUTES
    assert Offer.objects.count() == 0
