"""Two people at the same moment, on real connections: exactly one wins."""

import uuid

import pytest
from django.db import transaction

from core.cases.enums import CaseStatus as S
from core.cases.models import Case, CaseEvent
from core.escalation.sweep import sweep_deadlines
from core.request_types.enums import Priority
from core.rules import Stage
from core.service_requests import services
from core.service_requests.enums import Outcome
from core.service_requests.staleness import check_unchanged, token_of
from foundation import clock
from foundation.models import AuditEntry
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.provider import FixedProvider
from tests.core.requests import IDENTITY, TRANSFERRED, bring_to, do_steps, person, receive
from tests.racing import together


@pytest.fixture
def committed(policy: FixedProvider, own_association: Association) -> Association:
    """With rules in force."""
    return own_association


@pytest.fixture
def staff(committed: Association) -> User:
    user = User.objects.create_user("r@race.example", password="x" * 12, display_name="راشد")
    for role in (Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_MEMBER):
        user.role_grants.create(role=role)
    return user


def test_of_two_deciders_exactly_one_wins(committed, staff):
    case = bring_to(S.BEFORE_COMMITTEE, staff)
    do_steps(case, staff, Stage.DECISION)

    results = together(
        committed,
        4,
        lambda: (
            services.decide(
                case.pk, actor=staff, outcome=Outcome.ACCEPTED, early_reason="عاجل"
            ).status
        ),
    )

    assert sorted(map(str, results)) == ["accepted", "wrong_state", "wrong_state", "wrong_state"]
    assert CaseEvent.objects.filter(case=case, name="decide").count() == 1
    assert AuditEntry.objects.filter(action="case.decide").count() == 1


def test_double_click_makes_one_case_with_one_code(committed):
    operation = uuid.uuid4()

    codes = together(
        committed,
        4,
        lambda: (
            receive(
                operation_id=operation, beneficiary_data=person(identity_number=IDENTITY)
            ).tracking_code
        ),
    )

    assert len(set(codes)) == 1
    assert len(codes) == 4
    assert Case.objects.count() == 1


def test_requests_received_at_once_get_numbers_without_gaps(committed):
    together(committed, 6, lambda: receive(beneficiary_data=person(identity_number=IDENTITY)))

    numbers = sorted(Case.objects.values_list("reference", flat=True))
    assert [int(number.rsplit("-", 1)[1]) for number in numbers] == [1, 2, 3, 4, 5, 6]
    assert len(set(Case.objects.values_list("beneficiary", flat=True))) == 1


def test_second_sweeper_does_nothing_twice(committed, staff, at):
    at(2026, 3, 15, 10)
    receive(staff)
    now = at(2026, 4, 15, 10)

    counts = together(committed, 3, lambda: sweep_deadlines(clock.now()))

    assert (sorted(counts), now) == ([0, 0, 1], clock.now())
    assert CaseEvent.objects.filter(name="deadline_missed").count() == 1


def test_of_two_appeals_at_once_one_is_made(committed, staff):
    first = bring_to(S.REJECTED, staff)

    results = together(
        committed, 2, lambda: services.appeal(first.pk, actor=None, grounds="لم يُنظر في العقد")
    )

    assert results.count("already_appealed") == 1
    assert first.appeals.count() == 1


def test_an_instalment_handed_over_twice_at_once_counts_once(committed, staff):
    case = bring_to(S.ACCEPTED, staff)
    [only] = services.plan_deliveries(
        case.pk, actor=staff, instalments=[services.Instalment("قسط")]
    )

    results = together(
        committed,
        2,
        lambda: services.hand_over(case.pk, actor=staff, delivery_id=only.pk, proof=TRANSFERRED),
    )

    assert results.count("step_already_there") == 1
    assert case.events.filter(name="delivery_made").count() == 1


def test_of_two_saves_from_the_same_page_exactly_one_wins(committed, staff):
    case = receive(staff).case
    events = list(case.events.order_by("-happened_at", "-pk"))
    seen = token_of(case, events)
    priorities = [Priority.HIGH, Priority.URGENT]

    def save() -> str:
        with transaction.atomic():
            check_unchanged(case, seen)
            priority = priorities.pop()
            return services.change_priority(case.pk, actor=staff, priority=priority).priority

    results = together(committed, 2, save)

    assert sorted(results) == ["case_changed", "urgent"]
    assert Case.objects.get().priority == "urgent"
