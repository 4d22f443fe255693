"""The investigation: who investigates, plan, interviews, evidence, and minutes that each member signs."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from core.actors import Actor
from core.cases import timing
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints import conflicts, own_deadlines, queries, rules
from core.complaints.enums import Part, RecordKind, Stand
from core.complaints.models import ComplaintRecord
from core.complaints.records import Evidence, Interview, Minutes, Plan, stored
from core.complaints.services import drawing_up, parties
from core.complaints.services.changes import locked_complaint, move_and_record, tell
from core.rules import Milestone
from foundation import clock
from foundation.models import StoredFile
from tenants.people.models import User

KIND_OF = {
    Plan: RecordKind.PLAN,
    Interview: RecordKind.INTERVIEW,
    Evidence: RecordKind.EVIDENCE,
    Minutes: RecordKind.MINUTES,
}


@transaction.atomic
def open_investigation(
    case_id: uuid.UUID,
    *,
    actor: Actor,
    chair: User,
    members: Sequence[User] = (),
    why_not_settled: str = "",
) -> Case:
    """By people without a conflict of interest; who will decide is settled at the same time, and is none of
    them. `why_not_settled`: where the policy wants a settlement tried first and there was none."""
    case = locked_complaint(case_id)
    rules.check_can_open_investigation(actor, case, why_not_settled=why_not_settled)
    team = {person.pk: person for person in (chair, *members)}
    rule = own_deadlines.investigation_rule(case.complaint)
    for person in team.values():
        part = Part.CHAIR if person.pk == chair.pk else Part.MEMBER
        parties.let_in(case.complaint, part, person, actor=actor)
    decider = conflicts.choose_decider(case.complaint, set(team))
    if decider is None:
        raise rules.NobodyLeft
    parties.end_parts(case.complaint, Part.DECIDER)
    parties.let_in(case.complaint, Part.DECIDER, decider, actor=None)
    move_and_record(
        case,
        "open_investigation",
        EventName.INVESTIGATION_OPENED,
        actor=actor,
        details={"members": len(team)},
    )
    if why_not_settled.strip():
        record_event(case, EventName.NOTE, actor=actor, note=why_not_settled)
    timing.start_own_clocks(case, [rule], at=clock.now())
    parties.tell_team(case, list(team.values()))
    tell(case)
    return case


@transaction.atomic
def change_team(
    case_id: uuid.UUID, *, actor: Actor, chair: User, members: Sequence[User] = ()
) -> Case:
    """Before the minutes are closed: somebody joins or leaves."""
    case = locked_complaint(case_id)
    rules.check_can_change_team(actor, case)
    team = {person.pk: person for person in (chair, *members)}
    parties.end_parts(case.complaint, Part.CHAIR, Part.MEMBER)
    for person in team.values():
        part = Part.CHAIR if person.pk == chair.pk else Part.MEMBER
        parties.let_in(case.complaint, part, person, actor=actor)
    parties.other_decider_than(case.complaint, set(team))
    details = {"part": Part.MEMBER.value, "members": len(team)}
    record_event(case, EventName.PARTY_NAMED, actor=actor, details=details)
    parties.tell_team(case, list(team.values()))
    return case


@transaction.atomic
def add_record(
    case_id: uuid.UUID,
    *,
    actor: Actor,
    content: Plan | Interview | Evidence,
    held_on: date | None = None,
    paper: StoredFile | None = None,
) -> ComplaintRecord:
    """A plan, an interview, a piece of evidence: each closed as it is written, with its digest."""
    case = locked_complaint(case_id)
    rules.check_investigates(actor, case)
    rules.check_day(held_on)
    record = drawing_up.draw_up(
        case, KIND_OF[type(content)], content, actor=actor, held_on=held_on, paper=paper
    )
    drawing_up.close(record)
    return record


@transaction.atomic
def write_minutes(
    case_id: uuid.UUID, *, actor: Actor, content: Minutes, held_on: date | None = None
) -> ComplaintRecord:
    """By the chair; as long as they are open the same minutes are written on."""
    case = locked_complaint(case_id)
    rules.check_can_write_minutes(actor, case)
    rules.check_day(held_on)
    record = queries.open_minutes(case.complaint)
    if record is None:
        return drawing_up.draw_up(case, RecordKind.MINUTES, content, actor=actor, held_on=held_on)
    record.content = stored(content)
    record.held_on = held_on or record.held_on
    record.revision += 1
    record.save(update_fields=["content", "held_on", "revision"])
    return record


@transaction.atomic
def close_minutes(case_id: uuid.UUID, *, actor: Actor, revision: int) -> ComplaintRecord:
    """Then each member is asked to sign them, or to say what they do not agree with. `revision`: of what
    the chair has read."""
    case = locked_complaint(case_id)
    rules.check_can_write_minutes(actor, case)
    record = queries.open_minutes(case.complaint)
    if record is None or record.revision != revision:
        raise rules.RecordChanged
    drawing_up.close(record)
    drawing_up.ask_for_signatures(case, record, queries.investigators(case.complaint))
    return record


@transaction.atomic
def sign(
    case_id: uuid.UUID,
    *,
    actor: Actor,
    record_id: uuid.UUID,
    digest: str,
    stand: Stand = Stand.SIGNED,
    words: str = "",
    drawn: str = "",
) -> Case:
    """`digest`: of what was read. A dissent says with what. With the last one the investigation is over."""
    case = locked_complaint(case_id)
    record = case.complaint.records.get(pk=record_id)
    waiting = rules.check_can_sign(actor, case, record)
    if stand == Stand.DISSENTED and not words.strip():
        raise rules.DissentWithoutWords
    if stand not in (Stand.SIGNED, Stand.DISSENTED):
        raise rules.Unfit
    if digest != record.digest or drawing_up.digest_now(record) != record.digest:
        raise rules.RecordChanged
    drawing_up.give_signature(case, waiting, stand, actor=actor, words=words, drawn=drawn)
    _end_if_all_signed(case)
    return case


@transaction.atomic
def note_refusal(
    case_id: uuid.UUID, *, actor: Actor, record_id: uuid.UUID, signer: User, words: str
) -> Case:
    """The chair writes down that a member does not sign, and what is known of why."""
    case = locked_complaint(case_id)
    rules.check_can_write_minutes(actor, case)
    record = case.complaint.records.get(pk=record_id)
    if not words.strip():
        raise rules.ReasonMissing
    waiting = record.signatures.filter(signer=signer, stand=Stand.AWAITED).first()
    if waiting is None or signer.pk == actor.pk:
        raise rules.NotYourSignature
    drawing_up.give_signature(case, waiting, Stand.REFUSED, actor=actor, words=words)
    _end_if_all_signed(case)
    return case


def _end_if_all_signed(case: Case) -> None:
    if queries.signed_minutes(case.complaint) is not None:
        timing.meet_milestones(case, Milestone.INVESTIGATION)
        parties.tell_decider(case)
