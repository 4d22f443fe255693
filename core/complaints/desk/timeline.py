"""The history of a complaint in words. No amount, and nobody's name that is not open, stands in it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case, CaseEvent
from core.cases.queries import timeline
from core.complaints.enums import Confidentiality, OfferKind, Part, RecordKind, Severity, Stand
from core.complaints.settings import SETTINGS, ComplaintSettings
from core.deadlines.phrases import MILESTONES
from core.messages.enums import MessageKind
from core.rules import Milestone
from core.service_requests.desk.timeline import BY_ITSELF, Entry
from core.service_requests.desk.timeline import ICONS as COMMON
from foundation.arabic import isolate
from tenants.people.models import User

E = EventName
ICONS = COMMON | {
    E.COMPLAINT_RECEIVED: "in",
    E.ACKNOWLEDGED: "check",
    E.TRIAGED: "filter",
    E.PARTY_NAMED: "user",
    E.RECUSED: "close",
    E.REROUTED: "refresh",
    E.SETTLEMENT_STARTED: "users",
    E.SETTLEMENT_PROPOSED: "edit",
    E.SETTLEMENT_ANSWERED: "chat",
    E.SETTLED: "done",
    E.INVESTIGATION_OPENED: "search",
    E.RECORD_DRAWN_UP: "doc",
    E.RECORD_SIGNED: "signature",
    E.RECORD_DISSENTED: "alert",
    E.COMPENSATION_OPENED: "scales",
    E.RULING_RECORDED: "gavel",
    E.OFFER_MADE: "send",
    E.OFFER_ANSWERED: "chat",
    E.COMPENSATION_PAID: "gift",
    E.RESOLVED: "done",
    E.REOPENED: "refresh",
    E.TURNED_AWAY: "close",
    E.TAKEN_OUTSIDE: "referral",
    E.REVEAL_ASKED: "lock",
    E.REVEALED: "eye",
    E.REVEAL_REFUSED: "lock",
    E.ACTION_LINKED: "link",
}
# What was said about an offer may name its amount.
ABOUT_MONEY = (E.OFFER_ANSWERED, E.COMPENSATION_PAID, E.OFFER_MADE)
TALK = (E.COMPLAINT_RECEIVED, E.REPLY, E.MESSAGE_WRITTEN, E.MARK_MISSING, E.MESSAGE_RECEIVED)
SYSTEM = {*BY_ITSELF, E.REROUTED, E.MESSAGE_DELIVERED}


def entries_of(case: Case, *, with_amounts: bool) -> list[Entry]:
    """Newest first."""
    events = list(timeline(case))
    if not with_amounts:
        for event in events:
            if event.name in ABOUT_MONEY:
                event.note = ""
    told = _Facts(case, events)
    return [
        Entry(event, ICONS.get(E(event.name), "dot"), who(event), told.fact(event))
        for event in events
    ]


def conversation(entries: Iterable[Entry]) -> list[Entry]:
    """What was said between both sides, oldest first."""
    said = [entry for entry in entries if entry.event.name in TALK and entry.event.note]
    return said[::-1]


def who(event: CaseEvent) -> str:
    if event.actor_label:
        return event.actor_label
    if event.name in SYSTEM or (event.name == E.ASSIGN and not event.actor_id):
        return _("The system")
    return _("Whoever complained")


class _Facts:
    def __init__(self, case: Case, events: list[CaseEvent]) -> None:
        named = {event.details.get("assignee") for event in events if event.name == E.ASSIGN}
        ids = [pk for pk in named if pk]
        people = User.objects.filter(pk__in=ids) if ids else ()
        self._people = {str(user.pk): user.display_name for user in people}
        self._settings: ComplaintSettings = SETTINGS.read()
        self._channel = case.channel_label

    def fact(self, event: CaseEvent) -> str:
        details: dict[str, Any] = event.details
        match E(event.name):
            case E.COMPLAINT_RECEIVED:
                label = (
                    Confidentiality(details["confidentiality"]).label
                    if details.get("confidentiality")
                    else ""
                )
                return " · ".join(filter(None, [self._channel, str(label)]))
            case E.TRIAGED:
                subject = self._settings.subject(details.get("subject", ""))
                severity = Severity(details["severity"]).label
                return " · ".join(filter(None, [str(subject or ""), str(severity)]))
            case E.ASSIGN:
                return self._people.get(details.get("assignee", ""), _("Nobody"))
            case E.PARTY_NAMED:
                taken = _("taken back") if details.get("ended") else ""
                return " · ".join(filter(None, [str(Part(details["part"]).label), taken]))
            case E.REROUTED:
                return "، ".join(str(Part(part).label) for part in details.get("parts", ()))
            case E.RECORD_DRAWN_UP:
                return f"{RecordKind(details['kind']).label} · {details['record']}"
            case E.RECORD_SIGNED | E.RECORD_DISSENTED:
                return f"{Stand(details['stand']).label} · {details['record']}"
            case E.SETTLEMENT_ANSWERED:
                return _yes_or_no(details)
            case E.OFFER_MADE:
                return _offer(details)
            case E.OFFER_ANSWERED:
                ended = _("ended without agreement")
                return ended if details.get("ended") else _yes_or_no(details)
            case E.TURNED_AWAY:
                return self._named(self._settings.turned_away, details.get("reason", ""))
            case E.DECIDE | E.APPEAL_DECIDED:
                outcome = CaseStatus(details["outcome"]).label
                appeal = isolate(details["appeal"]) if details.get("appeal") else ""
                return " · ".join(filter(None, [appeal, str(outcome)]))
            case E.APPEALED:
                return isolate(details.get("appeal", ""))
            case E.DEADLINE_WARNING | E.DEADLINE_MISSED | E.ESCALATED:
                return str(MILESTONES[Milestone(details["milestone"])])
            case E.MESSAGE_SENT if details.get("kind") in MessageKind.values:
                return str(MessageKind(details["kind"]).label)
            case _:
                return ""

    def _named(self, choices: Iterable[Any], key: str) -> str:
        return next((str(each) for each in choices if each.key == key), "")


def _yes_or_no(details: dict[str, Any]) -> str:
    return _("accepted") if details.get("accepts") else _("refused")


def _offer(details: dict[str, Any]) -> str:
    """Which kind, and by whom; never how much."""
    whose = _("by the association") if details.get("by_association") else _("asked for")
    return f"{OfferKind(details['kind']).label} · {whose}"
