"""What the pages of a session show, for whoever looks: nothing of items they are excluded from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from core.beneficiaries.models import RelatedPerson
from core.cases.models import CaseDocument
from core.committees import queries, rules, services
from core.committees.desk import forms
from core.committees.enums import ItemState, SessionState, Vote
from core.committees.models import AgendaItem, AgendaVote, CommitteeSession, Seat
from core.committees.tally import Tally, count
from core.programmes.models import Programme
from core.research.models import Visit
from core.service_requests.budgets import Standing, running_programmes, standings
from core.service_requests.deciding import COMMITTEE, CommitteeSettings, worded
from foundation import clock
from foundation.access import reason
from foundation.arabic import isolate
from tenants.people.access import person
from tenants.people.models import User
from tenants.people.roles import Permission

TONES = {
    SessionState.PLANNED: "info",
    SessionState.OPEN: "violet",
    SessionState.CLOSED: "ok",
    SessionState.CANCELLED: "neutral",
}
ITEM_TONES = {
    ItemState.WAITING: "neutral",
    ItemState.POSTPONED: "soon",
    ItemState.REMOVED: "neutral",
}
OUTCOME_TONES = {"accepted": "ok", "partly_accepted": "info", "rejected": "late"}
MOST_READY = 100
Grant = tuple[UUID | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the members must know of a case."""

    findings: list[str]
    visits: list[Visit]
    papers: list[CaseDocument]
    dependants: list[RelatedPerson]


@dataclass(frozen=True, slots=True)
class Line:
    """`hidden`: whoever looks is excluded from it. `own`: their vote."""

    item: AgendaItem
    hidden: bool
    own: AgendaVote | None
    votes: list[tuple[str, AgendaVote]]
    earliest: datetime | None
    steps: list[str]
    sheet: Sheet | None = None
    seats: list[Seat] = field(default_factory=list)

    @property
    def tally(self) -> Tally:
        return count(vote.vote for _name, vote in self.votes)

    @property
    def interests(self) -> list[tuple[str, AgendaVote]]:
        return [(name, vote) for name, vote in self.votes if vote.vote == Vote.RECUSED]

    @property
    def waits(self) -> bool:
        return self.item.state == ItemState.WAITING

    @property
    def is_off(self) -> bool:
        return self.item.state == ItemState.REMOVED

    @property
    def result(self) -> str:
        if self.item.state == ItemState.DECIDED:
            return str(self.item.get_outcome_display())
        return str(self.item.get_state_display())

    @property
    def tone(self) -> str:
        if self.item.state == ItemState.DECIDED:
            return OUTCOME_TONES[self.item.outcome]
        return ITEM_TONES[ItemState(self.item.state)]

    @property
    def why(self) -> list[str]:
        return [*worded(self.item.reasons), *filter(None, [self.item.reason_text])]

    @property
    def key(self) -> str:
        """What a form sends for it: the item as this page showed it."""
        return f"{self.item.pk}:{self.item.revision}"


@dataclass(frozen=True, slots=True)
class Room:
    """A session as one person meets it."""

    session: CommitteeSession
    viewer: User
    seats: list[Seat]
    settings: CommitteeSettings

    @property
    def present(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_present]

    @property
    def has_quorum(self) -> bool:
        return len(self.present) >= self.session.quorum

    @property
    def own_seat(self) -> Seat | None:
        return next((seat for seat in self.seats if seat.member_id == self.viewer.pk), None)

    @property
    def manages(self) -> bool:
        return self.viewer.has_permission(Permission.CALL_SESSIONS)

    @property
    def tone(self) -> str:
        return TONES[SessionState(self.session.state)]

    @property
    def may_arrange(self) -> bool:
        return self.manages and self.session.state in queries.TO_COME

    @property
    def is_open(self) -> bool:
        return self.session.state == SessionState.OPEN

    @property
    def chair(self) -> str:
        return next((s.name for s in self.seats if s.member_id == self.session.chair_id), "")


@dataclass(frozen=True, slots=True)
class Money:
    """A programme, and what this session means to grant from it."""

    standing: Standing
    here: Decimal

    @property
    def programme(self) -> Programme:
        return self.standing.programme

    @property
    def left(self) -> Decimal:
        return self.standing.left - self.here


def room_of(request: HttpRequest, session: CommitteeSession) -> Room:
    return Room(session, person(request), queries.seats(session), COMMITTEE.read())


def lines_of(room: Room, items: list[AgendaItem]) -> list[Line]:
    case_ids = [item.case_id for item in items]
    waiting = room.session.state in queries.TO_COME
    earliest = queries.earliest_moments(case_ids) if waiting else {}
    steps = queries.open_steps(case_ids) if waiting else {}
    return [
        _line(room, item, earliest.get(item.case_id), steps.get(item.case_id, []))
        for item in items
    ]


def _line(room: Room, item: AgendaItem, earliest: datetime | None, steps: list[str]) -> Line:
    names = {seat.member_id: seat.name for seat in room.seats}
    votes = [(names.get(vote.member_id, ""), vote) for vote in item.votes.all()]
    own = next((vote for _name, vote in votes if vote.member_id == room.viewer.pk), None)
    withheld: bool = getattr(item, "withheld", False)
    hidden = withheld or (own is not None and own.vote == Vote.RECUSED)
    sheet = None if hidden else _sheet(item)
    return Line(item, hidden, own, votes, earliest, steps, sheet)


def _sheet(item: AgendaItem) -> Sheet | None:
    """None where the items were read without (queries.with_sheets)."""
    case: Any = item.case
    if not hasattr(case, "findings"):
        return None
    findings = [event.note for event in case.findings if event.note]
    beneficiary: Any = case.beneficiary
    return Sheet(findings, case.reported_visits, case.papers, beneficiary.dependants)


def money_of(grants: Iterable[Grant]) -> list[Money]:
    """Of every programme that runs, with what the session has decided to grant from it."""
    here: dict[Any, Decimal] = {}
    for programme_id, amount in grants:
        here[programme_id] = here.get(programme_id, Decimal(0)) + (amount or 0)
    return [
        Money(standing, here.get(standing.programme.pk, Decimal(0)))
        for standing in standings(running_programmes(clock.today()))
    ]


def money_here(session: CommitteeSession, *, also: UUID | None = None) -> list[Money]:
    """`also`: an item of which the proposal counts although nothing is decided on it yet."""
    counts = session.items.filter(Q(state=ItemState.DECIDED) | Q(pk=also))
    return money_of(counts.order_by("order", "pk").values_list("programme_id", "amount"))


def grants_of(lines: list[Line]) -> list[Grant]:
    decided = (line.item for line in lines if line.item.state == ItemState.DECIDED)
    return [(item.programme_id, item.amount) for item in decided]


def warn_of_overdraft(
    request: HttpRequest,
    session: CommitteeSession,
    programme_id: UUID | None,
    item_id: UUID | None = None,
) -> None:
    """Said as soon as more is granted, or proposed in this item, than the programme has left."""
    if programme_id is None:
        return
    for each in money_here(session, also=item_id):
        if each.programme.pk == programme_id and each.left < 0:
            messages.warning(request, overdraft(each))


def overdraft(money: Money) -> str:
    return _(
        "%(name)s had %(left)s riyals left, and this session grants %(here)s from it: %(over)s too "
        "much. At the close whoever manages the budgets must say why."
    ) % {
        "name": isolate(money.programme.name),
        "left": floatformat(money.standing.left, "-2g"),
        "here": floatformat(money.here, "-2g"),
        "over": floatformat(-money.left, "-2g"),
    }


def decision_form(
    room: Room, money: list[Money], *data: Any, **options: Any
) -> forms.DecisionForm:
    return forms.DecisionForm(
        *data,
        settings=room.settings,
        running=money,
        present=room.present,
        **options,
    )


def session_page(
    request: HttpRequest,
    session: CommitteeSession,
    tried: dict[str, Any] | None = None,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """`tried`: forms that were just refused, by name; `error`: a refusal that belongs to no form."""
    tried = tried or {}
    room = room_of(request, session)
    lines = lines_of(room, list(queries.items(session, viewer=room.viewer)))
    to_come = session.state in queries.TO_COME
    money = money_of(grants_of(lines)) if to_come else []
    kept = [line for line in lines if not line.is_off]
    context: dict[str, Any] = {
        "room": room,
        "session": session,
        "lines": kept,
        "off": [line for line in lines if line.is_off],
        "overdrafts": [overdraft(each) for each in money if each.left < 0],
        "heard": sum(not line.waits for line in kept),
        "money": money,
        "error": error,
        "next": next((line for line in kept if line.waits), None),
    }
    if room.may_arrange:
        context |= _arranging(room, tried)
    if room.is_open and room.manages:
        context["decision"] = tried.get("decision") or decision_form(room, money)
        context["postpone"] = tried.get("postpone") or forms.PostponeForm(settings=room.settings)
        context["chosen"] = set(request.POST.getlist("item"))
    return render(request, "committees/session.html", context, status=status)


def _arranging(room: Room, tried: dict[str, Any]) -> dict[str, Any]:
    session = room.session
    context: dict[str, Any] = {
        "ready": list(queries.ready_lines(room.viewer)[:MOST_READY]),
        "attendance": tried.get("attendance")
        or forms.AttendanceForm(seats=room.seats, chair=session.chair_id),
    }
    if session.state == SessionState.PLANNED:
        context["change"] = tried.get("change") or forms.SessionForm(
            initial=forms.values_of(session), members=_people(room), auto_id="change_%s"
        )
        context["why_not_open"] = reason(rules.check_can_open, room.viewer, session, room.seats)
    return context


def _people(room: Room) -> list[User]:
    return [seat.member for seat in room.seats]


def item_page(
    request: HttpRequest,
    session: CommitteeSession,
    item: AgendaItem,
    tried: dict[str, Any] | None = None,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    tried = tried or {}
    room = room_of(request, session)
    line = lines_of(room, [item])[0]
    others = list(
        session.items.exclude(state=ItemState.REMOVED)
        .order_by("order", "pk")
        .values("pk", "state", "order", "programme_id", "amount")
    )
    decided = [each for each in others if each["state"] == ItemState.DECIDED]
    grants = [(each["programme_id"], each["amount"]) for each in decided]
    money = money_of(grants) if room.is_open and room.manages else []
    context: dict[str, Any] = {
        "room": room,
        "session": session,
        "line": line,
        "error": error,
        "position": _neighbours(item, others),
        "overdrafts": [overdraft(each) for each in money if each.left < 0],
    }
    if room.is_open and room.manages and line.waits and not line.hidden:
        initial = forms.proposed(item)
        context["decision"] = tried.get("decision") or decision_form(room, money, initial=initial)
        context["postpone"] = tried.get("postpone") or forms.PostponeForm(settings=room.settings)
    if room.own_seat and session.state in queries.TO_COME and line.waits and not line.hidden:
        context["interest"] = tried.get("interest") or forms.InterestForm()
        context["may_vote"] = room.is_open and room.own_seat.is_present and bool(item.outcome)
    return render(request, "committees/item.html", context, status=status)


def _neighbours(item: AgendaItem, others: Sequence[Any]) -> dict[str, Any]:
    ids = [each["pk"] for each in others]
    at = ids.index(item.pk) if item.pk in ids else -1
    following = [*others[at + 1 :], *others[: max(at, 0)]]
    return {
        "before": ids[at - 1] if at > 0 else None,
        "after": ids[at + 1] if 0 <= at < len(ids) - 1 else None,
        "next_waiting": next(
            (each["pk"] for each in following if each["state"] == ItemState.WAITING), None
        ),
        "of": len(ids),
    }


def close_form(request: HttpRequest, session: CommitteeSession, *data: Any) -> forms.CloseForm:
    waiting = session.items.filter(state=ItemState.WAITING).count()
    return forms.CloseForm(
        *data,
        blocked=services.blocked_items(session, person(request)),
        not_heard=waiting,
        may_overspend=person(request).has_permission(Permission.MANAGE_BUDGETS),
    )
