"""Who may write to a beneficiary, and by which way."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.cases import rules as cases
from core.cases.models import Case
from core.messages.enums import MessageKind, MessageState
from core.messages.models import OutgoingMessage
from foundation.errors import Invalid, WrongState

# Whoever agreed to a call, a letter or a visit is told in that way; the receipt they get anyhow.
BY_EMAIL = (ReplyChannel.EMAIL, ReplyChannel.PORTAL)
LONGEST_SUBJECT = 150


class AnotherWayAgreed(WrongState):
    code = "another_way_agreed"
    message = _(
        "With this beneficiary another way was agreed: %(way)s. Record the contact instead."
    )


class NoAddressKnown(WrongState):
    code = "no_address_known"
    message = _("No e-mail address is known for this request.")


class NotToBeSentAgain(WrongState):
    code = "not_to_be_sent_again"
    message = _("Only a message that did not arrive can be sent again.")


class MessageSubjectMissing(Invalid):
    code = "message_subject_missing"
    message = _("Say in a few words what you write about.")


def check_can_write(actor: Actor, case: Case) -> None:
    cases.check_can_work(actor, case)
    if case.reply_channel not in BY_EMAIL:
        raise AnotherWayAgreed(way=ReplyChannel(case.reply_channel).label)
    if case.reply_channel == ReplyChannel.EMAIL and not case.reply_email:
        raise NoAddressKnown


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
    if not case.reply_email:
        raise NoAddressKnown
    if message.kind == MessageKind.RECEIPT and message.recipient != case.reply_email:
        raise NotToBeSentAgain
