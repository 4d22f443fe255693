"""The dates that an association sets for its complaints by itself, beside what its policy promises."""

from typing import Final

from core.complaints.enums import RightsClass
from core.complaints.models import Complaint
from core.complaints.settings import SETTINGS
from core.deadlines.engine.terms import Amount, Term, Unit
from core.deadlines.models import Clock
from core.deadlines.statutory import SELF_SET
from core.rules import Clause, DeadlineRule, GoverningRules, Milestone, StartEvent

REPLY: Final = f"{SELF_SET}complaint_reply"
SENSITIVE_REPLY: Final = f"{SELF_SET}sensitive_reply"
SETTLEMENT: Final = f"{SELF_SET}settlement"
INVESTIGATION: Final = f"{SELF_SET}investigation"
WORDS: Final = {
    REPLY: "مهلة حددتها الجمعية للرد على الشكوى، إذ لم تحدد السياسة مهلة: %d من أيام العمل.",
    SENSITIVE_REPLY: "مهلة حددتها الجمعية للرد على الشكوى الحساسة: %d من أيام العمل.",
    SETTLEMENT: "مهلة حددتها الجمعية للتسوية الودية: %d من أيام العمل.",
    INVESTIGATION: "مهلة حددتها الجمعية لإنجاز التحقيق: %d من أيام العمل.",
}


def reply_rules(complaint: Complaint, governing: GoverningRules) -> list[DeadlineRule]:
    """A sensitive one is answered faster; an ordinary one has a date even where the policy names none."""
    settings = SETTINGS.read()
    rules = []
    promised = any(each.milestone == Milestone.COMPLAINT_REPLY for each in governing.deadlines)
    if complaint.rights_class == RightsClass.SENSITIVE:
        rules.append(
            _rule(SENSITIVE_REPLY, Milestone.COMPLAINT_REPLY, settings.sensitive_reply_days)
        )
    elif not promised:
        rules.append(_rule(REPLY, Milestone.COMPLAINT_REPLY, settings.reply_days))
    return rules


def settlement_rule(complaint: Complaint) -> DeadlineRule:
    key = _next_key(complaint, SETTLEMENT)
    return _rule(key, Milestone.SETTLEMENT, SETTINGS.read().settlement_days)


def investigation_rule(complaint: Complaint) -> DeadlineRule:
    key = _next_key(complaint, INVESTIGATION)
    return _rule(key, Milestone.INVESTIGATION, SETTINGS.read().investigation_days)


def _rule(key: str, milestone: Milestone, days: int) -> DeadlineRule:
    """The milestones of this module start by themselves, not with an event of the policy."""
    words = WORDS[key.partition("#")[0]] % days
    term = Term(maximum=Amount(days, Unit.WORKING_DAY))
    return DeadlineRule(key, milestone, StartEvent.SUBMISSION, term, Clause("", words))


def _next_key(complaint: Complaint, key: str) -> str:
    """A complaint that was opened again has a second time for it."""
    earlier = Clock.objects.filter(case_id=complaint.case_id, rule_key__startswith=key).count()
    return key if not earlier else f"{key}#{earlier + 1}"
