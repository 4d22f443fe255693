"""Amounts granted from programmes: what is committed, spent and left, and nobody overspends."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.cases.rules import NotYourPart
from core.programmes.models import Programme
from core.programmes.rules import (
    BudgetsNotYours,
    NameTaken,
    PeriodUpsideDown,
    ProgrammeChanged,
    ProgrammeData,
)
from core.programmes.services import change_programme, create_programme, open_or_close
from core.rules import Stage
from core.service_requests import services
from core.service_requests.budgets import (
    OverBudget,
    OverridesNotYours,
    ProgrammeClosed,
    ProgrammeMissing,
    ProgrammeNotRunning,
    standings,
)
from core.service_requests.deciding import DecisionDetails
from core.service_requests.enums import DeliveryMethod, DeliveryState, Outcome
from core.service_requests.models import Delivery
from core.service_requests.rules import AmountMissing, NothingGranted, NotInPart
from foundation import clock
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.provider import FixedProvider
from tests.core.requests import bring_to, do_steps
from tests.racing import together


@pytest.fixture
def executive(governed, make_person):
    return make_person(Role.EXECUTIVE, name="سامي المدير")


def data(**values):
    today = clock.today()
    usual = {
        "name": "كفالة",
        "budget": Decimal(1000),
        "starts_on": today - timedelta(days=10),
        "ends_on": today + timedelta(days=10),
    }
    return ProgrammeData(**usual | values)


@pytest.fixture
def programme(executive):
    def make(**values):
        return create_programme(data(**values), actor=executive, operation_id=uuid.uuid4())

    return make


def ready(actor):
    case = bring_to(CaseStatus.BEFORE_COMMITTEE, actor)
    do_steps(case, actor, Stage.DECISION)
    return case


def grant(case, actor, amount, programme=None, outcome=Outcome.ACCEPTED, **details):
    terms = DecisionDetails(
        amount=None if amount is None else Decimal(amount),
        programme_id=programme.pk if programme else None,
        **details,
    )
    return services.decide(
        case.pk, actor=actor, outcome=outcome, reason="سبب", early_reason="عاجل", details=terms
    )


def standing(programme):
    return standings([Programme.objects.get(pk=programme.pk)])[0]


def test_what_is_granted_is_committed_and_what_is_handed_over_is_spent(everyone, programme):
    aid = programme()
    case = grant(ready(everyone), everyone, 600, aid)
    now = standing(aid)
    assert (now.committed, now.spent, now.left) == (600, 0, 400)
    for order, (amount, state) in enumerate(
        [(250, DeliveryState.DELIVERED), (350, DeliveryState.PLANNED), (9, DeliveryState.RETURNED)]
    ):
        Delivery.objects.create(
            case=case, order=order, what="دفعة", amount=amount, state=state,
            method=DeliveryMethod.CASH, delivered_at=clock.now(),
        )  # fmt: skip
    now = standing(aid)
    assert (now.committed, now.spent, now.left, now.used_percent) == (350, 250, 400, 60)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.DELIVERED)
    assert (standing(aid).committed, standing(aid).left) == (0, 750)


def test_a_withdrawn_case_gives_its_money_back(everyone, programme):
    aid = programme()
    case = grant(ready(everyone), everyone, 600, aid)
    services.withdraw(case.pk, actor=everyone)
    assert standing(aid).left == 1000


def test_no_more_is_granted_than_is_left(everyone, programme):
    aid = programme()
    grant(ready(everyone), everyone, 600, aid)
    case = ready(everyone)
    with pytest.raises(OverBudget) as refused:
        grant(case, everyone, 401, aid)
    assert (refused.value.details["left"], Case.objects.get(pk=case.pk).programme) == ("400", None)
    with pytest.raises(OverridesNotYours):
        grant(case, everyone, 401, aid, over_budget_reason="حالة إنسانية")
    assert grant(case, everyone, 400, aid).amount_granted == 400


def test_who_manages_budgets_may_go_beyond_one_with_a_reason(everyone, programme, make_person):
    aid, actor = programme(), make_person(Role.COMMITTEE_MEMBER, Role.EXECUTIVE)
    grant(ready(everyone), actor, 1500, aid, over_budget_reason="وافق المجلس")
    assert standing(aid).left == -500


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"is_open": False}, ProgrammeClosed),
        ({"ends_on": timedelta(days=-1)}, ProgrammeNotRunning),
        ({"starts_on": timedelta(days=1)}, ProgrammeNotRunning),
    ],
)
def test_nothing_is_granted_from_what_is_closed_or_over(values, refused, everyone, programme):
    aid = programme()
    today = clock.today()
    values = {k: today + v if isinstance(v, timedelta) else v for k, v in values.items()}
    Programme.objects.filter(pk=aid.pk).update(**values)
    with pytest.raises(refused):
        grant(ready(everyone), everyone, 1, aid)


@pytest.mark.parametrize(
    ("outcome", "amount", "named", "refused"),
    [
        (Outcome.ACCEPTED, 10, False, ProgrammeMissing),
        (Outcome.ACCEPTED, None, True, AmountMissing),
        (Outcome.REJECTED, 10, True, NothingGranted),
        (Outcome.PARTLY_ACCEPTED, 500, True, NotInPart),
    ],
)
def test_amount_and_programme_fit_the_outcome(
    outcome, amount, named, refused, everyone, programme
):
    aid = programme()
    case = ready(everyone)
    Case.objects.filter(pk=case.pk).update(amount_asked=500)
    with pytest.raises(refused):
        grant(case, everyone, amount, aid if named else None, outcome)


def test_without_any_programme_an_amount_is_granted_from_none(everyone):
    case = grant(ready(everyone), everyone, 300)
    assert (case.amount_granted, case.programme, case.decided_by) == (300, None, everyone)


def test_only_who_calls_sessions_applies_what_a_session_decided(everyone, make_person):
    case = ready(everyone)
    with pytest.raises(NotYourPart):
        grant(case, make_person(Role.COMMITTEE_MEMBER), None, session=4)
    officer, chair = make_person(Role.RELATIONS_OFFICER), make_person(Role.COMMITTEE_MEMBER)
    decided = grant(case, officer, None, session=4, decided_by=chair)
    assert (decided.decided_by, decided.events.get(name="decide").details["session"]) == (chair, 4)


def test_reasons_of_a_decision_stay_as_they_were(everyone):
    reason = {"key": "x", "ar": "خارج النطاق", "en": "Outside"}
    case = services.decide(
        ready(everyone).pk,
        actor=everyone,
        outcome=Outcome.REJECTED,
        early_reason="عاجل",
        details=DecisionDetails(reasons=[reason]),
    )
    assert (Case.objects.get(pk=case.pk).decision_reasons, case.decision_reason) == ([reason], "")


# --- programmes ---


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EXECUTIVE])
def test_who_may_not_touch_a_budget(role, programme, make_person):
    aid, actor = programme(), make_person(role)
    with pytest.raises(BudgetsNotYours):
        create_programme(data(name="آخر"), actor=actor, operation_id=uuid.uuid4())
    with pytest.raises(BudgetsNotYours):
        change_programme(aid.pk, data(), actor=actor, revision=1)
    with pytest.raises(BudgetsNotYours):
        open_or_close(aid.pk, actor=actor, is_open=False)


def test_what_a_programme_must_say(programme, executive):
    aid = programme()
    with pytest.raises(NameTaken):
        programme()
    with pytest.raises(PeriodUpsideDown):
        programme(name="آخر", ends_on=clock.today() - timedelta(days=11))
    change_programme(aid.pk, data(budget=Decimal(7)), actor=executive, revision=1)
    with pytest.raises(ProgrammeChanged):
        change_programme(aid.pk, data(), actor=executive, revision=1)


@pytest.mark.parametrize("number", [1, 30])
def test_standings_of_all_programmes_are_one_query(number, programme):
    made = [programme(name=f"برنامج {each}") for each in range(number)]
    with CaptureQueriesContext(connection) as seen:
        assert len(standings(made)) == number
    assert len(seen) == 1


@pytest.fixture
def committed(policy: FixedProvider, own_association: Association) -> Association:
    """With rules in force."""
    return own_association


def test_two_decisions_at_once_cannot_overspend(committed):
    actor = User.objects.create_user("m@race.example", password="x" * 12, display_name="راشد")
    for role in Role:
        actor.role_grants.create(role=role)
    aid = create_programme(data(), actor=actor, operation_id=uuid.uuid4())
    waiting = [ready(actor) for _ in range(4)]

    results = together(
        committed, 4, lambda: int(grant(waiting.pop(), actor, 400, aid).amount_granted)
    )

    assert sorted(map(str, results)) == ["400", "400", "over_budget", "over_budget"]
    assert standing(aid).left == 200
