"""Amicable settlement: a record that both sides accept, within a time of its own."""

import uuid

from django.db import transaction

from core.actors import Actor
from core.cases import timing
from core.cases.enums import EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints import own_deadlines, queries, rules
from core.complaints.enums import Confidentiality, RecordKind, Stand
from core.complaints.models import ComplaintRecord, Signature
from core.complaints.records import Settlement
from core.complaints.services import drawing_up
from core.complaints.services.changes import locked_complaint, move_and_record, tell
from core.rules import Milestone
from foundation import clock
from foundation.models import StoredFile
from tenants.people.models import User


@transaction.atomic
def start_settlement(case_id: uuid.UUID, *, actor: Actor, note: str = "") -> Case:
    case = locked_complaint(case_id)
    rules.check_can_start_settlement(actor, case)
    rule = own_deadlines.settlement_rule(case.complaint)
    move_and_record(case, "start_settlement", EventName.SETTLEMENT_STARTED, actor=actor, note=note)
    timing.start_own_clocks(case, [rule], at=clock.now())
    tell(case)
    return case


@transaction.atomic
def propose_settlement(
    case_id: uuid.UUID, *, actor: User, terms: Settlement, drawn: str = ""
) -> ComplaintRecord:
    """Signed by who proposes it for the association; whoever complained is asked. A newer proposal takes
    the place of one that was not answered yet."""
    case = locked_complaint(case_id)
    rules.check_can_propose_settlement(actor, case)
    _overtake(case)
    record = drawing_up.draw_up(case, RecordKind.SETTLEMENT, terms, actor=actor)
    drawing_up.close(record)
    ours = Signature.objects.create(record=record, signer=actor, name=actor.display_name)
    drawing_up.give_signature(case, ours, Stand.SIGNED, actor=actor, drawn=drawn)
    Signature.objects.create(record=record)
    record_event(
        case,
        EventName.SETTLEMENT_PROPOSED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"record": record.number},
    )
    tell(case)
    return record


@transaction.atomic
def answer_settlement(
    case_id: uuid.UUID,
    *,
    actor: Actor | None,
    accepts: bool,
    digest: str,
    words: str = "",
    drawn: str = "",
    paper: StoredFile | None = None,
) -> Case:
    """By whoever complained (no actor: the tracking code was shown), or written down by who handles it,
    who needs the paper that was signed: nobody accepts for both sides.

    `digest`: of the record that was read; another one since then is not answered by this.
    """
    case = locked_complaint(case_id)
    if actor is not None:
        rules.check_can_write_down_answer(actor, case)
        if accepts and paper is None:
            raise rules.PaperMissing
    rules.check_can_answer_settlement(case)
    waiting = rules.awaited_settlement(case.complaint)
    if waiting is None or waiting.record.digest != digest:
        raise rules.NotYourSignature
    stand = Stand.SIGNED if accepts else Stand.REFUSED
    waiting.name = _name_of_complainant(case)
    waiting.drawing = paper
    waiting.save(update_fields=["name", "drawing"])
    drawing_up.give_signature(case, waiting, stand, actor=actor, words=words, drawn=drawn)
    record_event(
        case,
        EventName.SETTLEMENT_ANSWERED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        note=words,
        details={"record": waiting.record.number, "accepts": accepts},
    )
    return case


@transaction.atomic
def settle(case_id: uuid.UUID, *, actor: Actor, note: str = "") -> Case:
    """Both sides have accepted."""
    case = locked_complaint(case_id)
    rules.check_can_settle(actor, case)
    move_and_record(case, "settle", EventName.SETTLED, actor=actor, note=note)
    timing.meet_milestones(case, Milestone.SETTLEMENT, Milestone.COMPLAINT_REPLY)
    tell(case)
    return case


def _overtake(case: Case) -> None:
    record = queries.latest_record(case.complaint, RecordKind.SETTLEMENT)
    if record is None:
        return
    record.signatures.filter(stand=Stand.AWAITED, signer=None).update(
        stand=Stand.REFUSED, signed_at=clock.now()
    )


def _name_of_complainant(case: Case) -> str:
    """Only a name that is open anyhow."""
    if case.complaint.confidentiality != Confidentiality.NAMED or case.beneficiary is None:
        return ""
    return case.beneficiary.name
