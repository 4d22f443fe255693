"""Who may place the mails that came in, and which of them."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases import rules as cases
from core.mailroom.enums import MailState
from core.mailroom.models import IncomingMail
from core.messages.enums import MessageChannel
from foundation.errors import Invalid, WrongState
from tenants.people.roles import Permission

PLACEABLE = (MailState.WAITING, MailState.AUTOMATIC, MailState.REFUSED, MailState.DISMISSED)


class MailAlreadyPlaced(WrongState):
    code = "mail_already_placed"
    message = _("Somebody has already placed this e-mail.")


class MailGone(WrongState):
    code = "mail_gone"
    message = _("The e-mail itself is not kept any more.")


class AlreadyWorkedWith(WrongState):
    code = "already_worked_with"
    message = _(
        "It settled something that was missing, so the request has gone on: correct it there."
    )


class TextOpensNothing(WrongState):
    code = "text_opens_nothing"
    message = _("Register the request by hand, then file this text with it.")


class CaseNotFound(Invalid):
    code = "case_not_found"
    message = _("No request has this reference number.")


class NoEmailChannel(Invalid):
    code = "no_email_channel"
    message = _(
        "The policy in force names no e-mail channel: choose the channel under which it counts."
    )


def check_can_place(actor: Actor) -> None:
    cases.check_holds_any(actor, Permission.HANDLE_CASES)


def is_text(mail: IncomingMail) -> bool:
    """A text is kept as it is; of a mail more is needed than what is shown."""
    return mail.channel != MessageChannel.EMAIL


def check_is_placeable(mail: IncomingMail) -> None:
    if mail.state not in PLACEABLE:
        raise MailAlreadyPlaced
    if mail.raw_id is None and not is_text(mail):
        raise MailGone


def check_opens(mail: IncomingMail) -> None:
    if is_text(mail):
        raise TextOpensNothing


def check_can_take_out(mail: IncomingMail) -> None:
    if mail.state != MailState.FILED:
        raise MailAlreadyPlaced
    if mail.raw_id is None and not is_text(mail):
        raise MailGone


def check_reason(text: str) -> None:
    cases.check_has_text(text)
    cases.check_length(text, 500)
