from datetime import timedelta

import pytest

from core.rules import NoPolicyInForce
from policies import services
from policies.models import PolicyVersion
from policies.provider import PolicyProvider, PolicyTampered
from tenants.schemas import entered
from tests.policies.conftest import answer_all


@pytest.fixture
def provider():
    return PolicyProvider()


def approved_again(version, officer, secretary):
    draft = services.draft_from_version(version.pk, actor=officer)
    answer_all(draft, officer)
    services.send_to_board(draft.pk, actor=officer)
    return services.record_approval(
        draft.pk, actor=secretary, body="المجلس", session_number=4, gregorian_date="9/2/2025"
    )


def test_nothing_is_in_force_before_the_board_has_met(before_the_board, provider):
    with pytest.raises(NoPolicyInForce):
        provider.in_force(before_the_board.created_at)


def test_the_rules_in_force_are_those_of_the_moment(in_force, officer, secretary, provider, at):
    at(2030, 1, 1)
    later = approved_again(in_force, officer, secretary)

    before = provider.in_force(later.in_force_from - timedelta(seconds=1))
    after = provider.in_force(later.in_force_from)

    assert (before.version_id, before.version_label) == (in_force.pk, "1")
    assert (after.version_id, after.version_label) == (later.pk, "2")
    assert before.digest == in_force.digest == in_force.load_content().digest()


def test_a_case_keeps_the_rules_it_arrived_under(in_force, officer, secretary, provider):
    approved_again(in_force, officer, secretary)

    assert provider.pinned(in_force.pk).version_id == in_force.pk


def test_a_draft_pins_nothing(draft, provider):
    with pytest.raises(PolicyVersion.DoesNotExist):
        provider.pinned(draft.pk)


def test_another_association_finds_nothing_that_was_remembered(
    in_force, other_association, provider
):
    provider.pinned(in_force.pk)

    with entered(other_association):
        with pytest.raises(PolicyVersion.DoesNotExist):
            provider.pinned(in_force.pk)
        with pytest.raises(NoPolicyInForce):
            provider.in_force(in_force.in_force_from)


def test_a_version_that_was_changed_behind_our_back_governs_nothing(in_force, provider):
    content = {**in_force.content, "decision_body": "شخص آخر"}
    PolicyVersion.objects.filter(pk=in_force.pk).update(content=content)

    with pytest.raises(PolicyTampered):
        provider.in_force(in_force.in_force_from)


def test_rules_are_compiled_once(in_force, provider, django_assert_num_queries):
    provider.in_force(in_force.in_force_from)

    with django_assert_num_queries(1):
        provider.in_force(in_force.in_force_from)
