"""What the portal says to beneficiaries: short, and without the words of the desk."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.cases.enums import CaseStatus, EventName
from core.rules import Milestone, StartEvent

Words = str | Promise

STATUSES: Final[dict[CaseStatus, Words]] = {
    CaseStatus.RECEIVED: _("We have your request, and are checking that nothing is missing."),
    CaseStatus.WAITING_FOR_BENEFICIARY: _("We need something from you before we can go on."),
    CaseStatus.COMPLETE: _("Your request is complete, and we are working on it."),
    CaseStatus.UNDER_STUDY: _("Your request is being studied."),
    CaseStatus.BEFORE_COMMITTEE: _("Your request is with those who decide on it."),
    CaseStatus.ACCEPTED: _("Your request was accepted."),
    CaseStatus.PARTLY_ACCEPTED: _("Your request was accepted in part."),
    CaseStatus.REJECTED: _("Your request was not accepted."),
    CaseStatus.DELIVERING: _("Your request was accepted, and the service is on its way to you."),
    CaseStatus.DELIVERED: _("The service was delivered to you."),
    CaseStatus.CLOSED: _("This request has ended."),
    CaseStatus.WITHDRAWN: _("This request was withdrawn."),
}
TONES: Final = {
    CaseStatus.WAITING_FOR_BENEFICIARY: "soon",
    CaseStatus.ACCEPTED: "ok",
    CaseStatus.PARTLY_ACCEPTED: "ok",
    CaseStatus.DELIVERING: "ok",
    CaseStatus.DELIVERED: "ok",
    CaseStatus.REJECTED: "neutral",
    CaseStatus.CLOSED: "neutral",
    CaseStatus.WITHDRAWN: "neutral",
}
EVENTS: Final[dict[EventName, tuple[str, Words]]] = {
    EventName.RECEIVE: ("in", _("Your request arrived")),
    EventName.MARK_MISSING: ("pause", _("We asked you for something that is missing")),
    EventName.DOCUMENT_ADDED: ("clip", _("A document was added")),
    EventName.REPLY: ("chat", _("You wrote to us")),
    EventName.MAIL_RECEIVED: ("chat", _("You wrote to us")),
    EventName.MESSAGE_RECEIVED: ("chat", _("You wrote to us")),
    EventName.RESUME: ("refresh", _("Nothing is missing any more; work goes on")),
    EventName.MARK_COMPLETE: ("done", _("Your request is complete")),
    EventName.DECIDE: ("gavel", _("Your request was decided")),
    EventName.START_DELIVERY: ("gift", _("The service is on its way")),
    EventName.DELIVER: ("gift", _("The service was delivered")),
    EventName.CLOSE: ("lock", _("The request ended")),
    EventName.WITHDRAW: ("close", _("The request was withdrawn")),
    EventName.WAIT_OUTSIDE: ("pause", _("We wait for an answer from another body")),
    EventName.OUTSIDE_ANSWERED: ("refresh", _("The other body answered; work goes on")),
    EventName.DEADLINE_MOVED: ("calendar", _("A date of your request moved with our calendar")),
    EventName.DEADLINE_EXTENDED: ("clock", _("The time for an answer was extended, for a reason")),
    EventName.REPINNED: ("book", _("Dates of your request changed with the policy")),
}
PROMISES: Final[dict[Milestone, Words]] = {
    Milestone.ACKNOWLEDGE: _("Confirmation that your request arrived"),
    Milestone.FIRST_REPLY: _("First reply to you"),
    Milestone.REQUEST_DECISION: _("Decision on your request"),
    Milestone.NOTIFY: _("Telling you what was decided"),
    Milestone.DELIVER: _("Delivery of the service to you"),
    Milestone.COMPLAINT_REPLY: _("Answer to a complaint"),
    Milestone.COMPLAINT_APPEAL: _("Appeal against the answer to a complaint"),
    Milestone.DATA_SUBJECT_REPLY: _("Answer about your data"),
}
COMPLAINTS: Final = frozenset({Milestone.COMPLAINT_REPLY, Milestone.COMPLAINT_APPEAL})
SINCE: Final[dict[StartEvent, Words]] = {
    StartEvent.SUBMISSION: _("counted from the day you submit it"),
    StartEvent.COMPLETION: _("counted from the day your request is complete"),
    StartEvent.DECISION: _("counted from the day of the decision"),
    StartEvent.REPLY: _("counted from the day you reply"),
    StartEvent.REFERRAL: _("counted from the day it is referred for study"),
}
EVENT_OF_COMPLAINT: Final[dict[StartEvent, Words]] = {
    **SINCE,
    StartEvent.SUBMISSION: _("counted from the day you complain"),
    StartEvent.COMPLETION: _("counted from the day the complaint is complete"),
    StartEvent.REPLY: _("counted from the day of the answer"),
}
WITHIN = _("within %(time)s")
NOT_BEFORE = _("not before %(time)s have passed")
BETWEEN = _("between %(minimum)s and %(maximum)s")
