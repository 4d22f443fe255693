"""In force from a day, and what becomes of the cases that are open then."""

from datetime import date

import pytest

from core.cases.models import Case
from core.rules import Milestone, in_force
from core.service_requests import services as requests
from foundation import clock
from policies import services
from policies.board import moving
from policies.board.tasks import move_open_cases
from policies.content import Length
from policies.enums import VersionState
from policies.models import PolicyVersion
from policies.provider import PolicyProvider
from policies.services import force
from policies.sweeps import bring_due_into_force, finish_moves
from policies.workflow import WrongVersionState
from tenants.people.roles import Role
from tenants.schemas import PUBLIC, entered
from tests.core.requests import bring_to, person
from tests.policies.conftest import answer_all, let_pass


def approved(version, secretary, **values):
    let_pass(version, secretary)
    return services.record_approval(
        version.pk,
        actor=secretary,
        **{
            "body": "مجلس الإدارة",
            "session_number": 12,
            "gregorian_date": "9/2/2025",
            "at_once": False,
            **values,
        },
    )


def sweep():
    with entered(PUBLIC):
        bring_due_into_force.func(timestamp=0)


@pytest.fixture
def planned(before_the_board, secretary, at):
    at(2026, 6, 1, 10)
    return approved(before_the_board, secretary, planned_from=date(2026, 6, 16))


def test_it_comes_into_force_when_the_day_begins_in_riyadh(planned, at):
    assert (planned.state, planned.planned_from) == (VersionState.APPROVED, date(2026, 6, 16))
    at(2026, 6, 15, 23, 59)
    sweep()
    assert PolicyVersion.objects.get(pk=planned.pk).state == VersionState.APPROVED

    begins = at(2026, 6, 16, 0, 0)
    sweep()
    sweep()

    version = PolicyVersion.objects.get(pk=planned.pk)
    assert (version.state, version.in_force_from) == (VersionState.IN_FORCE, begins)


def test_the_day_can_be_changed_and_called_off_before_it_comes(planned, secretary, at):
    services.plan_force(planned.pk, actor=secretary, day=date(2026, 7, 1))
    at(2026, 6, 16, 1)
    sweep()
    services.plan_force(planned.pk, actor=secretary, day=None)
    at(2026, 7, 2, 1)
    sweep()
    assert PolicyVersion.objects.get(pk=planned.pk).state == VersionState.APPROVED

    version = services.plan_force(planned.pk, actor=secretary, day=clock.today())

    assert version.state == VersionState.IN_FORCE
    with pytest.raises(WrongVersionState):
        services.plan_force(planned.pk, actor=secretary, day=date(2026, 8, 1))


@pytest.mark.parametrize(
    ("day", "error"),
    [(date(2026, 5, 31), force.DayHasPassed), (date(2040, 1, 1), force.DayTooFar)],
)
def test_a_day_that_cannot_be_is_refused_with_nothing_recorded(
    before_the_board, secretary, at, day, error
):
    at(2026, 6, 1, 10)
    with pytest.raises(error):
        approved(before_the_board, secretary, planned_from=day)

    version = PolicyVersion.objects.get(pk=before_the_board.pk)
    assert version.state == VersionState.AWAITING_BOARD


# --- open cases ------------------------------------------------------------------------------------


@pytest.fixture
def staff(association, make_person):
    return make_person(
        Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_MEMBER, name="سارة"
    )


def new_version(origin, officer, days):
    """The decision within so many days instead of fifteen."""
    draft = services.draft_from_version(origin.pk, actor=officer)
    content = draft.load_content()
    deadlines = tuple(
        row.model_copy(update={"maximum": Length(value=days, unit=row.maximum.unit)})
        if row.milestone == Milestone.REQUEST_DECISION
        else row
        for row in content.deadlines
    )
    draft = services.edit_content(
        draft.pk,
        actor=officer,
        revision=draft.revision,
        content=content.model_copy(update={"deadlines": deadlines}),
    )
    answer_all(draft, officer)
    return services.send_to_board(draft.pk, actor=officer)


@pytest.fixture
def open_ones(in_force, staff, at):
    """Three complete requests of the version in force."""
    at(2026, 6, 1, 10)
    PolicyVersion.objects.filter(pk=in_force.pk).update(in_force_from=clock.now())
    at(2026, 6, 2, 10)
    channel = in_force_channel()
    return [
        bring_to("complete", staff, channel_key=channel, beneficiary_data=person())
        for _ in range(3)
    ]


def in_force_channel():
    return in_force(clock.now()).channels[0].key


def due(case):
    return Case.objects.get(pk=case.pk).due_date


def test_kept_cases_keep_their_version(open_ones, in_force, officer, secretary):
    before = [due(case) for case in open_ones]

    version = approved(new_version(in_force, officer, 5), secretary, at_once=True)

    assert moving.progress_of(version) is None
    assert moving.move_batch(version.pk) is False
    assert [due(case) for case in open_ones] == before
    assert not Case.objects.exclude(policy_version=in_force.pk).exists()


def test_moved_cases_go_in_batches_that_may_stop_anywhere(
    open_ones, in_force, officer, secretary, association
):
    version = new_version(in_force, officer, 5)
    shown = {change.case.id: change.new_date for change in moving.changes_for(version)}
    version = approved(version, secretary, at_once=True, open_cases="move")

    assert moving.move_batch(version.pk, size=2) is True
    halfway = moving.progress_of(version)
    assert (halfway.moved, halfway.left, halfway.percent) == (2, 1, 66)
    with entered(PUBLIC):
        finish_moves.func(timestamp=0)
    move_open_cases.func(association_id=str(association.pk), version_id=str(version.pk))
    move_open_cases.func(association_id=str(association.pk), version_id=str(version.pk))

    assert moving.progress_of(version).left == 0
    assert {case.pk: due(case) for case in open_ones} == shown
    for case in open_ones:
        assert case.events.filter(name="repinned").count() == 1
    assert moving.unfinished() is None


def test_what_arrives_after_the_change_is_no_part_of_the_move(
    open_ones, in_force, officer, secretary, staff, at
):
    version = approved(
        new_version(in_force, officer, 5), secretary, open_cases="move", at_once=True
    )
    at(2026, 6, 3, 10)
    late = requests.receive_request(
        channel_key=in_force_channel(),
        subject="طلب جديد",
        description="",
        beneficiary_data=person(),
        registered_by=staff,
    ).case

    while moving.move_batch(version.pk):
        pass

    assert not late.events.filter(name="repinned").exists()
    assert Case.objects.filter(policy_version=version.pk).count() == 4


def test_the_rules_of_a_moved_case_are_those_of_the_new_version(
    open_ones, in_force, officer, secretary
):
    version = approved(
        new_version(in_force, officer, 5), secretary, open_cases="move", at_once=True
    )
    moving.move_batch(version.pk)

    case = Case.objects.get(pk=open_ones[0].pk)
    assert (case.policy_version, case.rules_digest) == (version.pk, version.digest)
    assert PolicyProvider().pinned(case.policy_version).digest == version.digest
