"""What the pages of a complaint say to whoever complained: short, and without the words of the desk."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.cases.enums import CaseStatus as S
from core.cases.enums import EventName as E
from core.complaints.enums import Confidentiality
from core.rules import Milestone, StartEvent

Words = str | Promise

WHO_KNOWS: Final[dict[Confidentiality, Words]] = {
    Confidentiality.NAMED: _(
        "Whoever handles the complaint sees your name and your numbers, and can reach you."
    ),
    Confidentiality.CONFIDENTIAL: _(
        "Your name is locked away. It is opened only if two people agree that it must be, and you can"
        " read here that they did."
    ),
    Confidentiality.ANONYMOUS: _(
        "We do not ask who you are and keep no trace of your device. You are answered here, with the"
        " code of the receipt alone."
    ),
}
STATUSES: Final[dict[S, Words]] = {
    S.RECEIVED: _("We have your complaint. Next, somebody who is not concerned assesses it."),
    S.ACKNOWLEDGED: _(
        "Your complaint was taken up. Next, a settlement is sought with you, or it is investigated."
    ),
    S.WAITING_FOR_BENEFICIARY: _("We asked you something. As soon as you answer, it goes on."),
    S.SETTLING: _("A settlement is being sought. It counts only once you have accepted it."),
    S.SETTLED: _("Both sides accepted a settlement. What was agreed stands below."),
    S.INVESTIGATING: _(
        "Your complaint is being investigated. Then it is decided, and you read the reasons here."
    ),
    S.UPHELD: _("You were found to be right. What is done about it you will read here."),
    S.PARTLY_UPHELD: _(
        "You were found to be partly right. What is done about it you will read here."
    ),
    S.NOT_UPHELD: _("The investigation did not confirm your complaint. The reasons stand below."),
    S.COMPENSATING: _(
        "Compensation is being agreed on with you. Nothing is final without your word."
    ),
    S.RESOLVED: _("What was to be done about your complaint has been done."),
    S.CLOSED: _("This complaint has ended."),
    S.WITHDRAWN: _("You withdrew this complaint."),
}
ACCEPTED: Final = _("You accepted the settlement. The association confirms it next.")
TONES: Final = {
    S.WAITING_FOR_BENEFICIARY: "soon",
    S.SETTLED: "ok",
    S.UPHELD: "ok",
    S.PARTLY_UPHELD: "ok",
    S.RESOLVED: "ok",
    S.NOT_UPHELD: "neutral",
    S.CLOSED: "neutral",
    S.WITHDRAWN: "neutral",
}
EVENTS: Final[dict[E, tuple[str, Words]]] = {
    E.COMPLAINT_RECEIVED: ("in", _("Your complaint arrived")),
    E.ACKNOWLEDGED: ("done", _("Your complaint was taken up")),
    E.MARK_MISSING: ("pause", _("We asked you something")),
    E.RESUME: ("refresh", _("You answered; work goes on")),
    E.REPLY: ("chat", _("You wrote to us")),
    E.MAIL_RECEIVED: ("chat", _("You wrote to us")),
    E.MESSAGE_RECEIVED: ("chat", _("You wrote to us")),
    E.MESSAGE_WRITTEN: ("chat", _("We wrote to you")),
    E.SETTLEMENT_STARTED: ("chat", _("A settlement is sought")),
    E.SETTLEMENT_PROPOSED: ("doc", _("A settlement was put to you")),
    E.SETTLEMENT_ANSWERED: ("signature", _("You answered the settlement")),
    E.SETTLED: ("done", _("Settled by both sides")),
    E.INVESTIGATION_OPENED: ("search", _("An investigation began")),
    E.DECIDE: ("gavel", _("Your complaint was decided")),
    E.TURNED_AWAY: ("close", _("Your complaint was not taken up")),
    E.COMPENSATION_OPENED: ("scales", _("Compensation is being agreed on")),
    E.OFFER_MADE: ("scales", _("Compensation was offered or asked for")),
    E.OFFER_ANSWERED: ("signature", _("An offer was answered")),
    E.COMPENSATION_PAID: ("gift", _("The compensation was given")),
    E.RESOLVED: ("done", _("What was to be done has been done")),
    E.CLOSE: ("lock", _("The complaint ended")),
    E.REOPENED: ("refresh", _("The complaint was opened again")),
    E.APPEALED: ("gavel", _("You appealed against the decision")),
    E.APPEAL_DECIDED: ("gavel", _("The appeal was decided")),
    E.TAKEN_OUTSIDE: ("share", _("Taken to the outside authority")),
    E.REVEALED: ("key", _("Two people agreed that your name is opened")),
    E.WITHDRAW: ("close", _("You withdrew the complaint")),
    E.DEADLINE_MOVED: ("calendar", _("A date moved with our calendar")),
    E.DEADLINE_EXTENDED: ("clock", _("The time for an answer was extended, for a reason")),
}
# What stands in the conversation, or beside the decision, is not said twice.
SAID_ELSEWHERE: Final = (
    E.REPLY,
    E.MAIL_RECEIVED,
    E.MESSAGE_RECEIVED,
    E.MESSAGE_WRITTEN,
    E.MARK_MISSING,
    E.DECIDE,
)
PROMISES: Final[dict[Milestone, Words]] = {
    Milestone.ACKNOWLEDGE: _("Word that your complaint is taken up"),
    Milestone.COMPLAINT_REPLY: _("Answer to your complaint"),
    Milestone.COMPLAINT_APPEAL: _("Appeal against the answer"),
    Milestone.SETTLEMENT: _("Amicable settlement"),
    Milestone.INVESTIGATION: _("End of the investigation"),
}
SINCE: Final[dict[Milestone, Words]] = {
    Milestone.SETTLEMENT: _("counted from the day the settlement began"),
    Milestone.INVESTIGATION: _("counted from the day the investigation began"),
}
SINCE_EVENT: Final[dict[StartEvent, Words]] = {
    StartEvent.SUBMISSION: _("counted from the day you complain"),
    StartEvent.COMPLETION: _("counted from the day the complaint is complete"),
    StartEvent.DECISION: _("counted from the day of the decision"),
    StartEvent.REPLY: _("counted from the day of the answer"),
    StartEvent.REFERRAL: _("counted from the day it is referred for study"),
}


def status_words(status: S, *, accepted: bool) -> Words:
    """`accepted`: they have said yes to the settlement that was put on paper last."""
    if status == S.SETTLING and accepted:
        return ACCEPTED
    return STATUSES.get(status, status.label)
