"""Two at the same moment, on real connections: what a session decided is applied once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case, CaseEvent
from core.committees import services
from core.committees.enums import ItemState, SessionState, Vote
from core.committees.models import AgendaItem, AgendaVote, CommitteeSession
from core.rules import Stage
from core.service_requests import services as requests
from core.service_requests.enums import Outcome
from foundation import clock
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.provider import FixedProvider
from tests.core.requests import bring_to, do_steps
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


@pytest.fixture
def decided(staff: User) -> CommitteeSession:
    """An open session whose two items were decided."""
    cases = [bring_to(CaseStatus.BEFORE_COMMITTEE, staff) for _ in range(2)]
    for case in cases:
        do_steps(case, staff, Stage.DECISION)
    session = services.call_session(
        actor=staff,
        operation_id=uuid4(),
        planned_for=clock.now() + timedelta(hours=1),
        chair_id=staff.pk,
        case_ids=[case.pk for case in cases],
    )
    services.set_attendance(session.pk, actor=staff, revision=None, present=[staff.pk])
    services.open_session(session.pk, actor=staff, revision=None)
    services.record_decisions(
        session.pk,
        actor=staff,
        chosen=[services.Chosen(item.pk) for item in session.items.order_by("order")],
        proposal=services.Proposal(Outcome.ACCEPTED, early_reason="عاجل"),
        hands={staff.pk: Vote.FOR},
    )
    return session


def test_a_double_click_closes_once(committed, staff, decided):
    results = together(committed, 3, lambda: services.close_session(decided.pk, actor=staff).state)

    assert results == [SessionState.CLOSED] * 3
    assert CaseEvent.objects.filter(name=EventName.DECIDE).count() == 2


def test_a_case_withdrawn_at_the_close_blocks_it_or_comes_too_late(committed, staff, decided):
    last = AgendaItem.objects.filter(session=decided).order_by("order").last()
    turns = ["close", "withdraw"]

    def work():
        if turns.pop() == "close":
            return services.close_session(decided.pk, actor=staff).state
        return requests.withdraw(last.case_id, actor=staff).status

    results = together(committed, 2, work)

    statuses = set(Case.objects.values_list("status", flat=True))
    if "cases_changed" in results:
        assert statuses == {CaseStatus.BEFORE_COMMITTEE, CaseStatus.WITHDRAWN}
    else:
        assert statuses == {CaseStatus.ACCEPTED, CaseStatus.WITHDRAWN}
    assert CaseStatus.WITHDRAWN in results


def test_a_failure_at_the_last_case_leaves_nothing_applied(committed, staff, decided, monkeypatch):
    """As if the process had been killed between the first case and the second."""
    from core.committees.services import closing  # noqa: PLC0415

    decide, done = closing.decide, []

    def killed(*args, **values):
        if done:
            raise SystemExit
        done.append(decide(*args, **values))

    monkeypatch.setattr(closing, "decide", killed)
    with pytest.raises(SystemExit):
        services.close_session(decided.pk, actor=staff)
    monkeypatch.undo()

    assert len(done) == 1
    assert set(Case.objects.values_list("status", flat=True)) == {CaseStatus.BEFORE_COMMITTEE}
    assert CaseEvent.objects.filter(name=EventName.DECIDE).count() == 0
    assert services.close_session(decided.pk, actor=staff).state == SessionState.CLOSED
    assert set(Case.objects.values_list("status", flat=True)) == {CaseStatus.ACCEPTED}


def test_two_secretaries_decide_an_item_once(committed, staff, decided):
    item = AgendaItem.objects.filter(session=decided).order_by("order").first()
    services.reopen_item(decided.pk, actor=staff, chosen=services.Chosen(item.pk))
    revision = AgendaItem.objects.get(pk=item.pk).revision

    def decide():
        made = services.record_decisions(
            decided.pk,
            actor=staff,
            chosen=[services.Chosen(item.pk, revision)],
            proposal=services.Proposal(Outcome.REJECTED, reason_text="سبب", early_reason="عاجل"),
            hands={staff.pk: Vote.FOR},
        )
        return made[0].outcome

    assert sorted(map(str, together(committed, 2, decide))) == ["item_not_waiting", "rejected"]
    assert AgendaVote.objects.filter(item=item).count() == 1
    assert AgendaItem.objects.get(pk=item.pk).state == ItemState.DECIDED
