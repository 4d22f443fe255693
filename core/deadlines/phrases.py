"""Words for what the engine tells: why a day counts, and what a clock waits for."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.deadlines.engine.reasons import ReasonKind
from core.rules import Milestone, StartEvent

REASONS = {
    ReasonKind.EVENT_DAY: _("Day of the event; counting starts the day after"),
    ReasonKind.WEEKEND: _("Weekend"),
    ReasonKind.HOLIDAY: _("Official holiday"),
    ReasonKind.CLOSURE: _("The association is closed"),
    ReasonKind.NO_HOURS: _("No working hours"),
    ReasonKind.ADDED_DAY: _("Added working day"),
    ReasonKind.SPECIAL_HOURS: _("Special working hours"),
    ReasonKind.PAUSED: _("Paused"),
    ReasonKind.MOVED_HERE: _("Moved here from a day off"),
    ReasonKind.DUE: _("Last day that is on time"),
    ReasonKind.EARLIEST: _("First day on which it may happen"),
}

MILESTONES = {
    Milestone.ACKNOWLEDGE: _("Acknowledge receipt"),
    Milestone.FIRST_REPLY: _("First reply"),
    Milestone.REQUEST_DECISION: _("Decide on the request"),
    Milestone.NOTIFY: _("Tell the beneficiary of the decision"),
    Milestone.DELIVER: _("Deliver the service"),
    Milestone.COMPLAINT_REPLY: _("Reply to the complaint"),
    Milestone.COMPLAINT_APPEAL: _("Decide on the appeal"),
    Milestone.SETTLEMENT: _("Reach an amicable settlement"),
    Milestone.INVESTIGATION: _("Finish the investigation"),
    Milestone.DATA_SUBJECT_REPLY: _("Answer about the person's data"),
    Milestone.BREACH_NOTICE: _("Notify the authority of the data breach"),
}

STARTS = {
    StartEvent.SUBMISSION: _("starts when the request is submitted"),
    StartEvent.COMPLETION: _("starts when the request is complete"),
    StartEvent.DECISION: _("starts with the decision"),
    StartEvent.REPLY: _("starts when the beneficiary replies"),
    StartEvent.REFERRAL: _("starts with the referral"),
}

STARTS_OF_THEIR_OWN = {
    Milestone.SETTLEMENT: _("starts when the amicable settlement begins"),
    Milestone.INVESTIGATION: _("starts when the investigation is opened"),
    Milestone.DATA_SUBJECT_REPLY: _("starts when the person asks for it"),
    Milestone.BREACH_NOTICE: _("starts when the breach becomes known"),
}


def starts_of(milestone: Milestone, start: StartEvent) -> str | Promise:
    return STARTS_OF_THEIR_OWN.get(milestone, STARTS[start])
