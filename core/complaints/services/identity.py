"""Who complained in confidence: closed, until one person asks with a reason and another one agrees."""

import uuid

from django.db import transaction

from core.actors import Actor
from core.cases import rules as cases
from core.cases.enums import EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints import conflicts, rules
from core.complaints.enums import Confidentiality, Part, RecordKind, Stand
from core.complaints.models import ComplaintRecord, Signature
from core.complaints.records import Reveal
from core.complaints.services import drawing_up, parties
from core.complaints.services.changes import change, locked_complaint, tell
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from foundation import audit, clock
from foundation.access import allows
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission


@transaction.atomic
def ask_reveal(case_id: uuid.UUID, *, actor: Actor, reason: str) -> ComplaintRecord:
    """Those who could agree are told; where none of them may see it, one is let in. The same wish twice is
    one."""
    case = locked_complaint(case_id)
    rules.check_can_ask_reveal(actor, case)
    if not reason.strip():
        raise rules.ReasonMissing
    waiting = case.complaint.records.filter(kind=RecordKind.REVEAL, closed_at=None).first()
    if waiting is not None:
        return waiting
    record = drawing_up.draw_up(case, RecordKind.REVEAL, Reveal(reason=reason), actor=actor)
    record_event(case, EventName.REVEAL_ASKED, actor=actor, note=reason)
    notify_many(
        _asked_to_agree(case, actor),
        kind=NoticeKind.REVEAL_ASKED,
        subject=str(record.pk),
        case=case,
    )
    return record


@transaction.atomic
def answer_reveal(
    case_id: uuid.UUID, *, actor: User, record_id: uuid.UUID, agrees: bool, words: str = ""
) -> Case:
    """By another person than the one who asked. Whoever complained reads that it was opened, not why."""
    case = locked_complaint(case_id)
    record = case.complaint.records.get(pk=record_id)
    rules.check_can_answer_reveal(actor, case, record)
    drawing_up.close(record)
    Signature.objects.create(
        record=record,
        signer=actor,
        name=actor.display_name,
        stand=Stand.SIGNED if agrees else Stand.REFUSED,
        words=words.strip(),
        signed_at=clock.now(),
    )
    if not agrees:
        record_event(case, EventName.REVEAL_REFUSED, actor=actor, note=words)
        return case
    change(case.complaint, revealed_at=clock.now())
    record_event(case, EventName.REVEALED, actor=actor, visibility=Visibility.BENEFICIARY)
    if words.strip():
        record_event(case, EventName.NOTE, actor=actor, note=words)
    tell(case)
    return case


@transaction.atomic
def open_identity(case: Case, *, actor: Actor) -> dict[str, str] | None:
    """Who complained, for who handles it, once two people agreed; each look is noted."""
    complaint = case.complaint
    hidden = complaint.confidentiality == Confidentiality.CONFIDENTIAL
    if not hidden or complaint.revealed_at is None or not rules.handles(actor, complaint):
        return None
    audit.record("complaint.identity_seen", case, actor=actor)
    return {str(key): str(value) for key, value in (complaint.identity or {}).items()}


def _asked_to_agree(case: Case, actor: Actor) -> list[User]:
    """Raises NobodyLeft. Of a sensitive complaint nobody but its handler may know before it is investigated."""
    seeing = [
        each for each in _could_agree(case, actor) if allows(cases.check_can_view, each, case)
    ]
    if seeing:
        return seeing
    besides = {actor.pk} if isinstance(actor, User) else set()
    decider = conflicts.choose_decider(case.complaint, besides)
    if decider is None:
        raise rules.NobodyLeft
    parties.let_in(case.complaint, Part.DECIDER, decider, actor=None)
    return [decider]


def _could_agree(case: Case, actor: Actor) -> list[User]:
    people = list(people_who_may(Permission.DECIDE_COMPLAINTS))
    board = conflicts.stand_in(case.complaint)
    people += [board] if board is not None else []
    fit = conflicts.without_conflict(people, case.complaint)
    return [each for each in fit if each.pk != actor.pk]
