import pytest

from core import rules as governing
from foundation import clock
from policies import services
from policies.enums import VersionState
from policies.models import ApprovalRecord, PolicyVersion
from policies.workflow import WrongVersionState
from tests.policies.versions import bring_into_force


def test_only_an_approved_version_comes_into_force(officer, secretary, see):
    nothing = see("/policy/")
    version = bring_into_force(officer, secretary, title="سياسة أولى")
    draft = services.draft_from_version(version.pk, actor=officer)

    with pytest.raises(WrongVersionState):
        services.bring_into_force(draft.pk, actor=secretary)

    assert "سياسة أولى" not in nothing
    assert "سياسة أولى" in see("/policy/")
    assert ApprovalRecord.objects.get().version_id == version.pk


def test_it_supersedes_the_one_before(bring, see):
    first = bring(title="سياسة أولى")
    second = bring(title="سياسة ثانية")

    states = dict(PolicyVersion.objects.values_list("pk", "state"))
    assert (states[first.pk], states[second.pk]) == (
        VersionState.SUPERSEDED,
        VersionState.IN_FORCE,
    )
    assert governing.in_force(clock.now()).version_id == second.pk
    assert "سياسة ثانية" in see("/policy/")
