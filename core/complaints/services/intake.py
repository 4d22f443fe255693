"""A complaint arrives: by the portal, or through whoever takes it in."""

import uuid
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from core import rules as governing
from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.opening import relies_on_file
from core.beneficiaries.services import BeneficiaryData, normalised, receive_beneficiary
from core.cases import papers, reception, timing
from core.cases import rules as cases
from core.cases.enums import CaseKind, EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints import own_deadlines, receipts, rules
from core.complaints.enums import Confidentiality, RightsClass
from core.complaints.intake import NewComplaint, ReceivedComplaint, arrival
from core.complaints.models import Complaint
from core.complaints.services import parties
from core.complaints.settings import SETTINGS
from core.complaints.workflow import WORKFLOW
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.rules import Channel, GoverningRules, StartEvent
from core.service_requests import rules as requests
from foundation import clock, codes
from foundation.arabic import searchable, strip_marks
from tenants.people.models import User

WITHOUT_NAME = (Confidentiality.CONFIDENTIAL, Confidentiality.ANONYMOUS)


@transaction.atomic
def receive_complaint(
    new: NewComplaint, *, channel_key: str, registered_by: Actor | None
) -> ReceivedComplaint:
    """Pin the policy in force, keep who complained as they wish it, give it to somebody without a
    conflict of interest, start the clocks, give a receipt.

    The same `operation_id` gives the same complaint, however often and however simultaneously it comes.
    """
    if registered_by is not None:
        rules.check_can_register(registered_by)
    at = _arrival(new)
    counter = reception.take_turn(CaseKind.COMPLAINT, at)
    operation_id = new.operation_id
    if operation_id is not None and (earlier := _received_before(operation_id, registered_by)):
        return earlier
    in_force = governing.in_force(at)
    channel = in_force.channel(channel_key)
    new = _checked(new, in_force)
    person = _person(new, registered_by)
    code = reception.tracking_code(operation_id)
    case = _new_case(new, in_force, channel, person, registered_by)
    case.reference = reception.next_reference(counter)
    case.received_at = at
    case.tracking_index = codes.code_hash(code)
    case.save(force_insert=True)
    kept = [papers.attach(case, each, actor=registered_by) for each in new.documents]
    complaint = _new_complaint(case, new, [each.file.sha256 for each in kept])
    record_event(
        case,
        EventName.COMPLAINT_RECEIVED,
        actor=registered_by,
        visibility=Visibility.BENEFICIARY,
        details={
            "channel": channel.key,
            "policy": in_force.version_label,
            "documents": len(kept),
            "confidentiality": new.confidentiality.value,
        },
    )
    parties.find_conflicts(complaint, new)
    parties.give_to_somebody(case)
    timing.start_clocks(case, StartEvent.SUBMISSION, at=at)
    timing.start_own_clocks(case, own_deadlines.reply_rules(complaint, in_force), at=at)
    if new.confidentiality != Confidentiality.ANONYMOUS:
        queue_message(case, MessageKind.RECEIPT, tracking_code=code)
    return ReceivedComplaint(case, code)


def _checked(new: NewComplaint, in_force: GoverningRules) -> NewComplaint:
    """In its written form; raises a kind of Invalid for what cannot be taken."""
    cases.check_has_text(new.text)
    settings = SETTINGS.read()
    if new.subject_key and settings.subject(new.subject_key) is None:
        raise rules.UnknownSubject
    requests.check_register_number(new.register_number)
    if new.confidentiality == Confidentiality.ANONYMOUS:
        if not rules.takes_anonymous(in_force):
            raise rules.AnonymousNotTaken
        if new.reply_channel != ReplyChannel.PORTAL:
            raise rules.OnlyByCode
        return replace(new, person=None)
    if new.person is None:
        raise rules.WhoComplained
    person = normalised(new.person)
    if new.confidentiality == Confidentiality.CONFIDENTIAL and new.reply_channel not in (
        ReplyChannel.PORTAL,
        ReplyChannel.EMAIL,
    ):
        raise rules.OnlyInConfidence
    requests.check_reply_channel(new.reply_channel, email=person.email, mobile=person.mobile)
    return replace(new, person=person)


def _person(new: NewComplaint, actor: Actor | None) -> Beneficiary | None:
    """Only who complains by name gets, or has, a file; nothing of the others leads to one."""
    if new.confidentiality in WITHOUT_NAME or new.person is None:
        return None
    return receive_beneficiary(new.person, actor=actor)


def _new_case(
    new: NewComplaint,
    in_force: GoverningRules,
    channel: Channel,
    person: Beneficiary | None,
    actor: Actor | None,
) -> Case:
    """An anonymous one is nobody's intake: who took it in stands in the timeline alone."""
    anonymous = new.confidentiality == Confidentiality.ANONYMOUS
    title = " ".join(strip_marks(new.title).split())[:200] or _title(new)
    return Case(
        kind=CaseKind.COMPLAINT,
        status=WORKFLOW.initial,
        subject=title,
        subject_search=searchable(title)[:200],
        description=new.text.strip(),
        beneficiary=person,
        channel_key=channel.key,
        channel_kind=channel.kind,
        channel_label=channel.label,
        policy_version=in_force.version_id,
        policy_label=in_force.version_label,
        rules_digest=in_force.digest,
        reply_channel=new.reply_channel,
        reply_email=_email(new, person, actor),
        reply_mobile=_mobile(new, person),
        language=new.language,
        register_number=new.register_number.strip(),
        received_by=new.received_by.strip(),
        registered_by=actor if isinstance(actor, User) and not anonymous else None,
        operation_id=new.operation_id,
    )


def _title(new: NewComplaint) -> str:
    """Of the subject, never of the words: a title stands in lists."""
    subject = SETTINGS.read().subject(new.subject_key)
    return subject.ar if subject else ""


def _email(new: NewComplaint, person: Beneficiary | None, actor: Actor | None) -> str | None:
    """What was typed; what is known of a person only where staff may rely on it."""
    if new.person is None:
        return None
    if new.person.email or person is None or actor is None:
        return new.person.email or None
    return person.email if relies_on_file(actor, person) else None


def _mobile(new: NewComplaint, person: Beneficiary | None) -> str | None:
    """Of who complains by name: nobody is called, or sent texts, of a complaint in confidence."""
    if new.person is None or person is None:
        return None
    return new.person.mobile or None


def _new_complaint(case: Case, new: NewComplaint, files: list[str]) -> Complaint:
    subject = SETTINGS.read().subject(new.subject_key)
    sensitive = subject is not None and subject.sensitive
    complaint = Complaint(
        case=case,
        confidentiality=new.confidentiality,
        subject_key=new.subject_key,
        rights_class=RightsClass.SENSITIVE if sensitive else RightsClass.ORDINARY,
        about_case=new.about_case,
        about_words=new.about_words.strip(),
        wanted=new.wanted.strip(),
        damage=new.damage.strip(),
        asks_compensation=new.asks_compensation,
        receipt_key=receipts.new_key(),
    )
    if new.confidentiality == Confidentiality.CONFIDENTIAL and new.person is not None:
        complaint.identity = _identity(new.person)
    complaint.filed_digest = receipts.filed_digest(case, complaint, files)
    complaint.save(force_insert=True)
    return complaint


def _identity(person: BeneficiaryData) -> dict[str, str]:
    return {
        "name": person.name,
        "identity_number": person.identity_number,
        "mobile": person.mobile,
        "email": person.email,
    }


def _arrival(new: NewComplaint) -> datetime:
    now = clock.now()
    at = new.received_at or now
    if at > now:
        raise requests.ArrivesInFuture
    return arrival(at, new.confidentiality)


def _received_before(operation_id: uuid.UUID, actor: Actor | None) -> ReceivedComplaint | None:
    earlier = reception.received_before(CaseKind.COMPLAINT, operation_id, actor)
    return ReceivedComplaint(*earlier) if earlier else None
