"""Who may write to a beneficiary, and by which way."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.cases import rules as cases
from core.cases.models import Case
from core.messages.channels import agreed_way, recipient_of
from core.messages.enums import (
    BY_HAND,
    CallResult,
    MessageChannel,
    MessageKind,
    MessageState,
)
from core.messages.models import OutgoingMessage
from foundation import clock
from foundation.errors import Invalid, WrongState

LONGEST_REGISTER_NUMBER = 40
LONGEST_SUBJECT = 150


class AnotherWayAgreed(WrongState):
    code = "another_way_agreed"
    message = _(
        "With this beneficiary another way was agreed: %(way)s. Record the contact instead."
    )


class NoAddressKnown(WrongState):
    code = "no_address_known"
    message = _("No e-mail address is known for this request.")


class NoNumberKnown(WrongState):
    code = "no_number_known"
    message = _("No mobile number is known for this request.")


class NothingToDo(WrongState):
    code = "nothing_to_do"
    message = _("This call or letter does not wait any more.")


class NoteMissing(Invalid):
    code = "note_missing"
    message = _("Say in a few words what was spoken of.")


class TimeMissing(Invalid):
    code = "time_missing"
    message = _("Say when they want to be called: a time to come.")


class PostedInFuture(Invalid):
    code = "posted_in_future"
    message = _("This day has not come yet.")


class PostedBeforeWritten(Invalid):
    code = "posted_before_written"
    message = _("The letter was written later than that.")


class NotToBeSentAgain(WrongState):
    code = "not_to_be_sent_again"
    message = _("Only a message that did not arrive can be sent again.")


class MessageSubjectMissing(Invalid):
    code = "message_subject_missing"
    message = _("Say in a few words what you write about.")


def check_can_write(actor: Actor, case: Case) -> None:
    cases.check_can_work(actor, case)
    if agreed_way(case) is not None:
        return
    match ReplyChannel(case.reply_channel):
        case ReplyChannel.EMAIL:
            raise NoAddressKnown
        case ReplyChannel.PHONE | ReplyChannel.SMS | ReplyChannel.WHATSAPP:
            raise NoNumberKnown
    raise AnotherWayAgreed(way=ReplyChannel(case.reply_channel).label)


def check_words(subject: str, text: str) -> None:
    if not subject.strip():
        raise MessageSubjectMissing
    cases.check_length(subject, LONGEST_SUBJECT)
    cases.check_has_text(text)


def check_can_send_again(actor: Actor, case: Case, message: OutgoingMessage) -> None:
    """A receipt holds the tracking code, so it only ever goes to the address it was meant for."""
    cases.check_can_work(actor, case)
    if message.state not in (MessageState.FAILED, MessageState.RETURNED):
        raise NotToBeSentAgain
    channel = MessageChannel(message.channel)
    recipient = recipient_of(case, channel)
    if channel != MessageChannel.LETTER and not recipient:
        raise NoAddressKnown if channel == MessageChannel.EMAIL else NoNumberKnown
    if message.kind == MessageKind.RECEIPT and message.recipient != recipient:
        raise NotToBeSentAgain


def check_waits(actor: Actor, case: Case, message: OutgoingMessage) -> None:
    """Whoever may work on the case makes its calls and posts its letters."""
    cases.check_can_work(actor, case)
    if message.channel not in BY_HAND or message.state != MessageState.WAITING:
        raise NothingToDo


def check_posting(message: OutgoingMessage, posted_on: date, register_number: str) -> None:
    if posted_on > clock.today():
        raise PostedInFuture
    if posted_on < localdate(message.queued_at):
        raise PostedBeforeWritten
    cases.check_length(register_number, LONGEST_REGISTER_NUMBER)


def check_call_result(result: CallResult, *, note: str) -> None:
    """What was spoken is the evidence that the person was told."""
    if result == CallResult.REACHED and not note.strip():
        raise NoteMissing
    cases.check_length(note)
