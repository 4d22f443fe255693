"""What has happened to many cases, for questions about them: the same few queries for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Func, Q, QuerySet, TextField
from django.db.models.functions import Cast

from core.cases import circles
from core.cases.enums import CaseKind, CaseStatus, EventName
from core.cases.models import Case, CaseEvent
from core.cases.promises import PROMISED
from core.deadlines import statutory
from core.deadlines.engine import calendar_data
from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.pauses import Pause
from core.deadlines.enums import ClockState, PauseReason
from core.deadlines.models import Clock, ClockPause
from core.rules import DeadlineRule, Milestone, StartEvent

E = EventName
TELLING = (E.REPLY, E.REFER, E.DECIDE, E.DELIVER, E.CONTACT, E.MESSAGE_SENT)


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the clocks of a case stood still; open while `end` is None."""

    start: datetime
    end: datetime | None
    reason: PauseReason


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """A clock without its term and its calendar; `calendar` names one of `Histories.calendars`."""

    id: UUID
    rule_key: str
    milestone: Milestone
    start: StartEvent
    clause: str
    started_at: datetime
    due_at: datetime | None
    due_date: date | None
    state: ClockState
    met_at: datetime | None
    calendar: str

    @property
    def is_owed(self) -> bool:
        return self.met_at is None and self.state != ClockState.CANCELLED


@dataclass(slots=True)
class CaseHistory:
    """`starts`: when what clocks count from happened; `reached`: when what they wait for did.

    `reference` is empty where only a circle may know of the case. `own_deadline`: the key of
    the rule that only its type of request has.
    """

    id: UUID
    reference: str
    kind: CaseKind
    status: CaseStatus
    received_at: datetime
    closed_at: datetime | None
    policy_version: UUID
    policy_label: str
    is_rejected: bool = False
    own_deadline: str = ""
    starts: dict[StartEvent, datetime] = field(default_factory=dict)
    reached: dict[Milestone, datetime] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    clocks: list[ClockFacts] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def start_of(self, rule: DeadlineRule) -> datetime | None:
        """When the count of this rule began for this case; None where it did not."""
        if rule.milestone not in PROMISED[CaseKind(self.kind)]:
            return None
        if rule.milestone == Milestone.DELIVER and self.is_rejected:
            return None
        return self.starts.get(rule.start)

    def pauses_after(self, start: datetime) -> list[Pause]:
        """The stops that a count from `start` meets."""
        return [
            Pause(max(stop.start, start), stop.end)
            for stop in self.stops
            if stop.end is None or stop.end > start
        ]


@dataclass(frozen=True, slots=True)
class Histories:
    """`in_force`: room for the calendars of clocks that would begin, by the year of their start."""

    cases: list[CaseHistory]
    calendars: dict[str, WorkCalendar]
    in_force: dict[int, WorkCalendar] = field(default_factory=dict)


def histories(cases: QuerySet[Case], *, calendars: bool = False) -> Histories:
    """In the order of `cases`. `calendars`: those that their clocks are pinned to come along."""
    columns = (
        "pk", "reference", "kind", "status", "received_at", "closed_at", "policy_version",
        "policy_label", "request_type__content__deadline", "completed_at", "decided_at",
    )  # fmt: skip
    rows = list(cases.values_list(*columns))
    found: dict[UUID, CaseHistory] = {}
    for pk, reference, kind, status, received_at, closed_at, version, label, own, *dates in rows:
        found[pk] = CaseHistory(
            pk,
            circles.open_reference(kind, reference),
            CaseKind(kind),
            CaseStatus(status),
            received_at,
            closed_at,
            version,
            label,
            is_rejected=status == CaseStatus.REJECTED,
            own_deadline=own or "",
            starts=_started(received_at, *dates),
            reached={Milestone.REQUEST_DECISION: dates[1]} if dates[1] else {},
        )
    ids = list(found)
    _add_clocks(found, ids, calendars=calendars)
    _add_events(found, ids)
    _add_stops(found, ids)
    known = _calendars(found.values()) if calendars else {}
    return Histories(list(found.values()), known)


def _started(
    received_at: datetime, completed_at: datetime | None, decided_at: datetime | None
) -> dict[StartEvent, datetime]:
    moments = {
        StartEvent.SUBMISSION: received_at,
        StartEvent.COMPLETION: completed_at,
        StartEvent.DECISION: decided_at,
    }
    return {event: at for event, at in moments.items() if at is not None}


def _add_clocks(found: dict[UUID, CaseHistory], ids: list[UUID], *, calendars: bool) -> None:
    columns = (
        "case_id", "pk", "rule_key", "milestone", "start_event", "clause_address", "started_at",
        "due_at", "due_date", "state", "met_at",
    )  # fmt: skip
    of_policies = Clock.objects.exclude(
        Q(rule_key__in=statutory.ALL) | Q(rule_key__startswith=statutory.SELF_SET)
    )
    clocks = of_policies.filter(case_id__in=ids).order_by("started_at", "rule_key", "pk")
    if calendars:
        printed = Func(Cast("calendar", TextField()), function="md5", output_field=TextField())
        rows: Any = clocks.annotate(printed=printed).values_list(*columns, "printed")
    else:
        rows = ((*row, "") for row in clocks.values_list(*columns))
    for case_id, pk, key, milestone, start, clause, started_at, *told, calendar in rows:
        due_at, due_date, state, met_at = told
        facts = ClockFacts(
            pk,
            key,
            Milestone(milestone),
            StartEvent(start),
            clause,
            started_at,
            due_at,
            due_date,
            ClockState(state),
            met_at,
            calendar,
        )
        case = found[case_id]
        case.clocks.append(facts)
        case.starts[facts.start] = min(started_at, case.starts.get(facts.start, started_at))
        if met_at is not None:
            case.reached[facts.milestone] = met_at


def _add_events(found: dict[UUID, CaseHistory], ids: list[UUID]) -> None:
    """What clocks do not tell, since the policy of the case promised nothing about it."""
    events = CaseEvent.objects.filter(case_id__in=ids, name__in=TELLING)
    rows = events.order_by("happened_at", "pk").values_list(
        "case_id", "name", "happened_at", "details"
    )
    for case_id, name, at, details in rows:
        case = found[case_id]
        match name:
            case E.REPLY:
                case.starts.setdefault(StartEvent.REPLY, at)
            case E.REFER:
                case.starts.setdefault(StartEvent.REFERRAL, at)
            case E.DECIDE:
                case.is_rejected = details.get("outcome") == CaseStatus.REJECTED
                case.reached.setdefault(Milestone.FIRST_REPLY, at)
                case.reached.setdefault(Milestone.REQUEST_DECISION, at)
            case E.DELIVER:
                case.reached.setdefault(Milestone.DELIVER, at)
            case E.CONTACT if details.get("direction") == "out":
                case.reached.setdefault(Milestone.FIRST_REPLY, at)
                if Milestone.REQUEST_DECISION in case.reached:
                    case.reached.setdefault(Milestone.NOTIFY, at)
            case E.MESSAGE_SENT if details.get("kind") == "decision":
                case.reached.setdefault(Milestone.NOTIFY, at)
    for case in found.values():
        # The receipt that a person holds at the end of the reception acknowledges it.
        case.reached.setdefault(Milestone.ACKNOWLEDGE, case.received_at)


def _add_stops(found: dict[UUID, CaseHistory], ids: list[UUID]) -> None:
    """Those of all clocks of a case, each once and as long as the longest of its clocks stood."""
    rows = (
        ClockPause.objects.filter(clock__case_id__in=ids)
        .annotate(of_case=F("clock__case_id"))
        .order_by("started_at", F("ended_at").desc(nulls_first=True), "pk")
        .values_list("of_case", "started_at", "ended_at", "reason")
    )
    for case_id, start, end, reason in rows:
        stops = found[case_id].stops
        if not stops or stops[-1].start != start:
            stops.append(Stop(start, end, PauseReason(reason)))


def _calendars(cases: Iterable[CaseHistory]) -> dict[str, WorkCalendar]:
    """Clocks of one year mostly share one, so each is read once."""
    one_of = {clock.calendar: clock.id for case in cases for clock in case.clocks}
    rows = Clock.objects.filter(pk__in=one_of.values()).values_list("pk", "calendar")
    data = dict(rows)
    return {
        printed: calendar_data.from_data(data[pk]) for printed, pk in one_of.items() if pk in data
    }
