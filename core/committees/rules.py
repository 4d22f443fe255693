"""Who calls, leads and joins a session, and what must hold before something is decided in it."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases import rules as cases
from core.cases.models import Case
from core.committees import queries
from core.committees.enums import ItemState, SessionState, Vote
from core.committees.models import AgendaItem, AgendaVote, CommitteeSession, Seat
from core.committees.tally import Tally
from foundation import clock
from foundation.arabic import isolate
from foundation.dates import both_calendars
from foundation.errors import Invalid, NotAllowed, WrongState
from tenants.people.roles import Permission

SEE = (Permission.VIEW_CASES,)
LONGEST_PLACE = 200
LONGEST_APOLOGY = 300
LONGEST_INTEREST = 1000
MOST_ITEMS = 200


class NotAMember(NotAllowed):
    code = "not_a_member"
    message = _("Only members of this session may do this.")


class NobodyDecides(WrongState):
    code = "nobody_decides"
    message = _("Nobody has a role that decides on requests; so nobody can be called.")


class ChairNotAMember(Invalid):
    code = "chair_not_a_member"
    message = _("The chair must be one of the members.")


class InThePast(Invalid):
    code = "session_in_the_past"
    message = _("A session is called for a time that is still to come.")


class TooEarly(WrongState):
    code = "session_too_early"
    message = _(
        "The members are called for %(day)s. To hold the session earlier, change its time first; "
        "they are told."
    )

    def __str__(self) -> str:
        return str(self.message) % {"day": both_calendars(self.details["day"])}


class SessionNotPlanned(WrongState):
    code = "session_not_planned"
    message = _("The session has begun or ended meanwhile.")


class SessionNotOpen(WrongState):
    code = "session_not_open"
    message = _("This is possible only while the session is open.")


class SessionEnded(WrongState):
    code = "session_ended"
    message = _("The session has ended.")


class SessionNotClosed(WrongState):
    code = "session_not_closed"
    message = _("Minutes are signed once the session is closed.")


class SessionChanged(WrongState):
    code = "session_changed"
    message = _("Somebody else changed the session meanwhile. Look at it, then try again.")


class ItemChanged(WrongState):
    code = "item_changed"
    message = _("Somebody else changed this item meanwhile. Look at it, then try again.")


class ItemNotWaiting(WrongState):
    code = "item_not_waiting"
    message = _("This item has been decided or postponed already.")


class QuorumMissing(WrongState):
    code = "quorum_missing"
    message = _("No quorum: %(present)s members are present, %(needed)s are needed.")


class ItemQuorumMissing(WrongState):
    code = "item_quorum_missing"
    message = _(
        "No quorum for this item: without those excluded %(present)s members are present, "
        "%(needed)s are needed."
    )


class ChairMissing(WrongState):
    code = "chair_missing"
    message = _("Say who chairs the session: it must be a member who is present.")


class AgendaEmpty(WrongState):
    code = "agenda_empty"
    message = _("Nothing is on the agenda.")


class AgendaFull(Invalid):
    code = "agenda_full"
    message = _("An agenda has at most %(most)s items.")


class NotReady(WrongState):
    code = "case_not_ready"
    message = _("Not before the committee, or on another agenda already: %(cases)s")


class Excluded(NotAllowed):
    code = "excluded"
    message = _("You declared an interest in this item and take no part in it.")


class InterestMissing(Invalid):
    code = "interest_missing"
    message = _("Say in a few words what the interest is.")


class NotPresent(WrongState):
    code = "not_present"
    message = _("Only members who are recorded as present vote.")


class NothingProposed(WrongState):
    code = "nothing_proposed"
    message = _("Nothing has been put to the vote on this item yet.")


class VotesMissing(WrongState):
    code = "votes_missing"
    message = _("Record how everybody present voted. No vote is recorded of: %(names)s")


class NotCarried(WrongState):
    code = "not_carried"
    message = _(
        "The proposal was not carried: %(for)s for, %(against)s against. "
        "Put another one to the vote, or postpone the item."
    )


class PostponementNeedsReason(Invalid):
    code = "postponement_needs_reason"
    message = _("Say why the item is postponed: choose a reason or write one.")


class ItemRefused(WrongState):
    """One of several items cannot be decided like this: the whole lot is refused."""

    code = "item_refused"
    message = _("Item %(number)s: %(why)s")


class ItemsNotHeard(WrongState):
    code = "items_not_heard"
    message = _("Items were not heard yet: %(numbers)s. Decide them, or postpone them.")


class MinutesFrozen(WrongState):
    code = "minutes_frozen"
    message = _("The minutes have been signed; nothing of them changes any more.")


class AlreadySigned(WrongState):
    code = "already_signed"
    message = _("You have signed these minutes already.")


class WasNotPresent(NotAllowed):
    code = "was_not_present"
    message = _("Minutes are signed by the members who were present.")


class SignatureMissing(Invalid):
    code = "minutes_signature_missing"
    message = _("Draw your signature, or tick the declaration.")


@dataclass(frozen=True, slots=True)
class Blocked:
    """`reference`: empty where whoever closes the session is excluded from the item."""

    item_id: UUID
    number: int
    reference: str
    why: str


class CasesChanged(WrongState):
    """`blocked`: what cannot be applied, each with its reason; nothing was."""

    code = "cases_changed"
    message = _("Nothing was applied, since these items cannot be: %(cases)s")

    def __init__(self, blocked: list[Blocked]) -> None:
        self.blocked = blocked
        listed = " ".join(
            f"{isolate(each.reference or str(each.number))}: {each.why}" for each in blocked
        )
        super().__init__(cases=listed)


def check_can_call(actor: Actor) -> None:
    cases.check_holds_any(actor, Permission.CALL_SESSIONS)


def check_can_plan(actor: Actor, session: CommitteeSession) -> None:
    """The agenda, time and place of a session that has not begun."""
    check_can_call(actor)
    if session.state != SessionState.PLANNED:
        raise SessionNotPlanned


def check_can_arrange(actor: Actor, session: CommitteeSession) -> None:
    """Attendance and agenda, before and while it sits."""
    check_can_call(actor)
    if session.state not in (SessionState.PLANNED, SessionState.OPEN):
        raise SessionEnded


def check_can_run(actor: Actor, session: CommitteeSession) -> None:
    check_can_call(actor)
    if session.state != SessionState.OPEN:
        raise SessionNotOpen


def check_revision(session: CommitteeSession, revision: int | None) -> None:
    if revision is not None and session.revision != revision:
        raise SessionChanged


def check_item_revision(item: AgendaItem, revision: int | None) -> None:
    if revision is not None and item.revision != revision:
        raise ItemChanged


def check_is_waiting(item: AgendaItem) -> None:
    if item.state != ItemState.WAITING:
        raise ItemNotWaiting


def check_can_open(actor: Actor, session: CommitteeSession, seats: Iterable[Seat]) -> None:
    check_can_plan(actor, session)
    check_day(session)
    present = [seat for seat in seats if seat.is_present]
    check_quorum(session, present)
    if session.chair_id not in {seat.member_id for seat in present}:
        raise ChairMissing


def check_quorum(session: CommitteeSession, present: Iterable[Seat]) -> None:
    number = len(list(present))
    if number < session.quorum:
        raise QuorumMissing(present=number, needed=session.quorum)


def check_item_quorum(session: CommitteeSession, eligible: Iterable[Seat]) -> None:
    """`eligible`: who is present and not excluded from the item."""
    number = len(list(eligible))
    if number < session.quorum:
        raise ItemQuorumMissing(present=number, needed=session.quorum)


def seat_of(actor: Actor, session: CommitteeSession) -> Seat:
    """Raises NotAMember."""
    cases.check_holds_any(actor, Permission.DECIDE_CASES)
    seat = session.seats.filter(member_id=actor.pk).first()
    if seat is None:
        raise NotAMember
    return seat


def check_may_vote(actor: Actor, session: CommitteeSession) -> Seat:
    seat = seat_of(actor, session)
    if session.state != SessionState.OPEN:
        raise SessionNotOpen
    if not seat.is_present:
        raise NotPresent
    return seat


def check_not_excluded(own: AgendaVote | None) -> None:
    if own is not None and own.vote == Vote.RECUSED:
        raise Excluded


def check_takes_part(actor: Actor, case: Case) -> None:
    """Whoever declared an interest decides on the case outside of a session as little as in it."""
    if queries.recusals(actor).filter(item__case=case).exists():
        raise Excluded


def check_interest(interest: str) -> None:
    if not interest.strip():
        raise InterestMissing
    cases.check_length(interest, LONGEST_INTEREST)


def check_all_voted(eligible: Iterable[Seat], voted: Container[UUID]) -> None:
    """Abstaining is a vote too; so silence means that nothing was recorded."""
    if silent := [isolate(seat.name) for seat in eligible if seat.member_id not in voted]:
        raise VotesMissing(names=" · ".join(silent))


def check_carried(tally: Tally, *, carried: bool) -> None:
    if not carried:
        raise NotCarried(**{"for": tally.votes_for, "against": tally.against})


def check_all_heard(items: Iterable[AgendaItem]) -> None:
    waiting = [str(item.order) for item in items if item.state == ItemState.WAITING]
    if waiting:
        raise ItemsNotHeard(numbers=", ".join(waiting))


def check_time(session_at: datetime) -> None:
    if session_at < clock.now():
        raise InThePast


def check_day(session: CommitteeSession) -> None:
    """On the day it was called for, at whatever hour, and later."""
    day = timezone.localdate(session.planned_for)
    if clock.today() < day:
        raise TooEarly(day=day)


def check_can_sign(actor: Actor, session: CommitteeSession) -> None:
    seat_to_sign(actor, session)


def seat_to_sign(actor: Actor, session: CommitteeSession) -> Seat:
    """Raises what stands in the way."""
    seat = seat_of(actor, session)
    if session.state != SessionState.CLOSED:
        raise SessionNotClosed
    if not seat.is_present:
        raise WasNotPresent
    if seat.signed_at is not None:
        raise AlreadySigned
    return seat


def check_can_upload_scan(actor: Actor, session: CommitteeSession) -> None:
    check_can_call(actor)
    if session.state != SessionState.CLOSED:
        raise SessionNotClosed


def check_can_write_remarks(actor: Actor, session: CommitteeSession) -> None:
    check_can_call(actor)
    if session.state == SessionState.CANCELLED:
        raise SessionEnded
    if session.minutes_digest:
        raise MinutesFrozen


def not_ready(refused: Iterable[Case]) -> NotReady:
    return NotReady(cases=" ".join(f"«{isolate(case.reference)}»" for case in refused))
