"""A request arrives: on the portal, through an officer, or from a program."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import rules as governing
from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.opening import relies_on_file
from core.beneficiaries.queries import possible_duplicates
from core.beneficiaries.services import BeneficiaryData, normalised, receive_beneficiary
from core.cases import papers, reception, timing
from core.cases.enums import CaseKind, EventName, Visibility
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.cases.recording import record_event
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.request_types import rules as request_types
from core.request_types.queries import content_of
from core.rules import Channel, GoverningRules, Milestone, StartEvent
from core.service_requests import rules
from core.service_requests.as_written import COMPARED, is_kept_from_files
from core.service_requests.assignment import choose as choose_by_rule
from core.service_requests.intake import NO_DETAILS, Declaration, IntakeDetails, Received
from core.service_requests.services.daily import give
from core.service_requests.workflow import WORKFLOW
from foundation import clock, codes
from foundation.arabic import isolate, searchable, strip_marks
from tenants.people.models import User

SIGNATURE = "signature"


@transaction.atomic
def receive_request(
    *,
    channel_key: str,
    subject: str,
    description: str,
    beneficiary_data: BeneficiaryData,
    documents: Sequence[NewDocument] = (),
    declaration: Declaration | None = None,
    registered_by: Actor | None,
    reply_channel: ReplyChannel = ReplyChannel.PORTAL,
    register_number: str = "",
    received_at: datetime | None = None,
    operation_id: uuid.UUID | None = None,
    details: IntakeDetails = NO_DETAILS,
) -> Received:
    """Pin the policy in force, register the person and the case, start the clocks, give a receipt.

    `registered_by` is None for a request from the portal. The same `operation_id` gives the same case,
    however often and however simultaneously it comes.
    """
    if registered_by is not None:
        rules.check_can_register(registered_by)
    at = _arrival(received_at)
    counter = reception.take_turn(CaseKind.REQUEST, at)
    if operation_id is not None and (earlier := _received_before(operation_id, registered_by)):
        return earlier
    in_force = details.governing or governing.in_force(at)
    channel = in_force.channel(channel_key)
    if details.request_type is not None:
        request_types.check_can_be_asked_for(details.request_type, channel_key)
    data = normalised(beneficiary_data)
    kept_from_files = registered_by is not None and is_kept_from_files(registered_by)
    if kept_from_files:
        # They were shown no list to choose from.
        data = replace(data, beneficiary_id=None)
    beneficiary = receive_beneficiary(data, actor=registered_by)
    email, mobile = _reached_by(data, beneficiary, registered_by)
    rules.check_register_number(register_number)
    rules.check_reply_channel(reply_channel, email=email, mobile=mobile)
    code = reception.tracking_code(operation_id)
    case = _new_case(subject, description, in_force, channel, beneficiary)
    case.reference = reception.next_reference(counter)
    case.received_at = at
    case.reply_channel = reply_channel
    case.reply_email = email or None
    case.reply_mobile = mobile or None
    case.written_name = data.name if kept_from_files else None
    case.language = data.language if registered_by is None else ""
    case.register_number = register_number.strip()
    case.registered_by = registered_by if isinstance(registered_by, User) else None
    case.tracking_index = codes.code_hash(code)
    case.operation_id = operation_id
    case.declared_at = declaration.declared_at if declaration else None
    _add_details(case, details)
    # Of a case of the past a sheet says who has it.
    assignee, rule = choose_by_rule(case) if details.import_batch is None else (None, None)
    case.save(force_insert=True)
    reception.copy_checklist(case, in_force)
    reception.list_required_documents(
        case,
        (
            *in_force.required_documents,
            *details.documents,
            *_documents_of_known(details, beneficiary, registered_by),
        ),
    )
    reception.list_open_questions(case, details.questions)
    _keep_papers(case, documents, declaration, registered_by)
    record_event(
        case,
        EventName.RECEIVE,
        actor=registered_by,
        visibility=Visibility.BENEFICIARY,
        details={
            "channel": channel.key,
            "policy": in_force.version_label,
            "documents": len(documents),
            "possible_duplicates": len(possible_duplicates(beneficiary)),
        },
    )
    if assignee is not None:
        give(case, assignee, actor=None, rule=str(rule))
    _note_what_differs(case, data, beneficiary)
    timing.start_clocks(case, StartEvent.SUBMISSION, at=at)
    # The receipt that the person holds at the end of this reception is the acknowledgement.
    timing.meet_milestones(case, Milestone.ACKNOWLEDGE)
    if details.import_batch is None:
        queue_message(case, MessageKind.RECEIPT, tracking_code=code)
    return Received(case, code)


def _add_details(case: Case, details: IntakeDetails) -> None:
    case.request_type = details.request_type
    case.answers = dict(details.answers) if details.answers is not None else None
    case.priority = details.priority
    case.amount_asked = details.amount_asked
    case.programme_id = details.programme_id
    case.received_by = details.received_by.strip()
    case.appeal_of = details.appeal_of
    case.import_batch = details.import_batch


def _documents_of_known(
    details: IntakeDetails, beneficiary: Beneficiary, actor: Actor | None
) -> list[str]:
    """What the type asks of people like this one, as far as staff knew. On the portal, and to staff to whom
    the file is closed, nothing is told of a person by the list of what is missing, since anyone may type
    anyone's identity number."""
    if details.request_type is None or actor is None or not relies_on_file(actor, beneficiary):
        return []
    needed = content_of(details.request_type).documents_for(beneficiary.categories)
    return [document.stored_label for document in needed]


def _note_what_differs(case: Case, data: BeneficiaryData, beneficiary: Beneficiary) -> None:
    """What was typed beside what is known stays on the case, for staff to weigh; nothing known changes."""
    pairs = (
        (_("Name"), data.name, beneficiary.name),
        (_("Mobile"), data.mobile, beneficiary.mobile),
        (_("E-mail"), data.email, beneficiary.email),
    )
    differing = [(label, typed) for label, typed, known in pairs if typed and typed != known]
    if not differing:
        return
    with override(settings.LANGUAGE_CODE):
        lines = [str(_("Written with this request, and different from what is registered:"))]
        lines += [f"{label}: {isolate(typed)}" for label, typed in differing]
    record_event(
        case,
        EventName.NOTE,
        actor=None,
        visibility=Visibility.STAFF,
        note="\n".join(lines),
        details={COMPARED: True},
    )


def _arrival(received_at: datetime | None) -> datetime:
    now = clock.now()
    if received_at is not None and received_at > now:
        raise rules.ArrivesInFuture
    return received_at or now


def _received_before(operation_id: uuid.UUID, actor: Actor | None) -> Received | None:
    earlier = reception.received_before(CaseKind.REQUEST, operation_id, actor)
    return Received(*earlier) if earlier else None


def _reached_by(
    data: BeneficiaryData, beneficiary: Beneficiary, actor: Actor | None
) -> tuple[str, str]:
    """E-mail and mobile. Staff may rely on what is known to them; else only what was typed counts."""
    if actor is None or not relies_on_file(actor, beneficiary):
        return data.email, data.mobile
    return data.email or beneficiary.email or "", data.mobile or beneficiary.mobile or ""


def _new_case(
    subject: str,
    description: str,
    in_force: GoverningRules,
    channel: Channel,
    beneficiary: Beneficiary,
) -> Case:
    subject = " ".join(strip_marks(subject).split())
    rules.check_words(subject, description)
    return Case(
        kind=CaseKind.REQUEST,
        status=WORKFLOW.initial,
        subject=subject,
        subject_search=searchable(subject)[:200],
        description=description.strip(),
        beneficiary=beneficiary,
        channel_key=channel.key,
        channel_kind=channel.kind,
        channel_label=channel.label,
        policy_version=in_force.version_id,
        policy_label=in_force.version_label,
        rules_digest=in_force.digest,
    )


def _keep_papers(
    case: Case,
    documents: Sequence[NewDocument],
    declaration: Declaration | None,
    actor: Actor | None,
) -> None:
    for document in documents:
        kept = papers.attach(case, document, actor=actor)
        if (item := papers.item_for(case, document.purpose)) is not None:
            papers.settle(item, actor=actor, document=kept)
    if declaration and declaration.signature:
        signature = NewDocument(declaration.signature, SIGNATURE)
        papers.attach(case, signature, actor=actor, is_signature=True)
