"""A case of the past becomes a case of ours: received, and brought to where it stood, on its own days.

Nobody is told of any of it. What was owed and is over counts no more; what is still owed does, and
what of it is late already is late without an alarm.
"""

import uuid
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.beneficiaries import queries as people
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.services import BeneficiaryData
from core.case_imports.importer import Importer
from core.case_imports.past import ENDED, OUTCOME_OF, Days, PastCase
from core.cases import alarms, reception, timing
from core.cases.enums import CaseKind, EventName
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.cases.queries import open_steps, unsettled_items
from core.cases.recording import record_event
from core.cases.silence import nobody_told
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock
from core.rules import Milestone, Stage
from core.service_requests import services
from core.service_requests.deciding import DecisionDetails
from core.service_requests.enums import DeliveryState, Outcome
from core.service_requests.intake import IntakeDetails
from core.service_requests.models import Delivery
from foundation import audit, clock
from foundation.arabic import isolate

NEW_PERSON = "new_person"


def operation_of(batch_id: uuid.UUID, number: int) -> uuid.UUID:
    """The same row of the same import is the same case, however often it is imported."""
    return uuid.uuid5(batch_id, str(number))


@transaction.atomic
def take_over(past: PastCase, *, batch_id: uuid.UUID, importer: Importer) -> Case:
    operation_id = operation_of(batch_id, past.number)
    earlier = Case.objects.filter(operation_id=operation_id).first()
    if earlier is not None:
        return earlier
    days = Days(past.received_on)
    with nobody_told():
        with clock.looking_back_at(days.at):
            case, is_new = _receive(past, operation_id, batch_id, importer)
        if past.assignee is not None:
            with clock.looking_back_at(days.next()):
                services.assign(case.pk, actor=importer, assignee=past.assignee)
        _bring_along(case.pk, past, days, importer)
        case = Case.objects.select_related("beneficiary").get(pk=case.pk)
        _leave_clocks_as_they_are_today(case)
        _tell(case, past, batch_id, importer, is_new=is_new)
    return case


def _receive(
    past: PastCase, operation_id: uuid.UUID, batch_id: uuid.UUID, importer: Importer
) -> tuple[Case, bool]:
    # In the order of a reception, so that two never wait for each other.
    reception.take_turn(CaseKind.REQUEST, clock.now())
    known = _known_by_number(past)
    is_new = known is None
    received = services.receive_request(
        channel_key=past.channel_key,
        subject=past.subject,
        description=past.description,
        beneficiary_data=_filling_gaps(past.person, known),
        registered_by=importer,
        reply_channel=_reply_channel(past),
        register_number=past.registered_as,
        operation_id=operation_id,
        details=IntakeDetails(
            request_type=past.request_type,
            amount_asked=past.amount_asked,
            import_batch=batch_id,
            governing=past.governing,
        ),
    )
    person = received.case.person
    if past.categories and not person.categories:
        person.categories = list(past.categories)
        person.save(update_fields=["categories"])
        audit.record("beneficiary.imported", person, actor=importer)
    return received.case, is_new


def _known_by_number(past: PastCase) -> Beneficiary | None:
    """Nobody else can register the number until this is over."""
    if not past.person.identity_number:
        return None
    index = people.identity_index(past.person.identity_number)
    people.lock_identity(index)
    return Beneficiary.objects.filter(identity_index=index).first()


def _filling_gaps(typed: BeneficiaryData, known: Beneficiary | None) -> BeneficiaryData:
    """A sheet is older than the file of the person, and to undo the import leaves the file as it is."""
    while known is not None and known.merged_into is not None:
        known = known.merged_into
    if known is None:
        return typed
    return replace(
        typed,
        mobile="" if known.mobile else typed.mobile,
        email="" if known.email else typed.email,
    )


def _reply_channel(past: PastCase) -> ReplyChannel:
    """Nothing was agreed as far as the sheet tells; the phone is what people are called by."""
    if past.person.mobile:
        return ReplyChannel.PHONE
    return ReplyChannel.EMAIL if past.person.email else ReplyChannel.VISIT


def _bring_along(case_id: uuid.UUID, past: PastCase, days: Days, importer: Importer) -> None:
    status = past.status
    if status == S.RECEIVED:
        return
    if status == S.WITHDRAWN:
        with clock.looking_back_at(days.next(past.closed_on)):
            services.withdraw(case_id, actor=importer, reason=past.reason)
        return
    if status == S.WAITING_FOR_BENEFICIARY:
        with clock.looking_back_at(days.next()):
            _ask_again(case_id, importer)
        return
    with clock.looking_back_at(days.next()):
        _set_aside(case_id, Stage.COMPLETION, importer)
        services.mark_complete(case_id, actor=importer)
    if status == S.COMPLETE:
        return
    if status == S.UNDER_STUDY:
        with clock.looking_back_at(days.next()):
            services.refer_to_research(case_id, actor=importer)
        return
    with clock.looking_back_at(days.next()):
        _set_aside(case_id, Stage.COMMITTEE, importer)
        services.send_to_decision_body(case_id, actor=importer)
    if status != S.BEFORE_COMMITTEE:
        _decide(case_id, past, days, importer)


def _decide(case_id: uuid.UUID, past: PastCase, days: Days, importer: Importer) -> None:
    """What was granted then weighs on no budget of today, so no programme is asked for. Whoever imports
    did not decide: an appeal keeps out nobody but whom the sheet names."""
    outcome = past.outcome or Outcome.ACCEPTED
    with clock.looking_back_at(days.next(past.decided_on)):
        _set_aside(case_id, Stage.DECISION, importer)
        case = services.decide(
            case_id,
            actor=importer,
            outcome=outcome,
            reason=past.reason,
            early_reason=_said_in_arabic(importer),
            details=DecisionDetails(
                decided_by=past.decider,
                deciders=(str(past.decider.pk),) if past.decider is not None else (),
            ),
        )
        case.amount_granted = past.amount_granted
        case.save(update_fields=["amount_granted"])
        # Whoever it concerned was told then: no sheet says when.
        timing.meet_milestones(case, Milestone.NOTIFY)
    if past.status in OUTCOME_OF:
        return
    if outcome != Outcome.REJECTED:
        with clock.looking_back_at(days.next()):
            services.start_delivery(case_id, actor=importer)
        if past.status == S.DELIVERING:
            return
        with clock.looking_back_at(days.next(past.closed_on)):
            _deliver(case_id, past, importer)
    if past.status == S.CLOSED:
        with clock.looking_back_at(days.next(past.closed_on)):
            services.close(case_id, actor=importer)


def _deliver(case_id: uuid.UUID, past: PastCase, importer: Importer) -> None:
    """Its proof lies with the papers of that time; the instalment says so."""
    case = Case.objects.get(pk=case_id)
    _set_aside(case_id, Stage.DELIVERY, importer)
    Delivery.objects.create(
        case=case,
        order=1,
        what=case.subject,
        amount=past.amount_granted,
        state=DeliveryState.DELIVERED,
        method=past.method,
        delivered_at=clock.now(),
        recorded_by=importer.display_name,
        note=_said_in_arabic(importer),
    )
    services.deliver(case_id, actor=importer)


def _set_aside(case_id: uuid.UUID, stage: Stage, importer: Importer) -> None:
    """Steps and papers of then are no steps of ours: neither done by us nor owed to us."""
    case = Case.objects.get(pk=case_id)
    note = _said_in_arabic(importer)
    now = clock.now()
    for step in open_steps(case, stage):
        step.done_at, step.done_by, step.set_aside, step.note = now, str(importer), True, note
        step.save(update_fields=["done_at", "done_by", "set_aside", "note"])
    for item in unsettled_items(case):
        item.provided_at, item.provided_by, item.answer = now, str(importer), note
        item.save(update_fields=["provided_at", "provided_by", "answer"])


def _ask_again(case_id: uuid.UUID, importer: Importer) -> None:
    labels = [item.label for item in unsettled_items(Case.objects.get(pk=case_id))]
    with override(settings.LANGUAGE_CODE):
        question = "" if labels else _("What was asked for before the case was taken over.")
    services.mark_missing(case_id, actor=importer, documents=labels, question=question)


def _leave_clocks_as_they_are_today(case: Case) -> None:
    """What ended is no deadline that anybody missed as far as we know; what runs raises no old alarm."""
    clocks = Clock.objects.filter(case=case).select_related("case").prefetch_related("pauses")
    if case.status in ENDED:
        clocks.filter(met_at=None, state=ClockState.MISSED).update(
            state=ClockState.CANCELLED, next_check_at=None
        )
        return
    running = clocks.filter(next_check_at__isnull=False).order_by("pk")
    alarms.silence(alarms.alarms(running, clock.now()))
    timing.show_leading_clock(case)


def _tell(
    case: Case, past: PastCase, batch_id: uuid.UUID, importer: Importer, *, is_new: bool
) -> None:
    """The last event of the import: what comes after it, somebody did."""
    with override(settings.LANGUAGE_CODE):
        numbers = (
            (_("Old reference number"), past.old_reference),
            (_("Number in the paper register"), past.register_number),
        )
        lines = [f"{label}: {isolate(number)}" for label, number in numbers if number]
    record_event(
        case,
        EventName.IMPORTED,
        actor=importer,
        note="\n".join(lines),
        details={"import": str(batch_id), "row": past.number, NEW_PERSON: is_new},
    )


def _said_in_arabic(importer: Importer) -> str:
    with override(settings.LANGUAGE_CODE):
        return _("Taken over from a spreadsheet by %(name)s.") % {
            "name": isolate(importer.person.display_name)
        }
