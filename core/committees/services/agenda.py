"""What a session is to hear: cases that are ready come on, go off, and change places."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.actors import Actor
from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.committees import queries, rules
from core.committees.enums import ItemState, Vote
from core.committees.models import AgendaItem, AgendaVote, CommitteeSession
from core.committees.services.locking import locked_cases, locked_session, touch
from core.service_requests.appeals import first_deciders
from foundation import audit, clock


@transaction.atomic
def add_to_agenda(session_id: UUID, *, actor: Actor, case_ids: Sequence[UUID]) -> list[AgendaItem]:
    """At its end. Raises NotReady for what is not, or no longer, before the committee."""
    taken = locked_cases(case_ids)
    session = locked_session(session_id)
    rules.check_can_arrange(actor, session)
    made = put_on_agenda(session, [taken[pk] for pk in case_ids if pk in taken], actor=actor)
    if made:
        touch(session)
    return made


def put_on_agenda(
    session: CommitteeSession, chosen: Sequence[Case], *, actor: Actor
) -> list[AgendaItem]:
    """The cases are locked by the caller."""
    if not chosen:
        return []
    ready = set(
        queries.ready_cases()
        .filter(pk__in=[case.pk for case in chosen])
        .values_list("pk", flat=True)
    )
    if refused := [case for case in chosen if case.pk not in ready]:
        raise rules.not_ready(refused)
    known = {item.case_id: item for item in session.items.all()}
    first = 1 + (session.items.aggregate(last=Max("order"))["last"] or 0)
    kept = sum(item.state != ItemState.REMOVED for item in known.values())
    if kept + len(chosen) > rules.MOST_ITEMS:
        raise rules.AgendaFull(most=rules.MOST_ITEMS)
    made = []
    for order, case in enumerate(chosen, start=first):
        item = known.get(case.pk) or AgendaItem(session=session, case=case)
        item.order, item.state = order, ItemState.WAITING
        item.save()
        _recuse_first_deciders(item, session)
        made.append(item)
        _note(case, EventName.ON_AGENDA, session, actor)
    _keep_interests(made, session)
    return made


def _keep_interests(made: Sequence[AgendaItem], session: CommitteeSession) -> None:
    """What a member declared when the case was heard before holds for this session too."""
    by_case = {item.case_id: item for item in made}
    members = session.seats.values("member")
    declared = AgendaVote.objects.filter(
        item__case__in=by_case, member__in=members, vote=Vote.RECUSED, declared=True
    ).exclude(item__session=session)
    for before in declared.select_related("item").order_by("cast_at", "pk"):
        AgendaVote.objects.update_or_create(
            item=by_case[before.item.case_id],
            member_id=before.member_id,
            defaults={
                "vote": Vote.RECUSED,
                "interest": before.interest,
                "declared": True,
                "cast_at": clock.now(),
            },
        )


def _recuse_first_deciders(item: AgendaItem, session: CommitteeSession) -> None:
    """On an appeal nobody votes who took the decision that it is against."""
    deciders = first_deciders(item.case)
    members = [seat.member_id for seat in session.seats.all() if str(seat.member_id) in deciders]
    with override(settings.LANGUAGE_CODE):
        interest = str(_("Took the decision that this appeal is against"))
    for member in members:
        AgendaVote.objects.get_or_create(
            item=item,
            member_id=member,
            defaults={
                "vote": Vote.RECUSED,
                "interest": interest,
                "declared": False,
                "cast_at": clock.now(),
            },
        )


@transaction.atomic
def remove_from_agenda(session_id: UUID, *, actor: Actor, item_id: UUID) -> AgendaItem:
    """A second time changes nothing."""
    case_id = AgendaItem.objects.values_list("case", flat=True).get(session=session_id, pk=item_id)
    case = locked_cases([case_id])[case_id]
    session = locked_session(session_id)
    rules.check_can_arrange(actor, session)
    item = session.items.select_for_update().get(pk=item_id)
    if item.state == ItemState.REMOVED:
        return item
    rules.check_takes_part(actor, case)
    rules.check_is_waiting(item)
    _take_off(item)
    touch(session)
    _note(case, EventName.OFF_AGENDA, session, actor)
    return item


@transaction.atomic
def order_agenda(
    session_id: UUID, *, actor: Actor, revision: int, item_ids: Sequence[UUID]
) -> None:
    """The items in this order; what is not named keeps its place behind them."""
    session = locked_session(session_id)
    rules.check_can_arrange(actor, session)
    rules.check_revision(session, revision)
    found = session.items.exclude(state=ItemState.REMOVED).select_for_update()
    kept = {item.pk: item for item in found.order_by("order", "pk")}
    named = [pk for pk in dict.fromkeys(item_ids) if pk in kept]
    sequence = [*named, *(pk for pk in kept if pk not in set(named))]
    for order, pk in enumerate(sequence, start=1):
        kept[pk].order = order
    AgendaItem.objects.bulk_update(kept.values(), ["order"])
    touch(session)
    audit.record("session.agenda_ordered", session, actor=actor)


def release_items(session: CommitteeSession, *, actor: Actor) -> None:
    """Of a session that is called off; the cases are locked by the caller."""
    waiting = session.items.exclude(state=ItemState.REMOVED).select_related("case")
    for item in waiting.order_by("order", "pk"):
        _take_off(item)
        _note(item.case, EventName.OFF_AGENDA, session, actor)


def drop_departed(case: Case, before: str) -> None:
    """A case that was withdrawn, or decided elsewhere, leaves every agenda on which it waits.

    Follows the status of requests (core.service_requests.following): it locks items alone.
    """
    if before != CaseStatus.BEFORE_COMMITTEE:
        return
    waiting = AgendaItem.objects.filter(
        case=case, state=ItemState.WAITING, session__state__in=queries.TO_COME
    )
    for item in waiting.select_related("session").order_by("pk"):
        _take_off(item)
        _note(case, EventName.OFF_AGENDA, item.session, None)


def _take_off(item: AgendaItem) -> None:
    """Declared interests stay on record; what was proposed and voted on falls away."""
    item.votes.exclude(vote=Vote.RECUSED).delete()
    item.state, item.outcome, item.amount, item.programme = ItemState.REMOVED, "", None, None
    item.reasons, item.reason_text, item.early_reason, item.decided_at = [], "", "", None
    item.revision += 1
    item.save()


def _note(case: Case, name: EventName, session: CommitteeSession, actor: Actor | None) -> None:
    record_event(
        case, name, actor=actor, by_system=actor is None, details={"session": session.number}
    )
