"""The history of a request in words: what happened, who did it, and the facts that go with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case, CaseEvent
from core.cases.moves import told_of_move
from core.cases.queries import checklist, timeline
from core.deadlines.phrases import MILESTONES
from core.messages.enums import CallResult, MessageChannel, MessageKind
from core.request_types.enums import Priority
from core.rules import Milestone
from core.service_requests.as_written import COMPARED, is_kept_from_files
from core.service_requests.enums import ContactDirection, DeliveryMethod, ExitReason
from foundation import dates
from foundation.arabic import isolate
from tenants.people.models import User

E = EventName
BY_ITSELF = {
    E.MESSAGE_SENT, E.MESSAGE_DELIVERED, E.MESSAGE_FAILED, E.DEADLINE_WARNING, E.DEADLINE_MISSED, E.DEADLINE_MOVED,
    E.REPINNED, E.ESCALATED, E.IMPORTED,
}  # fmt: skip
ICONS = {
    E.RECEIVE: "in",
    E.MARK_MISSING: "pause",
    E.DOCUMENT_ADDED: "clip",
    E.MISSING_SETTLED: "check",
    E.REPLY: "chat",
    E.RESUME: "refresh",
    E.MARK_COMPLETE: "done",
    E.STEP_COMPLETED: "check",
    E.STEP_SET_ASIDE: "close",
    E.STEP_REOPENED: "refresh",
    E.REFER: "referral",
    E.RETURN_FROM_STUDY: "refresh",
    E.SEND_TO_COMMITTEE: "send",
    E.DECIDE: "gavel",
    E.START_DELIVERY: "gift",
    E.DELIVER: "gift",
    E.CLOSE: "lock",
    E.WITHDRAW: "close",
    E.ASSIGN: "user",
    E.NOTE: "edit",
    E.CONTACT: "phone",
    E.MESSAGE_SENT: "mail",
    E.DEADLINE_WARNING: "bell",
    E.DEADLINE_MISSED: "alert",
    E.DEADLINE_MOVED: "calendar",
    E.REPINNED: "book",
    E.RATED: "star",
    E.IMPORTED: "in",
    E.DETAILS_CHANGED: "edit",
    E.PRIORITY_CHANGED: "alert",
    E.PERSON_MERGED: "users",
    E.WAIT_OUTSIDE: "pause",
    E.OUTSIDE_ANSWERED: "refresh",
    E.DEADLINE_EXTENDED: "calendar",
    E.ESCALATED: "bell",
    E.VISIT_PLANNED: "calendar",
    E.VISIT_REPORTED: "referral",
    E.ON_AGENDA: "gavel",
    E.OFF_AGENDA: "gavel",
    E.POSTPONED: "pause",
    E.DELIVERY_PLANNED: "gift",
    E.DELIVERY_MADE: "gift",
    E.DELIVERY_RETURNED: "refresh",
    E.APPEALED: "gavel",
    E.APPEAL_DECIDED: "gavel",
    E.MAIL_RECEIVED: "mail",
    E.MESSAGE_WRITTEN: "chat",
    E.MESSAGE_FAILED: "alert",
    E.MESSAGE_DELIVERED: "check",
    E.MESSAGE_RECEIVED: "chat",
    E.CALL_MADE: "phone",
    E.LETTER_POSTED: "mail",
    E.LETTER_WRITTEN: "mail",
    E.SLIP_PRINTED: "done",
    E.INQUIRY_RECEIVED: "in",
    E.ANSWERED: "check",
    E.TURNED_INTO: "refresh",
    E.SURVEY_SENT: "star",
    E.SURVEY_ANSWERED: "star",
}


def _by_channel(details: dict[str, Any]) -> str:
    """Before there were several ways nothing was said of the way."""
    kind = str(MessageKind(details["kind"]).label)
    if (channel := details.get("channel", MessageChannel.EMAIL)) == MessageChannel.EMAIL:
        return kind
    return f"{kind} · {MessageChannel(channel).label}"


@dataclass(frozen=True, slots=True)
class Entry:
    event: CaseEvent
    icon: str
    who: str
    fact: str


def entries_of(case: Case, reader: Actor) -> list[Entry]:
    """Newest first."""
    events = list(timeline(case))
    if is_kept_from_files(reader):
        events = [event for event in events if COMPARED not in event.details]
    told = _Facts(case, events)
    return [
        Entry(event, ICONS.get(E(event.name), "dot"), _who(event), told.fact(event))
        for event in events
    ]


def _who(event: CaseEvent) -> str:
    if event.actor_label:
        return event.actor_label
    by_itself = event.name in BY_ITSELF or "rule" in event.details
    return _("The system") if by_itself else _("The beneficiary")


class _Facts:
    def __init__(self, case: Case, events: list[CaseEvent]) -> None:
        named = {event.details.get("assignee") for event in events if event.name == E.ASSIGN}
        for event in events:
            named |= set(event.details.get("mentions", ()))
        ids = [pk for pk in named if pk]
        people = User.objects.filter(pk__in=ids) if ids else ()
        self._people = {str(user.pk): user.display_name for user in people}
        self._channel = case.channel_label
        self._steps = {str(item.order): item.text for item in checklist(case)}
        self._moves = [event for event in reversed(events) if event.name == E.REPINNED]

    def fact(self, event: CaseEvent) -> str:
        details: dict[str, Any] = event.details
        match E(event.name):
            case E.TURNED_INTO:
                return isolate(details.get("into") or details.get("from") or "")
            case E.RECEIVE | E.INQUIRY_RECEIVED:
                return _("By: %(channel)s") % {"channel": self._channel}
            case E.REFER:
                return _("To: %(name)s") % {"name": details.get("target", "")}
            case E.SEND_TO_COMMITTEE:
                body = details.get("body")
                return _("To: %(name)s") % {"name": body} if body else ""
            case E.DECIDE:
                return str(CaseStatus(details["outcome"]).label)
            case E.ASSIGN:
                return self._people.get(details.get("assignee", ""), _("Nobody"))
            case E.NOTE:
                return self._mentioned(details)
            case E.PRIORITY_CHANGED:
                return str(Priority(details["to"]).label)
            case E.STEP_COMPLETED | E.STEP_SET_ASIDE | E.STEP_REOPENED:
                return self._steps_at(event).get(str(details.get("order", 0)), "")
            case E.MESSAGE_SENT | E.MESSAGE_DELIVERED | E.LETTER_POSTED:
                return _by_channel(details)
            case E.CALL_MADE:
                return str(CallResult(details["result"]).label)
            case E.DEADLINE_WARNING | E.DEADLINE_MISSED | E.ESCALATED:
                return str(MILESTONES[Milestone(details["milestone"])])
            case E.DEADLINE_MOVED | E.DEADLINE_EXTENDED:
                return _moved(details)
            case E.REPINNED:
                return told_of_move(details, MILESTONES)
            case E.CONTACT:
                direction = ContactDirection(details["direction"]).label
                return f"{direction} · {ReplyChannel(details['channel']).label}"
            case E.DELIVERY_MADE | E.DELIVER if details.get("method"):
                return str(DeliveryMethod(details["method"]).label)
            case E.CLOSE if details.get("exit"):
                return str(ExitReason(details["exit"]).label)
            case E.APPEALED:
                return isolate(details.get("appeal", ""))
            case E.APPEAL_DECIDED:
                outcome = CaseStatus(details["outcome"]).label
                return f"{isolate(details.get('appeal', ''))} · {outcome}"
            case E.MAIL_RECEIVED if details.get("automatic"):
                return _("An automatic reply")
            case E.RATED:
                return _("%(score)s of 5") % {"score": details.get("score", "")}
            case _:
                return ""

    def _mentioned(self, details: dict[str, Any]) -> str:
        names = [self._people.get(pk, "") for pk in details.get("mentions", ())]
        return _("To: %(name)s") % {"name": _(", ").join(names)} if any(names) else ""

    def _steps_at(self, event: CaseEvent) -> dict[str, str]:
        """The checklist as it was then: a move to another version replaces it."""
        for move in self._moves:
            if event.happened_at <= move.happened_at:
                before: dict[str, str] = move.details.get("steps_before", {})
                return before
        return self._steps


def _moved(details: dict[str, Any]) -> str:
    return _("%(what)s: from %(old)s to %(new)s") % {
        "what": MILESTONES[Milestone(details["milestone"])],
        "old": dates.both_calendars(date.fromisoformat(details["from"])),
        "new": dates.both_calendars(date.fromisoformat(details["to"])),
    }
