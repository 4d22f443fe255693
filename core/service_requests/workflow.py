from core.cases.enums import CaseStatus as S
from core.cases.workflow import Transition, Workflow

WORKFLOW = Workflow(
    initial=S.RECEIVED,
    transitions=(
        Transition(
            "mark_missing", (S.RECEIVED, S.COMPLETE, S.UNDER_STUDY), S.WAITING_FOR_BENEFICIARY
        ),
        Transition("resume_reception", (S.WAITING_FOR_BENEFICIARY,), S.RECEIVED),
        Transition("resume_complete", (S.WAITING_FOR_BENEFICIARY,), S.COMPLETE),
        Transition("resume_study", (S.WAITING_FOR_BENEFICIARY,), S.UNDER_STUDY),
        Transition("mark_complete", (S.RECEIVED,), S.COMPLETE),
        Transition("refer_to_research", (S.COMPLETE,), S.UNDER_STUDY),
        Transition("return_from_research", (S.UNDER_STUDY,), S.COMPLETE),
        Transition("send_to_decision_body", (S.COMPLETE, S.UNDER_STUDY), S.BEFORE_COMMITTEE),
        Transition("accept", (S.BEFORE_COMMITTEE,), S.ACCEPTED),
        Transition("partly_accept", (S.BEFORE_COMMITTEE,), S.PARTLY_ACCEPTED),
        Transition("reject", (S.BEFORE_COMMITTEE,), S.REJECTED),
        Transition("start_delivery", (S.ACCEPTED, S.PARTLY_ACCEPTED), S.DELIVERING),
        Transition("deliver", (S.DELIVERING,), S.DELIVERED),
        Transition("resume_delivery", (S.DELIVERED,), S.DELIVERING),
        Transition("end_service", (S.ACCEPTED, S.PARTLY_ACCEPTED, S.DELIVERING), S.CLOSED),
        Transition("close", (S.REJECTED, S.DELIVERED), S.CLOSED),
        Transition(
            "withdraw",
            (
                S.RECEIVED,
                S.WAITING_FOR_BENEFICIARY,
                S.COMPLETE,
                S.UNDER_STUDY,
                S.BEFORE_COMMITTEE,
                S.ACCEPTED,
                S.PARTLY_ACCEPTED,
            ),
            S.WITHDRAWN,
        ),
    ),
)
STATUSES = tuple(status for status in S if status in WORKFLOW.states())
"""Of requests, in the order in which a list names them."""
