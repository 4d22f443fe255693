"""An appeal is a complaint of its own, linked to the first, that nobody of the first time has to do with."""

import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import rules as governing
from core.actors import Actor
from core.cases import reception, timing
from core.cases import rules as cases
from core.cases.enums import CaseKind, EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints import own_deadlines, queries, receipts, rules
from core.complaints.enums import KEPT_OUT, Confidentiality, Part
from core.complaints.intake import ReceivedComplaint, arrival
from core.complaints.models import Complaint
from core.complaints.services import parties
from core.complaints.services.changes import locked_complaint
from core.complaints.workflow import WORKFLOW
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.rules import StartEvent
from foundation import clock, codes
from foundation.arabic import searchable
from tenants.people.models import User


@transaction.atomic
def appeal(
    case_id: uuid.UUID, *, actor: Actor | None, grounds: str, operation_id: uuid.UUID | None = None
) -> ReceivedComplaint:
    """Under the policy in force today. Without an actor whoever complained, who showed the tracking code.

    The same `operation_id` gives the same appeal again.
    """
    first = locked_complaint(case_id)
    if operation_id is not None and (earlier := _appealed_before(first, operation_id)):
        return earlier
    rules.check_can_appeal(actor, first)
    cases.check_has_text(grounds)
    now = clock.now()
    counter = reception.take_turn(CaseKind.COMPLAINT, now)
    code = reception.tracking_code(operation_id)
    case = _new_case(first, grounds, actor, operation_id)
    case.reference = reception.next_reference(counter)
    case.received_at = arrival(now, first.complaint.confidentiality)
    case.tracking_index = codes.code_hash(code)
    case.save(force_insert=True)
    complaint = _new_complaint(first.complaint, case)
    _take_over_conflicts(first.complaint, complaint)
    _record(first, case, actor)
    parties.give_to_somebody(case)
    in_force = governing.in_force(now)
    timing.start_clocks(case, StartEvent.SUBMISSION, at=now)
    timing.start_own_clocks(case, own_deadlines.reply_rules(complaint, in_force), at=now)
    if complaint.confidentiality != Confidentiality.ANONYMOUS:
        queue_message(case, MessageKind.RECEIPT, tracking_code=code)
    return ReceivedComplaint(case, code)


def _appealed_before(first: Case, operation_id: uuid.UUID) -> ReceivedComplaint | None:
    used = Case.objects.filter(operation_id=operation_id).select_related("complaint")
    case = used.first()
    if case is None:
        return None
    if case.appeal_of_id != first.pk:
        raise cases.StepAlreadyThere  # whoever used this operation first keeps it, and their case
    repeatable = reception.code_may_be_repeated(case)
    return ReceivedComplaint(case, reception.tracking_code(operation_id) if repeatable else None)


def _new_case(
    first: Case, grounds: str, actor: Actor | None, operation_id: uuid.UUID | None
) -> Case:
    in_force = governing.in_force(clock.now())
    with override(settings.LANGUAGE_CODE):
        subject = (_("Appeal: %(subject)s") % {"subject": first.subject})[:200]
    return Case(
        kind=CaseKind.COMPLAINT,
        status=WORKFLOW.initial,
        subject=subject,
        subject_search=searchable(subject)[:200],
        description=grounds.strip(),
        beneficiary=first.beneficiary,
        priority=first.priority,
        appeal_of=first,
        reply_channel=first.reply_channel,
        reply_email=first.reply_email,
        language=first.language,
        channel_key=first.channel_key,
        channel_kind=first.channel_kind,
        channel_label=first.channel_label,
        registered_by=actor if isinstance(actor, User) else None,
        operation_id=operation_id,
        policy_version=in_force.version_id,
        policy_label=in_force.version_label,
        rules_digest=in_force.digest,
    )


def _new_complaint(first: Complaint, case: Case) -> Complaint:
    complaint = Complaint(
        case=case,
        confidentiality=first.confidentiality,
        subject_key=first.subject_key,
        severity=first.severity,
        rights_class=first.rights_class,
        triaged_at=clock.now() if first.severity else None,
        about_case=first.about_case,
        about_words=first.about_words,
        wanted=first.wanted,
        damage=first.damage,
        asks_compensation=first.asks_compensation,
        receipt_key=receipts.new_key(),
    )
    if first.identity is not None:
        complaint.identity = first.identity
    complaint.filed_digest = receipts.filed_digest(case, complaint, ())
    complaint.save(force_insert=True)
    return complaint


def _take_over_conflicts(first: Complaint, second: Complaint) -> None:
    """Whoever was kept out of the first is kept out of this; so is everybody who acted on the first."""
    for row in queries.involved(first, *KEPT_OUT):
        parties.take_over(second, row)
    for person in User.objects.filter(pk__in=queries.acted_on(first)).order_by("pk"):
        parties.keep_out(second, Part.FIRST_TIME, person)


def _record(first: Case, case: Case, actor: Actor | None) -> None:
    record_event(
        case,
        EventName.COMPLAINT_RECEIVED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"channel": case.channel_key, "policy": case.policy_label, "documents": 0},
    )
    record_event(
        first,
        EventName.APPEALED,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        details={"appeal": case.reference},
    )
