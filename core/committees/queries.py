"""Reading sessions: which there are, what is ready for one, and an agenda with its sheets."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models import Case as When
from django.db.models import When as Where

from core.actors import Actor
from core.beneficiaries.models import RelatedPerson
from core.cases.enums import CaseKind, CaseStatus, EventName
from core.cases.models import Case, CaseDocument, CaseEvent, ChecklistItem
from core.committees.enums import ItemState, SessionState, Vote
from core.committees.models import AgendaItem, AgendaVote, CommitteeSession, Seat
from core.deadlines.models import Clock
from core.deadlines.queries import OWED
from core.request_types.enums import Priority
from core.research.enums import VisitState
from core.research.models import Visit
from core.rules import Milestone, Stage
from foundation import clock
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission

TO_COME = (SessionState.PLANNED, SessionState.OPEN)
RANKS = {Priority.URGENT: 0, Priority.HIGH: 1, Priority.NORMAL: 2, Priority.LOW: 3}


def sessions() -> QuerySet[CommitteeSession]:
    """Latest first, with how many items each has."""
    heard = Q(items__state__in=[ItemState.WAITING, ItemState.DECIDED, ItemState.POSTPONED])
    return (
        CommitteeSession.objects.select_related("chair")
        .annotate(item_count=Count("items", filter=heard))
        .order_by("-planned_for", "-number")
    )


def members() -> QuerySet[User]:
    """Who sits in a session that is called now."""
    return people_who_may(Permission.DECIDE_CASES)


def ready_lines(viewer: Actor) -> QuerySet[Case]:
    """What is ready, and whether it is `withheld` from whoever looks."""
    interest = recusals(viewer).filter(declared=True, item__case=OuterRef("pk"))
    return ready_cases().annotate(withheld=Exists(interest))


def ready_cases() -> QuerySet[Case]:
    """Before the committee and on no agenda that is still to be heard; the urgent and the due first."""
    taken = AgendaItem.objects.filter(case=OuterRef("pk"), session__state__in=TO_COME).exclude(
        state=ItemState.REMOVED
    )
    rank = When(
        *(Where(priority=priority, then=Value(number)) for priority, number in RANKS.items()),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        Case.objects.filter(kind=CaseKind.REQUEST, status=CaseStatus.BEFORE_COMMITTEE)
        .exclude(Exists(taken))
        .select_related("beneficiary")
        .annotate(rank=rank)
        .order_by(F("due_at").asc(nulls_last=True), "rank", "received_at", "pk")
    )


def seats(session: CommitteeSession) -> list[Seat]:
    return list(session.seats.select_related("member").order_by("name", "pk"))


def recusals(actor: Actor) -> QuerySet[AgendaVote]:
    """Of which items this person was excluded, in any session."""
    return AgendaVote.objects.filter(member_id=actor.pk, vote=Vote.RECUSED).order_by()


def cases_of_interest(actor: Actor) -> QuerySet[AgendaVote, Any]:
    """Ids of the cases in which this person declared an interest."""
    return recusals(actor).filter(declared=True).values("item__case")


def references_of_interest(actor: Actor) -> set[str]:
    found = Case.objects.filter(pk__in=cases_of_interest(actor)).order_by()
    return set(found.values_list("reference", flat=True))


def items(session: CommitteeSession, *, viewer: Actor | None = None) -> QuerySet[AgendaItem]:
    """In order, those taken off the agenda last; with what a list shows.

    `withheld`: whoever looks declared an interest in its case, in this session or another.
    """
    withheld: Exists | Value = Value(False, BooleanField())
    if viewer is not None:
        withheld = Exists(recusals(viewer).filter(declared=True, item__case=OuterRef("case")))
    off = When(
        Where(state=ItemState.REMOVED, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    votes = AgendaVote.objects.order_by("cast_at", "pk")
    return (
        session.items.select_related("case__beneficiary", "programme")
        .prefetch_related(Prefetch("votes", votes))
        .annotate(off=off, withheld=withheld)
        .order_by("off", "order", "pk")
    )


def with_sheets(found: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """With what the members must know of each case: a constant number of queries for any agenda."""
    findings = CaseEvent.objects.filter(name=EventName.RETURN_FROM_STUDY).order_by(
        "-happened_at", "-pk"
    )
    visits = Visit.objects.filter(state=VisitState.REPORTED).order_by("-reported_at", "-pk")
    papers = CaseDocument.objects.select_related("file").order_by("added_at", "pk")
    dependants = RelatedPerson.objects.filter(is_dependant=True, ended_at=None).order_by(
        "created_at", "pk"
    )
    return found.prefetch_related(
        Prefetch("case__events", findings, to_attr="findings"),
        Prefetch("case__visits", visits, to_attr="reported_visits"),
        Prefetch("case__documents", papers, to_attr="papers"),
        Prefetch("case__beneficiary__related_people", dependants, to_attr="dependants"),
    )


def earliest_moments(case_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """By case, the end of a minimum period that still runs."""
    waiting = Clock.objects.filter(
        case_id__in=list(case_ids),
        milestone=Milestone.REQUEST_DECISION,
        state__in=OWED,
        met_at=None,
        earliest_at__gt=clock.now(),
    ).order_by("earliest_at", "pk")
    return {case_id: at for case_id, at in waiting.values_list("case_id", "earliest_at") if at}


def open_steps(case_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """By case, the handling steps that hold a decision up."""
    stages = [Stage.COMPLETION.value, Stage.COMMITTEE.value, Stage.DECISION.value]
    found: dict[UUID, list[str]] = {}
    steps = ChecklistItem.objects.filter(
        case_id__in=list(case_ids), stage__in=stages, done_at=None
    ).order_by("order", "pk")
    for case_id, text in steps.values_list("case_id", "text"):
        found.setdefault(case_id, []).append(text)
    return found


def session_history(case: Case) -> list[AgendaItem]:
    """Every agenda that the case was on, the latest first."""
    return list(case.agenda_items.select_related("session").order_by("-session__number", "-pk"))


def waiting_for_signature(member: User) -> QuerySet[Seat]:
    """Closed sessions whose minutes this person has still to sign."""
    return (
        Seat.objects.filter(
            member=member, is_present=True, signed_at=None, session__state=SessionState.CLOSED
        )
        .select_related("session")
        .order_by("session__number")
    )
