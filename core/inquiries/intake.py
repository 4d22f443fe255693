"""An inquiry arrives: on the portal, or told to somebody of the staff."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core import rules as governing
from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.services import BeneficiaryData, receive_beneficiary
from core.cases import reception, timing
from core.cases import rules as cases
from core.cases.enums import CaseKind, EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.inquiries import rules
from core.inquiries.workflow import WORKFLOW
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.rules import Channel, GoverningRules, Milestone, StartEvent
from core.service_requests import rules as requests
from core.service_requests.intake import Received
from foundation import clock, codes
from foundation.arabic import searchable, strip_marks
from foundation.identity import normalise_email, normalise_identity_number, normalise_mobile
from tenants.people.enums import Language
from tenants.people.models import User


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as they said; with an identity number it is a person whom we keep a file of."""

    name: str = ""
    identity_number: str = ""
    mobile: str = ""
    email: str = ""
    reply_channel: str = ReplyChannel.PORTAL
    language: str = Language.ARABIC

    def normalised(self) -> "Asker":
        """Raises a kind of Invalid for what cannot be a name, a number or an address."""
        name = " ".join(strip_marks(self.name).split())
        cases.check_length(name, 200)
        return Asker(
            name,
            normalise_identity_number(self.identity_number) if self.identity_number else "",
            normalise_mobile(self.mobile) if self.mobile else "",
            normalise_email(self.email) if self.email else "",
            ReplyChannel(self.reply_channel).value,
            Language(self.language).value,
        )


@transaction.atomic
def receive_inquiry(
    *,
    channel_key: str,
    question: str,
    details: str = "",
    asker: Asker,
    registered_by: Actor | None,
    received_at: datetime | None = None,
    operation_id: uuid.UUID | None = None,
) -> Received:
    """Pin the policy in force, keep the question, start the clocks of replies, give a receipt.

    `registered_by` is None for a question from the portal. The same `operation_id` is one inquiry.
    """
    if registered_by is not None:
        rules.check_can_register(registered_by)
    at = _arrival(received_at)
    counter = reception.take_turn(CaseKind.INQUIRY, at)
    if operation_id is not None and (earlier := _received_before(operation_id, registered_by)):
        return earlier
    in_force = governing.in_force(at)
    channel = in_force.channel(channel_key)
    asker = asker.normalised()
    question = " ".join(strip_marks(question).split())
    rules.check_asked(question, details)
    requests.check_reply_channel(
        ReplyChannel(asker.reply_channel), email=asker.email, mobile=asker.mobile
    )
    code = reception.tracking_code(operation_id)
    case = _new_case(question, details, in_force, channel)
    _keep_asker(case, asker, registered_by)
    case.reference = reception.next_reference(counter)
    case.received_at = at
    case.registered_by = registered_by if isinstance(registered_by, User) else None
    case.tracking_index = codes.code_hash(code)
    case.operation_id = operation_id
    case.save(force_insert=True)
    record_event(
        case,
        EventName.INQUIRY_RECEIVED,
        actor=registered_by,
        visibility=Visibility.BENEFICIARY,
        details={"channel": channel.key, "policy": in_force.version_label},
    )
    timing.start_clocks(case, StartEvent.SUBMISSION, at=at)
    # The receipt that the person holds at the end of this reception is the acknowledgement.
    timing.meet_milestones(case, Milestone.ACKNOWLEDGE)
    queue_message(case, MessageKind.RECEIPT, tracking_code=code)
    return Received(case, code)


def _arrival(received_at: datetime | None) -> datetime:
    now = clock.now()
    if received_at is not None and received_at > now:
        raise requests.ArrivesInFuture
    return received_at or now


def _received_before(operation_id: uuid.UUID, actor: Actor | None) -> Received | None:
    earlier = reception.received_before(CaseKind.INQUIRY, operation_id, actor)
    return Received(*earlier) if earlier else None


def _new_case(question: str, details: str, in_force: GoverningRules, channel: Channel) -> Case:
    return Case(
        kind=CaseKind.INQUIRY,
        status=WORKFLOW.initial,
        subject=question,
        subject_search=searchable(question)[:200],
        description=details.strip(),
        channel_key=channel.key,
        channel_kind=channel.kind,
        channel_label=channel.label,
        policy_version=in_force.version_id,
        policy_label=in_force.version_label,
        rules_digest=in_force.digest,
    )


def _keep_asker(case: Case, asker: Asker, registered_by: Actor | None) -> None:
    case.beneficiary = _beneficiary(asker, registered_by)
    case.written_name = asker.name or None
    case.reply_channel = ReplyChannel(asker.reply_channel)
    case.reply_email = asker.email or None
    case.reply_mobile = asker.mobile or None
    case.language = asker.language


def _beneficiary(asker: Asker, registered_by: Actor | None) -> Beneficiary | None:
    """Nobody gets a file for having asked a question."""
    if registered_by is None or not asker.identity_number:
        return None
    data = BeneficiaryData(
        name=asker.name,
        identity_number=asker.identity_number,
        mobile=asker.mobile,
        email=asker.email,
        reply_channel=asker.reply_channel,
        language=asker.language,
    )
    return receive_beneficiary(data, actor=registered_by)
