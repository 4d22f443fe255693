"""Which of the things that a policy promises are promised to which kind of case."""

from typing import Final

from core.cases.enums import CaseKind
from core.rules import Milestone

# For how long an answer to a complaint can be appealed is no clock of anybody's work.
_OF_COMPLAINTS: Final = frozenset(
    {
        Milestone.COMPLAINT_REPLY,
        Milestone.COMPLAINT_APPEAL,
        Milestone.SETTLEMENT,
        Milestone.INVESTIGATION,
    }
)
PROMISED: Final = {
    CaseKind.REQUEST: frozenset(Milestone) - _OF_COMPLAINTS,
    CaseKind.COMPLAINT: frozenset({Milestone.ACKNOWLEDGE, Milestone.COMPLAINT_REPLY}),
    CaseKind.INQUIRY: frozenset({Milestone.ACKNOWLEDGE, Milestone.FIRST_REPLY}),
}
