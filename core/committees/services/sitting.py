"""While a session sits: who is there, whose interest excludes them, what is proposed, voted, decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from core.actors import Actor
from core.cases import rules as cases
from core.committees import rules
from core.committees.enums import ItemState, SessionState, Vote
from core.committees.models import AgendaItem, AgendaVote, CommitteeSession, Seat
from core.committees.services.locking import (
    locked_cases,
    locked_item,
    locked_session,
    touch,
    touch_item,
)
from core.committees.tally import count, is_carried
from core.service_requests import rules as requests
from core.service_requests.deciding import COMMITTEE, DecisionDetails
from core.service_requests.enums import Outcome
from core.service_requests.services.daily import give
from foundation import audit, clock
from foundation.errors import DomainError

HANDS = (Vote.FOR, Vote.AGAINST, Vote.ABSTAIN)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the members vote on. `reasons`: keys of the list; without an amount, an acceptance grants
    what was asked for."""

    outcome: Outcome
    amount: Decimal | None = None
    programme_id: UUID | None = None
    reasons: Sequence[str] = ()
    reason_text: str = ""
    early_reason: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item as the page showed it."""

    item_id: UUID
    revision: int | None = None


@transaction.atomic
def set_attendance(
    session_id: UUID,
    *,
    actor: Actor,
    revision: int | None,
    present: Sequence[UUID],
    apologies: Mapping[UUID, str] | None = None,
    chair_id: UUID | None = None,
) -> CommitteeSession:
    """`present`: ids of members. Who leaves takes their votes on what is not decided along."""
    session = locked_session(session_id)
    rules.check_can_arrange(actor, session)
    rules.check_revision(session, revision)
    apologies = apologies or {}
    for seat in session.seats.select_for_update().order_by("pk"):
        seat.is_present = seat.member_id in present
        apology = "" if seat.is_present else apologies.get(seat.member_id, seat.apology)
        cases.check_length(apology, rules.LONGEST_APOLOGY)
        seat.apology = apology.strip()
        seat.save(update_fields=["is_present", "apology"])
    AgendaVote.objects.filter(
        item__session=session, item__state=ItemState.WAITING, vote__in=HANDS
    ).exclude(member__in=present).delete()
    if chair_id is not None:
        if chair_id not in present:
            raise rules.ChairMissing
        session.chair_id = chair_id
    touch(session, "chair")
    audit.record(
        "session.attendance", session, actor=actor, details={"present": len(set(present))}
    )
    return session


@transaction.atomic
def open_session(session_id: UUID, *, actor: Actor, revision: int | None) -> CommitteeSession:
    """A second time changes nothing."""
    session = locked_session(session_id)
    if session.state == SessionState.OPEN:
        return session
    rules.check_can_open(actor, session, session.seats.all())
    rules.check_revision(session, revision)
    if not session.items.filter(state=ItemState.WAITING).exists():
        raise rules.AgendaEmpty
    session.state, session.opened_at = SessionState.OPEN, clock.now()
    touch(session, "state", "opened_at")
    audit.record("session.opened", session, actor=actor)
    return session


@transaction.atomic
def declare_interest(
    session_id: UUID, *, actor: Actor, item_id: UUID, interest: str
) -> AgendaVote:
    """The member takes no part in the item from now on; nobody undoes it. If they had the case, nobody
    has it now."""
    case_id = AgendaItem.objects.values_list("case", flat=True).get(session=session_id, pk=item_id)
    case = locked_cases([case_id])[case_id]
    session = locked_session(session_id)
    rules.seat_of(actor, session)
    if session.state not in (SessionState.PLANNED, SessionState.OPEN):
        raise rules.SessionEnded
    item = locked_item(session, item_id)
    rules.check_is_waiting(item)
    rules.check_interest(interest)
    vote, _created = AgendaVote.objects.update_or_create(
        item=item,
        member_id=actor.pk,
        defaults={
            "vote": Vote.RECUSED,
            "interest": interest.strip(),
            "declared": True,
            "cast_at": clock.now(),
        },
    )
    if case.assignee_id == actor.pk:
        give(case, None, actor=None)
    audit.record("session.interest_declared", item, actor=actor)
    return vote


@transaction.atomic
def put_to_the_vote(
    session_id: UUID, *, actor: Actor, chosen: Chosen, proposal: Proposal
) -> AgendaItem:
    """Members may vote on it from their own devices; votes on another proposal fall away."""
    session = locked_session(session_id)
    rules.check_can_run(actor, session)
    item = _waiting(session, chosen, actor)
    _propose(item, proposal)
    audit.record("session.put_to_the_vote", item, actor=actor)
    return item


@transaction.atomic
def cast_vote(
    session_id: UUID, *, actor: Actor, item_id: UUID, vote: Vote, revision: int | None = None
) -> AgendaVote:
    """The member's own, on the proposal that they saw; until the item is decided it may be changed."""
    session = locked_session(session_id)
    rules.check_may_vote(actor, session)
    item = locked_item(session, item_id)
    rules.check_is_waiting(item)
    rules.check_not_excluded(item.votes.filter(member_id=actor.pk).first())
    rules.check_item_revision(item, revision)
    if not item.outcome:
        raise rules.NothingProposed
    cast, _created = AgendaVote.objects.update_or_create(
        item=item, member_id=actor.pk, defaults={"vote": vote, "cast_at": clock.now()}
    )
    return cast


@transaction.atomic
def record_decisions(
    session_id: UUID,
    *,
    actor: Actor,
    chosen: Sequence[Chosen],
    proposal: Proposal,
    hands: Mapping[UUID, Vote],
) -> list[AgendaItem]:
    """The same for one item or several: all, or none.

    `hands`: what the secretary saw, by member; a vote that a member cast themselves on this very
    proposal stands, and who declared an interest has none.
    """
    session = locked_session(session_id)
    rules.check_can_run(actor, session)
    seats = [seat for seat in session.seats.order_by("pk") if seat.is_present]
    rules.check_quorum(session, seats)
    ties = COMMITTEE.read().chair_decides_ties
    decided = []
    for each in chosen:
        item = locked_item(session, each.item_id)
        try:
            _check_waits(item, each, actor)
            _decide(session, item, proposal, seats, hands, chair_decides_ties=ties)
        except DomainError as error:
            if len(chosen) == 1:
                raise
            raise rules.ItemRefused(number=item.order, why=str(error)) from error
        decided.append(item)
        audit.record("session.item_decided", item, actor=actor, details={"outcome": item.outcome})
    return decided


@transaction.atomic
def postpone_items(
    session_id: UUID,
    *,
    actor: Actor,
    chosen: Sequence[Chosen],
    reasons: Sequence[str] = (),
    reason_text: str = "",
) -> list[AgendaItem]:
    """Until a session to come; the case stays before the committee."""
    session = locked_session(session_id)
    rules.check_can_run(actor, session)
    cases.check_length(reason_text)
    listed = COMMITTEE.read().chosen(reasons)
    if not listed and not reason_text.strip():
        raise rules.PostponementNeedsReason
    postponed = []
    for each in chosen:
        item = _waiting(session, each, actor)
        item.votes.filter(vote__in=HANDS).delete()
        item.state = ItemState.POSTPONED
        item.outcome, item.amount, item.programme, item.early_reason = "", None, None, ""
        item.reasons, item.reason_text = list(listed), reason_text.strip()
        touch_item(item, "state", *PROPOSED)
        postponed.append(item)
        audit.record("session.item_postponed", item, actor=actor)
    return postponed


@transaction.atomic
def reopen_item(session_id: UUID, *, actor: Actor, chosen: Chosen) -> AgendaItem:
    """It was recorded wrongly, or is heard again: until the session closes nothing is final."""
    session = locked_session(session_id)
    rules.check_can_run(actor, session)
    item = locked_item(session, chosen.item_id)
    rules.check_takes_part(actor, item.case)
    rules.check_item_revision(item, chosen.revision)
    if item.state not in (ItemState.DECIDED, ItemState.POSTPONED):
        raise rules.ItemChanged
    item.votes.filter(vote__in=HANDS).delete()
    item.state, item.decided_at = ItemState.WAITING, None
    touch_item(item, "state", "decided_at")
    audit.record("session.item_reopened", item, actor=actor)
    return item


PROPOSED = ("outcome", "amount", "programme", "reasons", "reason_text", "early_reason")


def details_of(item: AgendaItem) -> DecisionDetails:
    return DecisionDetails(
        reasons=item.reasons, amount=item.amount, programme_id=item.programme_id
    )


def _waiting(session: CommitteeSession, chosen: Chosen, actor: Actor) -> AgendaItem:
    item = locked_item(session, chosen.item_id)
    _check_waits(item, chosen, actor)
    return item


def _check_waits(item: AgendaItem, chosen: Chosen, actor: Actor) -> None:
    """Whoever keeps the records has no part either in what they declared an interest in."""
    rules.check_takes_part(actor, item.case)
    rules.check_is_waiting(item)
    rules.check_item_revision(item, chosen.revision)


def _propose(item: AgendaItem, proposal: Proposal) -> None:
    before = [getattr(item, name) for name in PROPOSED]
    outcome, amount = proposal.outcome, proposal.amount
    if outcome == Outcome.ACCEPTED and amount is None:
        amount = item.case.amount_asked
    programme_id = proposal.programme_id
    if outcome == Outcome.REJECTED:
        amount = programme_id = None
    kept = () if outcome == Outcome.ACCEPTED else COMMITTEE.read().chosen(proposal.reasons)
    item.outcome, item.amount, item.programme_id = outcome, amount, programme_id
    item.reasons, item.reason_text = list(kept), proposal.reason_text.strip()
    item.early_reason = proposal.early_reason.strip()
    requests.check_decision(
        item.case, outcome, item.reason_text, item.early_reason, details_of(item)
    )
    if [getattr(item, name) for name in PROPOSED] != before:
        item.votes.filter(vote__in=HANDS).delete()
    touch_item(item, *PROPOSED)


def _decide(
    session: CommitteeSession,
    item: AgendaItem,
    proposal: Proposal,
    seats: Sequence[Seat],
    hands: Mapping[UUID, Vote],
    *,
    chair_decides_ties: bool,
) -> None:
    excluded = set(item.votes.filter(vote=Vote.RECUSED).values_list("member", flat=True))
    eligible = [seat for seat in seats if seat.member_id not in excluded]
    rules.check_item_quorum(session, eligible)
    _propose(item, proposal)
    votes = dict(item.votes.filter(vote__in=HANDS).values_list("member", "vote"))
    now = clock.now()
    seen = {
        seat.member_id: hands[seat.member_id]
        for seat in eligible
        if seat.member_id in hands and seat.member_id not in votes
    }
    AgendaVote.objects.bulk_create(
        AgendaVote(item=item, member_id=member, vote=vote, cast_at=now)
        for member, vote in seen.items()
    )
    votes |= seen
    rules.check_all_voted(eligible, votes)
    tally = count(votes.values())
    chair_vote = votes.get(session.chair_id) if session.chair_id else None
    carried = is_carried(tally, chair_vote=chair_vote, chair_decides_ties=chair_decides_ties)
    rules.check_carried(tally, carried=carried)
    item.state, item.decided_at = ItemState.DECIDED, now
    touch_item(item, "state", "decided_at")
