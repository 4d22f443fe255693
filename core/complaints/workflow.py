"""The life of a complaint, as a table."""

from core.cases.enums import CaseStatus as S
from core.cases.workflow import Transition, Workflow

UNDER_WAY = (S.ACKNOWLEDGED, S.SETTLING, S.INVESTIGATING)
FOUND = (S.UPHELD, S.PARTLY_UPHELD, S.NOT_UPHELD)

WORKFLOW = Workflow(
    initial=S.RECEIVED,
    transitions=(
        Transition("acknowledge", (S.RECEIVED,), S.ACKNOWLEDGED),
        Transition("turn_away", (S.RECEIVED, S.ACKNOWLEDGED), S.CLOSED),
        Transition("ask", UNDER_WAY, S.WAITING_FOR_BENEFICIARY),
        Transition("resume_acknowledged", (S.WAITING_FOR_BENEFICIARY,), S.ACKNOWLEDGED),
        Transition("resume_settling", (S.WAITING_FOR_BENEFICIARY,), S.SETTLING),
        Transition("resume_investigating", (S.WAITING_FOR_BENEFICIARY,), S.INVESTIGATING),
        Transition("start_settlement", (S.ACKNOWLEDGED,), S.SETTLING),
        Transition("settle", (S.SETTLING,), S.SETTLED),
        Transition("open_investigation", (S.ACKNOWLEDGED, S.SETTLING), S.INVESTIGATING),
        Transition("uphold", (S.INVESTIGATING,), S.UPHELD),
        Transition("partly_uphold", (S.INVESTIGATING,), S.PARTLY_UPHELD),
        Transition("not_uphold", (S.INVESTIGATING,), S.NOT_UPHELD),
        Transition("open_compensation", (S.UPHELD, S.PARTLY_UPHELD), S.COMPENSATING),
        Transition("resolve", (*FOUND, S.COMPENSATING), S.RESOLVED),
        Transition("close", (S.SETTLED, S.RESOLVED), S.CLOSED),
        Transition("reopen", (S.SETTLED, S.RESOLVED, S.CLOSED), S.ACKNOWLEDGED),
        Transition(
            "withdraw",
            (S.RECEIVED, S.WAITING_FOR_BENEFICIARY, *UNDER_WAY),
            S.WITHDRAWN,
        ),
    ),
)
RESUMING = {
    S.ACKNOWLEDGED: "resume_acknowledged",
    S.SETTLING: "resume_settling",
    S.INVESTIGATING: "resume_investigating",
}
