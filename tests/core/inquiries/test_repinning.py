"""An open inquiry moves to a new version of the policy: its dates change, and nothing of requests comes."""

from core.cases.enums import EventName
from core.cases.repinning import repin
from core.deadlines.queries import clocks_of
from core.rules import Milestone, Stage, StartEvent
from tests.core.provider import days, deadline, step


def test_only_its_own_promises_move_with_it(ask, policy, at):
    at(2026, 3, 1, 9)
    case = ask().case
    before = clocks_of(case.pk).get(milestone=Milestone.FIRST_REPLY).due_date
    rules = policy.change(
        version_label="2",
        steps=(step(1, Stage.COMPLETION),),
        required_documents=("صورة الهوية",),
        deadlines=(
            deadline("reply", Milestone.FIRST_REPLY, StartEvent.SUBMISSION, days(2)),
            deadline("decision", Milestone.REQUEST_DECISION, StartEvent.SUBMISSION, days(9)),
            deadline("complaint", Milestone.COMPLAINT_REPLY, StartEvent.SUBMISSION, days(9)),
        ),
    )
    assert repin(case.pk, rules)
    case.refresh_from_db()
    assert case.policy_label == "2"
    assert case.checklist.count() == 0
    assert case.missing_items.count() == 0
    owed = {clock.milestone for clock in clocks_of(case.pk) if clock.met_at is None}
    assert owed == {Milestone.FIRST_REPLY}
    assert clocks_of(case.pk).get(milestone=Milestone.FIRST_REPLY).due_date < before
    assert case.events.filter(name=EventName.REPINNED).count() == 1
