from core.deadlines.models import Clock
from core.rules import Milestone, StartEvent
from tests.core.provider import RULES, days, deadline
from tests.core.requests import receive


def test_requests_owe_no_reply_to_a_complaint(officer, policy):
    of_complaints = deadline(
        "complaint", Milestone.COMPLAINT_REPLY, StartEvent.SUBMISSION, days(1)
    )
    policy.change(deadlines=(*RULES.deadlines, of_complaints))

    case = receive(officer).case

    started = Clock.objects.filter(case=case).values_list("rule_key", flat=True)
    assert set(started) == {"ack", "reply"}
