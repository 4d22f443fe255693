"""Texts by SMS and WhatsApp: they join the conversation of their case, or wait beside the mails.

A number says who writes, and no more: of cases that only a circle opens it finds those alone that we
wrote to under this very number.
"""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.actors import Actor
from core.cases.circles import outside_circles
from core.cases.enums import CaseKind, EventName, Visibility
from core.cases.models import Case, CaseEvent
from core.cases.recording import record_event
from core.mailroom.enums import MailState, Reason
from core.mailroom.models import IncomingMail
from core.messages.channels import number_index
from core.messages.enums import BY_MOBILE, MessageChannel, MessageState
from core.messages.inbound import IncomingText
from core.messages.models import OutgoingMessage
from core.messages.opting_out import wish_of
from core.messages.telling import beneficiary_wrote
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from core.service_requests import services
from foundation import clock
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission


class TextRoom:
    """What core.messages hands its texts to."""

    def take_in(self, text: IncomingText) -> None:
        take_in(text)

    def last_heard(self, channel: MessageChannel, number_index: bytes) -> datetime | None:
        heard = IncomingMail.objects.filter(channel=channel, sender_index=number_index)
        newest = heard.order_by("-received_at", "-pk").values_list("received_at", flat=True)
        return newest.first()


def take_in(text: IncomingText) -> IncomingMail:
    """Once, however often and however simultaneously it comes."""
    digest = _digest(text)
    if (known := IncomingMail.objects.filter(digest=digest).first()) is not None:
        return known
    try:
        with transaction.atomic():
            row = _stored(text, digest)
            _place(row)
            row.save()
            return row
    except IntegrityError:
        known = IncomingMail.objects.filter(digest=digest).first()
        if known is None:
            raise
        return known


def case_of_number(index: bytes) -> Case | None:
    """The open case that we wrote to last under this number, else the newest open one of whose it is."""
    written = OutgoingMessage.objects.filter(
        recipient_index=index, case__closed_at=None, channel__in=BY_MOBILE
    ).exclude(state=MessageState.FAILED)
    last = written.select_related("case").order_by("-queued_at", "-pk").first()
    if last is not None:
        return last.case
    theirs = Case.objects.filter(
        outside_circles(),
        kind__in=[CaseKind.REQUEST, CaseKind.INQUIRY],
        beneficiary__mobile_index=index,
        closed_at=None,
    )
    return theirs.order_by("-received_at", "-pk").first()


def join(row: IncomingMail, case: Case, *, actor: Actor | None) -> None:
    """Its words in the conversation; of an open request they answer what was asked, as on the portal."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("beneficiary", "assignee")
        .get(pk=case.pk)
    )
    answers = case.is_open and case.kind == CaseKind.REQUEST and bool(row.text)
    if answers:
        details = {"mail": str(row.pk), "channel": row.channel}
        services.beneficiary_replies(case.pk, text=row.text, details=details)
        case.refresh_from_db()
    event = _note(row, case, actor=actor, silent=answers)
    if not answers:
        beneficiary_wrote(case, event)
    row.case = case
    row.state = MailState.FILED


def _note(row: IncomingMail, case: Case, *, actor: Actor | None, silent: bool) -> CaseEvent:
    lines = [] if silent else [row.text]
    if row.attachments:
        with override(settings.LANGUAGE_CODE):
            lines.append(_("Something was attached that cannot be taken in this way."))
    return record_event(
        case,
        EventName.MESSAGE_RECEIVED,
        actor=actor,
        by_system=actor is None,
        visibility=Visibility.STAFF if silent else Visibility.BENEFICIARY,
        note="\n\n".join(line for line in lines if line),
        details={
            "mail": str(row.pk),
            "channel": row.channel,
            **({"silent": True} if silent and not row.attachments else {}),
        },
    )


def _stored(text: IncomingText, digest: str) -> IncomingMail:
    row = IncomingMail(
        digest=digest,
        channel=text.channel,
        validity=0,
        uid=0,
        state=MailState.WAITING,
        sender=text.sender,
        sender_index=number_index(text.sender),
        sender_name=text.sender_name,
        text=text.text,
        attachments=[{"name": "", "refused": True}] * min(text.attachments, 10),
        message_id=text.provider_id or None,
        sent_at=text.sent_at,
        received_at=clock.now(),
    )
    row.save(force_insert=True)
    return row


def _place(row: IncomingMail) -> None:
    if (stop := wish_of(row.text)) is not None:
        row.state = MailState.AUTOMATIC
        row.reason = Reason.OPTED_OUT if stop else Reason.OPTED_IN
        row.settled_at = clock.now()
        return
    case = case_of_number(bytes(row.sender_index or b""))
    if case is None:
        row.reason = Reason.UNKNOWN_NUMBER
        notify_many(
            people_who_may(Permission.HANDLE_CASES),
            kind=NoticeKind.MAIL_WAITING,
            subject=f"mail:{clock.today()}",
        )
        return
    join(row, case, actor=None)
    row.settled_at = clock.now()


def _digest(text: IncomingText) -> str:
    """Where a provider names no message the same words within a minute are one."""
    moment = text.sent_at or clock.now().replace(second=0, microsecond=0)
    named = text.provider_id or f"{text.sender}|{moment.isoformat()}|{text.text}"
    return sha256(f"{text.channel}|{text.provider}|{named}".encode()).hexdigest()
