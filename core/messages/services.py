"""Everything that promises a message; core.messages.delivery sends it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from core.actors import Actor
from core.cases import timing
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.queries import unsettled_items
from core.cases.recording import record_event
from core.cases.rules import StepAlreadyThere
from core.cases.silence import is_silent
from core.messages import rules
from core.messages.channels import agreed_way, recipient_of
from core.messages.delivery import send_message
from core.messages.enums import BY_HAND, BY_MOBILE, MessageChannel, MessageKind, MessageState
from core.messages.models import OutgoingMessage
from core.messages.queueing import enqueue
from core.rules import Milestone
from foundation import clock, codes, writing
from foundation.arabic import isolate, strip_marks
from foundation.dates import both_calendars
from tenants.addresses import own_address, own_association
from tenants.people.models import User

__all__ = ["Words", "queue_message", "send_again", "send_message", "words_of", "write_message"]

# What a text message says, by kind; of all others its headline, and where to read on.
SHORT = {
    MessageKind.RECEIPT: "short_receipt",
    MessageKind.WRITTEN: "short_written",
    MessageKind.ANSWER: "short_written",
}
# Nobody reads a link out, or types one from paper.
WITH_LINK = (MessageKind.SURVEY, MessageKind.REMINDER)


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    body: str


@transaction.atomic
def queue_message(
    case: Case, kind: MessageKind, *, tracking_code: str = "", link: str = "", text: str = ""
) -> OutgoingMessage | None:
    """By the way that was agreed, sent by a job or made by a person; None where there is none.

    Names, numbers and what was decided never stand in a message; the tracking
    code stands in the receipt only. It is written in the language of the case where somebody wrote on
    the portal, since the registered one would tell a stranger that a person is known. `link`: to a
    survey; `text`: the answer to an inquiry.
    """
    if is_silent() or (way := _way_of(case, kind)) is None:
        return None
    code = isolate(codes.display(tracking_code)) if tracking_code else ""
    words = _words(case, kind, way, code=code, link=link, text=text)
    return enqueue(
        OutgoingMessage(
            case=case,
            kind=kind,
            channel=way,
            recipient=recipient_of(case, way),
            subject=words.subject,
            body=words.body,
            queued_at=clock.now(),
        )
    )


@transaction.atomic
def write_message(
    case_id: UUID,
    *,
    actor: Actor,
    subject: str,
    text: str,
    operation_id: UUID | None = None,
    answers_id: str = "",
) -> OutgoingMessage:
    """Staff write to the beneficiary. The same `operation_id` is one message, however often it comes.

    By the way that was agreed; where that is the portal without an address, it has arrived at once.
    """
    case = _locked(case_id)
    if operation_id is not None and (earlier := _written_before(operation_id, case)):
        return earlier
    rules.check_can_write(actor, case)
    rules.check_words(subject, text)
    way = agreed_way(case) or MessageChannel.PORTAL
    words = words_of(case, subject, text)
    message = OutgoingMessage(
        case=case,
        kind=MessageKind.WRITTEN,
        channel=way,
        recipient=recipient_of(case, way),
        subject=words.subject,
        body=words.body,
        queued_at=clock.now(),
        author=actor if isinstance(actor, User) else None,
        operation_id=operation_id,
        answers_id=answers_id,
    )
    details = {"message": str(message.pk)}
    record_event(case, EventName.MESSAGE_WRITTEN, actor=actor, note=subject, details=details)
    if way == MessageChannel.PORTAL:
        return _put_on_the_portal(case, message)
    return enqueue(message)


@transaction.atomic
def send_again(
    message_id: UUID, *, actor: Actor, operation_id: UUID | None = None
) -> OutgoingMessage:
    """The same words once more, to the address that the case has now."""
    message = OutgoingMessage.objects.get(pk=message_id)
    case = _locked(message.case_id)
    if operation_id is not None and (earlier := _written_before(operation_id, case)):
        return earlier
    rules.check_can_send_again(actor, case, message)
    again = OutgoingMessage(
        case=case,
        kind=message.kind,
        channel=message.channel,
        recipient=recipient_of(case, MessageChannel(message.channel)),
        subject=message.subject,
        body=message.body,
        queued_at=clock.now(),
        author=actor if isinstance(actor, User) else None,
        operation_id=operation_id,
        answers_id=message.answers_id,
    )
    details = {"message": str(again.pk), "again": str(message.pk)}
    record_event(
        case, EventName.MESSAGE_WRITTEN, actor=actor, note=message.subject, details=details
    )
    return enqueue(again)


def words_of(case: Case, subject: str, text: str) -> Words:
    """What staff typed, as it will be sent: with the reference, and the association's name below."""
    way = agreed_way(case) or MessageChannel.PORTAL
    subject = " ".join(subject.split())
    return _words(case, MessageKind.WRITTEN, way, subject=subject, text=text.strip())


def _way_of(case: Case, kind: MessageKind) -> MessageChannel | None:
    """A receipt is not read out, nor posted: by e-mail, whatever was agreed, or to the phone agreed for."""
    way = agreed_way(case)
    if kind == MessageKind.RECEIPT and way not in BY_MOBILE:
        return MessageChannel.EMAIL if case.reply_email else None
    if way == MessageChannel.PORTAL or (kind in WITH_LINK and way in BY_HAND):
        return None
    return way


def _put_on_the_portal(case: Case, message: OutgoingMessage) -> OutgoingMessage:
    message.state = MessageState.SENT
    message.sent_at = message.queued_at
    message.save(force_insert=True)
    timing.meet_milestones(case, Milestone.FIRST_REPLY)
    return message


def _locked(case_id: UUID) -> Case:
    cases = Case.objects.select_for_update(of=("self",)).select_related("beneficiary", "assignee")
    return cases.get(pk=case_id)


def _written_before(operation_id: UUID, case: Case) -> OutgoingMessage | None:
    """Whoever used the operation first, for whichever case, keeps it."""
    message = OutgoingMessage.objects.filter(operation_id=operation_id).first()
    if message is not None and message.case_id != case.pk:
        raise StepAlreadyThere
    return message


def _words(case: Case, kind: MessageKind, way: MessageChannel, **typed: str) -> Words:
    language = case.written_in
    with writing.scope():
        context = _context(case, kind, language, typed)
        text = render_to_string(f"outbox/{language}/{kind.value}.txt", context)
        subject, body = _parted(text)
        if way not in BY_MOBILE:
            return Words(subject, body)
        short = SHORT.get(kind, "short")
        text = render_to_string(f"outbox/{language}/{short}.txt", context | {"headline": subject})
    # Marks of direction are invisible, and would make every letter of an English text cost double.
    return Words(strip_marks(subject), strip_marks(text).strip())


def _parted(text: str) -> tuple[str, str]:
    """The first line is the subject."""
    subject, _, body = text.partition("\n")
    return subject.strip()[:200], body.strip("\n")


def _context(
    case: Case, kind: MessageKind, language: str, typed: dict[str, str]
) -> dict[str, Any]:
    return {
        "association": own_association().name,
        "address": own_address(),
        "kind": case.kind,
        "reference": isolate(case.reference),
        "received_on": both_calendars(localdate(case.received_at), language),
        "due_on": both_calendars(case.due_date, language) if case.due_date else "",
        "missing": [item.label for item in unsettled_items(case) if item.asked_at]
        if kind == MessageKind.MISSING
        else [],
        **typed,
    }
