"""The end of a session: what it decided is applied to the cases, all of it or nothing."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from core.actors import Actor
from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.committees import queries, rules
from core.committees.enums import ItemState, SessionState, Vote
from core.committees.models import AgendaItem, CommitteeSession
from core.committees.services.locking import locked_cases, locked_session, touch
from core.committees.services.sitting import details_of
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from core.service_requests import rules as requests
from core.service_requests.budgets import lock_programmes
from core.service_requests.deciding import DecisionDetails, worded
from core.service_requests.enums import Outcome
from core.service_requests.services import decide
from foundation import audit, clock
from foundation.errors import DomainError


@transaction.atomic
def close_session(
    session_id: UUID,
    *,
    actor: Actor,
    revision: int | None = None,
    leave_out: Collection[UUID] = (),
    postpone_rest: bool = False,
    over_budget_reason: str = "",
) -> CommitteeSession:
    """Closed already: nothing happens again.

    Raises CasesChanged, with all that stand in the way; those in `leave_out` are postponed instead,
    or taken off where the case is no longer before the committee.
    """
    found = AgendaItem.objects.filter(session=session_id).exclude(state=ItemState.REMOVED)
    cases = locked_cases(found.values_list("case", flat=True))
    session = locked_session(session_id)
    if session.state == SessionState.CLOSED:
        return session
    rules.check_can_run(actor, session)
    rules.check_revision(session, revision)
    items = list(
        session.items.exclude(state=ItemState.REMOVED)
        .select_for_update(of=("self",))
        .order_by("order", "pk")
    )
    if any(item.case_id not in cases for item in items):
        raise rules.SessionChanged
    _set_aside(items, cases, leave_out, postpone_rest=postpone_rest)
    rules.check_all_heard(items)
    decided = [item for item in items if item.state == ItemState.DECIDED]
    _check_applicable(decided, cases, actor)
    lock_programmes(item.programme_id for item in decided if item.programme_id)
    _apply(session, decided, actor, over_budget_reason)
    _note_postponed(session, [i for i in items if i.state == ItemState.POSTPONED], cases, actor)
    session.state, session.closed_at = SessionState.CLOSED, clock.now()
    touch(session, "state", "closed_at")
    audit.record("session.closed", session, actor=actor, details={"decided": len(decided)})
    _ask_for_signatures(session)
    return session


def blocked_items(session: CommitteeSession, actor: Actor) -> list[rules.Blocked]:
    """What stands in the way of closing, as things are now."""
    items = session.items.filter(state=ItemState.DECIDED).select_related("case")
    listed = list(items.order_by("order", "pk"))
    return _blocked(listed, {item.case_id: item.case for item in listed}, actor)


def _set_aside(
    items: list[AgendaItem],
    cases: dict[UUID, Case],
    leave_out: Collection[UUID],
    *,
    postpone_rest: bool,
) -> None:
    for item in items:
        waits = item.state == ItemState.WAITING and postpone_rest
        left_out = item.pk in leave_out and item.state == ItemState.DECIDED
        if not waits and not left_out:
            continue
        here = cases[item.case_id].status == CaseStatus.BEFORE_COMMITTEE
        item.state = ItemState.POSTPONED if here else ItemState.REMOVED
        item.outcome, item.amount, item.programme, item.decided_at = "", None, None, None
        item.reasons, item.reason_text, item.early_reason = [], "", ""
        item.save()


def _check_applicable(decided: list[AgendaItem], cases: dict[UUID, Case], actor: Actor) -> None:
    if blocked := _blocked(decided, cases, actor):
        raise rules.CasesChanged(blocked)


def _blocked(
    decided: list[AgendaItem], cases: dict[UUID, Case], actor: Actor
) -> list[rules.Blocked]:
    found = []
    apart = set(queries.recusals(actor).values_list("item__case", flat=True))
    for item in decided:
        case = cases[item.case_id]
        try:
            requests.check_can_decide_in_session(actor, case)
            requests.check_decision(
                case,
                Outcome(item.outcome),
                item.reason_text,
                item.early_reason,
                details_of(item),
            )
        except DomainError as error:
            shown = case.reference, str(error)
            if case.pk in apart:
                shown = "", str(rules.Excluded.message)
            found.append(rules.Blocked(item.pk, item.order, *shown))
    return found


def _apply(
    session: CommitteeSession, decided: list[AgendaItem], actor: Actor, over_budget_reason: str
) -> None:
    for item in decided:
        decide(
            item.case_id,
            actor=actor,
            outcome=Outcome(item.outcome),
            reason=item.reason_text,
            early_reason=item.early_reason,
            details=DecisionDetails(
                reasons=item.reasons,
                amount=item.amount,
                programme_id=item.programme_id,
                over_budget_reason=over_budget_reason,
                session=session.number,
                decided_by=session.chair,
                deciders=_voters(item),
            ),
        )


def _voters(item: AgendaItem) -> tuple[str, ...]:
    """Who took part in the decision, whichever way they voted."""
    voted = item.votes.exclude(vote=Vote.RECUSED).order_by("pk")
    return tuple(str(member) for member in voted.values_list("member", flat=True))


def _note_postponed(
    session: CommitteeSession,
    postponed: list[AgendaItem],
    cases: dict[UUID, Case],
    actor: Actor,
) -> None:
    for item in postponed:
        note = "\n".join([*worded(item.reasons), *filter(None, [item.reason_text])])
        record_event(
            cases[item.case_id],
            EventName.POSTPONED,
            actor=actor,
            note=note,
            details={"session": session.number},
        )


def _ask_for_signatures(session: CommitteeSession) -> None:
    present = session.seats.filter(is_present=True).select_related("member").order_by("pk")
    notify_many(
        [seat.member for seat in present],
        kind=NoticeKind.MINUTES_TO_SIGN,
        subject=str(session.pk),
        details={"session": str(session.pk), "number": session.number},
    )
