from core.cases.enums import CaseStatus as S
from core.cases.workflow import Transition, Workflow

WORKFLOW = Workflow(
    initial=S.RECEIVED,
    transitions=(
        Transition("answer", (S.RECEIVED,), S.ANSWERED),
        Transition("ask_on", (S.ANSWERED,), S.RECEIVED),
        Transition("turn", (S.RECEIVED, S.ANSWERED), S.CLOSED),
        Transition("close", (S.ANSWERED,), S.CLOSED),
        Transition("withdraw", (S.RECEIVED, S.ANSWERED), S.WITHDRAWN),
    ),
)
