"""Compensation: opened on proven fault, negotiated in rounds, accepted or refused, given with proof."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, name_of
from core.cases import rules as cases
from core.cases.enums import CaseStatus, EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints import compensation as stages
from core.complaints import queries, rules
from core.complaints.enums import CompensationState, OfferAnswer, OfferKind, RecordKind
from core.complaints.models import ComplaintRecord, Offer
from core.complaints.records import Ruling
from core.complaints.services import drawing_up
from core.complaints.services.changes import change, locked_complaint, move_and_record, tell
from core.complaints.workflow import WORKFLOW
from core.rules import CompensationStage
from foundation import clock
from foundation.errors import Invalid, WrongState
from foundation.models import StoredFile
from foundation.signatures import check_signature
from foundation.uploads import store


class AmountMissing(Invalid):
    code = "amount_missing"
    message = _("An offer of money needs an amount above zero, another remedy needs words.")


class OfferNotOpen(WrongState):
    code = "offer_not_open"
    message = _("This offer waits for no answer any more.")


class SignatureMissing(Invalid):
    code = "signature_missing"
    message = _("An acceptance is signed: draw the signature, or attach the signed paper.")


class ProofMissing(Invalid):
    code = "proof_missing"
    message = _("What was given needs a proof: a receipt, or the reference of the transfer.")


@dataclass(frozen=True, slots=True)
class NewOffer:
    """Money with its amount in riyals, or another remedy in words."""

    kind: OfferKind
    amount: Decimal | None = None
    what: str = ""


@transaction.atomic
def open_compensation(case_id: uuid.UUID, *, actor: Actor, note: str = "") -> Case:
    """Where the policy knows compensation, and the signed minutes say that the association is at fault."""
    case = locked_complaint(case_id)
    check_can_open(actor, case)
    move_and_record(
        case, "open_compensation", EventName.COMPENSATION_OPENED, actor=actor, note=note
    )
    change(case.complaint, compensation=CompensationState.OPEN)
    tell(case)
    return case


@transaction.atomic
def record_ruling(
    case_id: uuid.UUID, *, actor: Actor, ruling: Ruling, paper: StoredFile | None = None
) -> ComplaintRecord:
    """Of a court or authority; or, with the reason, that the matter does without one."""
    case = locked_complaint(case_id)
    rules.check_can_record_ruling(actor, case)
    record = drawing_up.draw_up(case, RecordKind.RULING, ruling, actor=actor, paper=paper)
    drawing_up.close(record)
    details = {"record": record.number, "needed": ruling.needed}
    record_event(case, EventName.RULING_RECORDED, actor=actor, details=details)
    return record


@transaction.atomic
def offer(case_id: uuid.UUID, *, actor: Actor, new: NewOffer) -> Offer:
    """The next round; it overtakes what was offered before and is not answered yet."""
    case = locked_complaint(case_id)
    check_can_offer(actor, case)
    made = _next_round(case, new, actor=actor)
    tell(case)
    return made


@transaction.atomic
def ask_for(case_id: uuid.UUID, *, new: NewOffer) -> Offer:
    """What whoever complained asks for; the caller has seen the tracking code."""
    case = locked_complaint(case_id)
    check_negotiating(case)
    return _next_round(case, new, actor=None)


@transaction.atomic
def answer_offer(
    case_id: uuid.UUID,
    *,
    actor: Actor | None,
    offer_id: uuid.UUID,
    accepts: bool,
    words: str = "",
    drawn: str = "",
    paper: StoredFile | None = None,
) -> Offer:
    """By whoever complained, or written down by who handles it. An acceptance is signed."""
    case = locked_complaint(case_id)
    if actor is not None:
        rules.check_handles(actor, case)
    check_negotiating(case)
    found = case.complaint.offers.select_for_update().get(pk=offer_id)
    if found.answer != OfferAnswer.AWAITED or not found.by_association:
        raise OfferNotOpen
    if accepts and not drawn.strip() and paper is None:
        raise SignatureMissing
    if accepts:
        stages.check_reached(case, CompensationStage.ACCEPTANCE)
    found.signature = paper or _drawing(drawn)
    found.answer = OfferAnswer.ACCEPTED if accepts else OfferAnswer.REFUSED
    found.answered_at = clock.now()
    found.answer_words = words.strip()
    found.save(update_fields=["signature", "answer", "answered_at", "answer_words"])
    if accepts:
        change(case.complaint, compensation=CompensationState.AGREED)
    record_event(
        case,
        EventName.OFFER_ANSWERED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        note=words,
        details={"round": found.round, "accepts": accepts},
    )
    return found


@transaction.atomic
def give(
    case_id: uuid.UUID,
    *,
    actor: Actor,
    transfer_reference: str = "",
    proof: StoredFile | None = None,
) -> Offer:
    """What was accepted was paid or done, with proof. A second time says that it was done."""
    case = locked_complaint(case_id)
    check_can_give(actor, case)
    found = queries.accepted_offer(case.complaint)
    if found is None:
        raise OfferNotOpen
    if not transfer_reference.strip() and proof is None:
        raise ProofMissing
    found.given_at = clock.now()
    found.given_by = name_of(actor)
    found.transfer_reference = transfer_reference.strip()
    found.proof = proof
    found.save(update_fields=["given_at", "given_by", "transfer_reference", "proof"])
    change(case.complaint, compensation=CompensationState.GIVEN)
    record_event(
        case,
        EventName.COMPENSATION_PAID,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"round": found.round, "kind": found.kind},
    )
    tell(case)
    return found


@transaction.atomic
def end_without(case_id: uuid.UUID, *, actor: Actor, why: str) -> Case:
    """No agreement was reached; the way to the outside authority stays open."""
    case = locked_complaint(case_id)
    rules.check_handles(actor, case)
    check_negotiating(case)
    if not why.strip():
        raise rules.ReasonMissing
    case.complaint.offers.filter(answer=OfferAnswer.AWAITED).update(
        answer=OfferAnswer.OVERTAKEN, answered_at=clock.now()
    )
    change(case.complaint, compensation=CompensationState.REFUSED)
    record_event(
        case,
        EventName.OFFER_ANSWERED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        note=why,
        details={"accepts": False, "ended": True},
    )
    return case


def check_can_open(actor: Actor, case: Case) -> None:
    rules.check_handles(actor, case)
    cases.check_can_step(WORKFLOW, "open_compensation", case)
    stages.rule_of(case)
    if queries.fault_found(case.complaint) is None:
        raise stages.NoFaultFound
    if case.complaint.compensation == CompensationState.GIVEN:
        raise cases.StepAlreadyThere


def check_can_offer(actor: Actor, case: Case) -> None:
    rules.check_handles(actor, case)
    check_negotiating(case)
    stages.check_reached(case, CompensationStage.NEGOTIATION)


def check_can_give(actor: Actor, case: Case) -> None:
    rules.check_handles(actor, case)
    if (
        case.status != CaseStatus.COMPENSATING
        or case.complaint.compensation != CompensationState.AGREED
    ):
        raise cases.StepNotPossible(status=CaseStatus(case.status).label)
    stages.check_reached(case, CompensationStage.PAYMENT)


def check_negotiating(case: Case) -> None:
    if (
        case.status != CaseStatus.COMPENSATING
        or case.complaint.compensation != CompensationState.OPEN
    ):
        raise cases.StepNotPossible(status=CaseStatus(case.status).label)


def _next_round(case: Case, new: NewOffer, *, actor: Actor | None) -> Offer:
    """Without an actor it is what whoever complained asks for."""
    by_association = actor is not None
    money = new.kind == OfferKind.MONEY
    if money and (new.amount is None or new.amount <= 0):
        raise AmountMissing
    if not money and not new.what.strip():
        raise AmountMissing
    now = clock.now()
    case.complaint.offers.filter(answer=OfferAnswer.AWAITED, by_association=by_association).update(
        answer=OfferAnswer.OVERTAKEN, answered_at=now
    )
    made = Offer(
        complaint=case.complaint,
        round=case.complaint.offers.count() + 1,
        kind=new.kind,
        by_association=by_association,
        amount=new.amount if money else None,
        what=new.what.strip(),
        made_at=now,
        made_by=name_of(actor),
    )
    made.save(force_insert=True)
    record_event(
        case,
        EventName.OFFER_MADE,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"round": made.round, "kind": made.kind, "by_association": by_association},
    )
    return made


def _drawing(drawn: str) -> StoredFile | None:
    if not drawn.strip():
        return None
    return store(check_signature(drawn), name="signature.png", media_type="image/png")
