"""Calling a session, changing when and where it is, calling it off."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from core import rules as governing
from core.actors import Actor, name_of
from core.cases import rules as cases
from core.cases.models import ReferenceCounter
from core.committees import queries, rules
from core.committees.enums import SessionState
from core.committees.models import AgendaItem, CommitteeSession, Seat
from core.committees.services.agenda import put_on_agenda, release_items
from core.committees.services.locking import locked_cases, locked_session, touch
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from core.service_requests.deciding import COMMITTEE
from foundation import audit, clock
from tenants.people.models import User

COUNTER = "SESSION"


@transaction.atomic
def call_session(
    *,
    actor: Actor,
    operation_id: UUID,
    planned_for: datetime,
    place: str = "",
    chair_id: UUID | None = None,
    case_ids: Iterable[UUID] = (),
) -> CommitteeSession:
    """Everybody who decides on requests is called; the same operation again calls nobody anew."""
    rules.check_can_call(actor)
    taken = locked_cases(case_ids)
    number = _next_number()
    if known := CommitteeSession.objects.filter(pk=operation_id).first():
        return known
    cases.check_length(place, rules.LONGEST_PLACE)
    rules.check_time(planned_for)
    called = list(queries.members())
    if not called:
        raise rules.NobodyDecides
    settings = COMMITTEE.read()
    session = CommitteeSession.objects.create(
        id=operation_id,
        number=_used(number),
        body=_body(),
        planned_for=planned_for,
        place=place.strip(),
        quorum=settings.quorum_of(len(called)),
        chair=_chair(called, chair_id, settings.chair),
        called_by=name_of(actor),
    )
    Seat.objects.bulk_create(
        Seat(session=session, member=member, name=member.display_name) for member in called
    )
    audit.record("session.called", session, actor=actor, details={"number": session.number})
    put_on_agenda(session, [taken[pk] for pk in case_ids if pk in taken], actor=actor)
    _tell(session, called)
    return session


@transaction.atomic
def change_session(
    session_id: UUID,
    *,
    actor: Actor,
    revision: int,
    planned_for: datetime,
    place: str,
    chair_id: UUID | None,
) -> CommitteeSession:
    """Another time or place is told to the members again."""
    session = locked_session(session_id)
    rules.check_can_plan(actor, session)
    rules.check_revision(session, revision)
    cases.check_length(place, rules.LONGEST_PLACE)
    moved = (session.planned_for, session.place) != (planned_for, place.strip())
    if session.planned_for != planned_for:
        rules.check_time(planned_for)
    people = [seat.member for seat in session.seats.select_related("member").order_by("pk")]
    session.planned_for, session.place = planned_for, place.strip()
    session.chair = _chair(people, chair_id, None)
    touch(session, "planned_for", "place", "chair")
    audit.record("session.changed", session, actor=actor)
    if moved:
        _tell(session, people)
    return session


@transaction.atomic
def cancel_session(session_id: UUID, *, actor: Actor, revision: int | None = None) -> None:
    """What was on its agenda is ready for the next one. A second time changes nothing."""
    locked_cases(AgendaItem.objects.filter(session=session_id).values_list("case", flat=True))
    session = locked_session(session_id)
    if session.state == SessionState.CANCELLED:
        return
    rules.check_can_plan(actor, session)
    rules.check_revision(session, revision)
    release_items(session, actor=actor)
    session.state = SessionState.CANCELLED
    touch(session, "state")
    audit.record("session.cancelled", session, actor=actor)


def _next_number() -> ReferenceCounter:
    """Calls go one by one; so the same operation sent twice finds the first."""
    ReferenceCounter.objects.bulk_create(
        [ReferenceCounter(prefix_year=COUNTER)], ignore_conflicts=True
    )
    return ReferenceCounter.objects.select_for_update().get(pk=COUNTER)


def _used(counter: ReferenceCounter) -> int:
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _body() -> str:
    named = governing.in_force(clock.now()).decision_body
    with translation.override("ar"):
        return (named or gettext("The committee"))[:300]


def _chair(called: list[User], chosen: UUID | None, usual: UUID | None) -> User | None:
    """Raises ChairNotAMember for a chosen one; the usual chair who left is nobody's mistake."""
    by_id = {member.pk: member for member in called}
    if chosen is None:
        return by_id.get(usual) if usual else None
    if chosen not in by_id:
        raise rules.ChairNotAMember
    return by_id[chosen]


def _tell(session: CommitteeSession, people: list[User]) -> None:
    notify_many(
        people,
        kind=NoticeKind.SESSION_CALLED,
        subject=f"{session.pk}:{session.revision}",
        details={"session": str(session.pk), "number": session.number},
    )
