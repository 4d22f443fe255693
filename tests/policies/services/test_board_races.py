"""The board, its members and a job at the same moment, on real connections."""

import uuid

import pytest
from django.db import DataError

from core import rules as governing
from core.cases.models import Case, CaseEvent
from core.cases.repinning import repin
from core.rules import Milestone, StartEvent
from foundation.models import AuditEntry
from policies import services
from policies.board.tokens import ballot_token
from policies.models import ApprovalRecord, BoardBallot, PolicyVersion
from policies.services.ballots import Member
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.provider import FixedProvider, days, deadline
from tests.core.requests import bring_to
from tests.policies.conftest import answer_all, let_pass
from tests.policies.contents import TEXT
from tests.racing import together

SESSION = {"body": "مجلس الإدارة", "session_number": 3, "gregorian_date": "9/2/2025"}


def person(role, name):
    user = User.objects.create_user(f"{uuid.uuid4().hex[:8]}@race.example", display_name=name)
    user.role_grants.create(role=role)
    return user


@pytest.fixture
def officer(own_association):
    return person(Role.POLICY_OFFICER, "نورة")


@pytest.fixture
def secretary(own_association):
    return person(Role.BOARD_SECRETARY, "ماجد")


@pytest.fixture
def version(officer, secretary):
    draft = services.paste_text(TEXT, actor=officer)
    answer_all(draft, officer)
    sent = services.send_to_board(draft.pk, actor=officer)
    let_pass(sent, secretary)
    return sent


@pytest.fixture
def tokens(version, secretary):
    members = [Member(f"عضو {n}", f"m{n}@board.example") for n in range(3)]
    opened = services.open_vote(version.pk, actor=secretary, members=members)
    return [ballot_token(ballot.pk) for ballot in opened]


def each_of(association, turns):
    """All of them at the same moment."""

    def work():
        turn = turns.pop()
        return turn()

    return together(association, len(turns), work)


def test_of_secretaries_who_approve_at_once_one_records_it(own_association, version, secretary):
    results = together(
        own_association,
        3,
        lambda: services.record_approval(version.pk, actor=secretary, **SESSION).state,
    )

    assert sorted(map(str, results)) == ["in_force", "wrong_version_state", "wrong_version_state"]
    assert ApprovalRecord.objects.count() == 1
    assert AuditEntry.objects.filter(action="policy.came_into_force").count() == 1


def test_a_vote_while_it_is_closed_counts_or_is_refused(
    own_association, version, secretary, tokens
):
    for token in tokens[:2]:
        services.cast_vote(token, vote="for")
    turns = [
        lambda: services.cast_vote(tokens[2], vote="for").vote,
        lambda: services.close_vote(version.pk, actor=secretary, body="المجلس").state,
    ]

    results = each_of(own_association, turns)

    cast = BoardBallot.objects.exclude(vote="").count()
    assert sorted(map(str, results)) in (["for", "in_force"], ["in_force", "vote_closed"])
    assert ApprovalRecord.objects.get().votes_for == cast == (3 if "for" in results else 2)


def test_a_vote_while_the_text_is_taken_back_counts_for_nothing(
    own_association, version, officer, tokens
):
    turns = [
        lambda: services.cast_vote(tokens[0], vote="for").vote,
        lambda: services.withdraw_from_board(version.pk, actor=officer).state,
    ]

    results = each_of(own_association, turns)

    assert sorted(map(str, results)) in (
        ["draft", "for"],
        ["ballot_for_other_wording", "draft"],
    )
    assert not BoardBallot.objects.exclude(digest="").exists()
    assert PolicyVersion.objects.get(pk=version.pk).state == "draft"


def test_two_jobs_that_move_the_same_cases_move_each_once(own_association):
    before = list(governing._providers)
    provider = FixedProvider()
    governing.register(provider)
    try:
        staff = person(Role.RELATIONS_OFFICER, "سارة")
        cases = [bring_to("complete", staff) for _ in range(3)]
        after = provider.change(
            version_label="2",
            deadlines=(
                deadline("decision", Milestone.REQUEST_DECISION, StartEvent.COMPLETION, days(5)),
            ),
        )

        results = together(
            own_association, 3, lambda: sum(repin(case.pk, after) for case in cases)
        )

        assert sum(results) == 3
        assert CaseEvent.objects.filter(name="repinned").count() == 3
        assert Case.objects.filter(policy_version=after.version_id).count() == 3
    finally:
        governing._providers[:] = before


def test_a_job_that_is_killed_in_the_middle_of_a_case_leaves_it_whole(own_association):
    before = list(governing._providers)
    provider = FixedProvider()
    governing.register(provider)
    try:
        staff = person(Role.RELATIONS_OFFICER, "سارة")
        case = bring_to("complete", staff)
        clocks = list(case.clocks.order_by("pk").values_list("rule_key", "due_at"))
        steps = list(case.checklist.order_by("order").values_list("key", "done_by"))
        # The case itself is written last, and this label is too long for it.
        broken = provider.change(version_label="x" * 200)

        with pytest.raises(DataError):
            repin(case.pk, broken)

        case.refresh_from_db()
        assert case.policy_version != broken.version_id
        assert list(case.clocks.order_by("pk").values_list("rule_key", "due_at")) == clocks
        assert list(case.checklist.order_by("order").values_list("key", "done_by")) == steps
        assert not case.events.filter(name="repinned").exists()
    finally:
        governing._providers[:] = before


def test_of_two_versions_that_come_into_force_at_once_one_supersedes_the_other(
    own_association, officer, secretary, version
):
    other = services.paste_text(TEXT.replace("وحدة المتابعة", "مكتب الشكاوى"), actor=officer)
    answer_all(other, officer)
    let_pass(services.send_to_board(other.pk, actor=officer), secretary)
    for each in (version, other):
        services.record_approval(each.pk, actor=secretary, **SESSION, at_once=False)

    results = each_of(
        own_association,
        [
            lambda: services.bring_into_force(version.pk, actor=secretary).state,
            lambda: services.bring_into_force(other.pk, actor=secretary).state,
        ],
    )

    states = PolicyVersion.objects.order_by("state").values_list("state", flat=True)
    assert (results, list(states)) == (["in_force"] * 2, ["in_force", "superseded"])
