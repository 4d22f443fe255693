"""The Arabic words of a promised time: what the policy says when its editor changes a number."""

from core.deadlines.engine.terms import Unit
from core.rules import Milestone, StartEvent
from foundation.arabic import counted
from policies.content import Deadline, Length

START_WORDS = {
    StartEvent.SUBMISSION: "من تاريخ تقديم الطلب",
    StartEvent.COMPLETION: "من تاريخ اكتمال الطلب",
    StartEvent.DECISION: "من تاريخ صدور القرار",
    StartEvent.REPLY: "من تاريخ الرد",
    StartEvent.REFERRAL: "من تاريخ الإحالة",
}

PROMISES = {
    Milestone.ACKNOWLEDGE: "يُشعَر مقدّم الطلب باستلام طلبه",
    Milestone.FIRST_REPLY: "يُرَدّ على مقدّم الطلب ردًّا أوليًّا",
    Milestone.REQUEST_DECISION: "يُبَتّ في الطلب",
    Milestone.NOTIFY: "يُبلَّغ مقدّم الطلب بالقرار",
    Milestone.DELIVER: "تُقدَّم الخدمة المعتمدة",
    Milestone.COMPLAINT_REPLY: "يُرَدّ على الشكوى",
    Milestone.COMPLAINT_APPEAL: "يحق التظلم من الرد على الشكوى",
}

COMPLAINT_START = {
    StartEvent.SUBMISSION: "من تاريخ تقديم الشكوى",
    StartEvent.COMPLETION: "من تاريخ اكتمال الشكوى",
}


def phrase(deadline: Deadline) -> str:
    """«خلال مدة لا تزيد على 15 يوم عمل من تاريخ اكتمال الطلب»."""
    bounds = []
    if deadline.minimum:
        bounds.append(f"لا تقل عن {_length(deadline.minimum)}")
    if deadline.maximum:
        bounds.append(f"لا تزيد على {_length(deadline.maximum)}")
    words = "خلال مدة " + " و".join(bounds)
    start = _start(deadline)
    return f"{words} {start}" if start else words


def sentence(deadline: Deadline) -> str:
    """A clause of its own, for a promise that the text did not make before."""
    promise = PROMISES[deadline.milestone] if deadline.milestone else "يتم ذلك"
    return f"{promise} {phrase(deadline)}."


def _length(length: Length) -> str:
    return counted(length.value, Unit(length.unit).value, oblique=True, language="ar")


def _start(deadline: Deadline) -> str | None:
    if deadline.start is None:
        return None
    if deadline.milestone == Milestone.COMPLAINT_REPLY and deadline.start in COMPLAINT_START:
        return COMPLAINT_START[deadline.start]
    return START_WORDS[deadline.start]
