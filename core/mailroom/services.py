"""Everything that becomes of a mail: taken in once, placed by itself or by a person."""

import logging
from datetime import timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.actors import Actor, name_of
from core.cases.enums import EventName, Visibility
from core.cases.models import Case, CaseEvent, MissingItem
from core.cases.queries import cases_visible_to
from core.cases.recording import record_event
from core.mailroom import filing, rules, texts
from core.mailroom.automatic import Judged, Verdict, judge
from core.mailroom.enums import MailState, Reason
from core.mailroom.matching import case_called, complaint_of, match
from core.mailroom.models import IncomingMail
from core.mailroom.parsing import Mail, read_mail
from core.messages.failures import mark_returned
from core.messages.mailbox import MAILBOX, Mailbox
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from core.rules import ChannelNotInPolicy, NoPolicyInForce
from core.service_requests import rules as requests
from foundation import audit, clock, limits, uploads
from foundation.errors import DomainError
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission

logger = logging.getLogger(__name__)

MOST_FROM_ONE_SENDER: Final = 20
HOUR: Final = 3600
RAW_KEPT: Final = timedelta(days=30)
MEDIA_TYPE: Final = "message/rfc822"


def take_in(
    raw: bytes, *, validity: int = 0, uid: int = 0, too_large: bool = False
) -> IncomingMail:
    """Once, however often and however simultaneously it comes. `too_large`: `raw` is its head only.

    One transaction holds the mail and all that came of it; call it outside of any.
    """
    mail = read_mail(raw)
    if (known := _seen(mail.digest, validity, uid)) is not None:
        return known
    mailbox = MAILBOX.read()
    judged = judge(mail, own_addresses(mailbox))
    crowded = judged.verdict == Verdict.WRITTEN and _comes_too_often(mail.sender)
    try:
        with transaction.atomic():
            row = _stored(mail, raw, validity, uid)
            if (reason := _refused(judged, crowded=crowded, too_large=too_large)) is not None:
                _refuse(row, reason)
            else:
                _place(row, mail, judged, mailbox)
            row.save()
            return row
    except IntegrityError:
        known = _seen(mail.digest, validity, uid)
        if known is None:
            raise
        return known


def take_in_unplaced(raw: bytes, *, validity: int, uid: int) -> IncomingMail:
    """For a mail that take_in could not place for a reason nobody foresaw: a person looks at it."""
    mail = _read_at_all(raw)
    if (known := _seen(mail.digest, validity, uid)) is not None:
        return known
    with transaction.atomic():
        row = _stored(mail, raw, validity, uid)
        _wait(row, Reason.FAILED)
        row.save()
    return row


def _read_at_all(raw: bytes) -> Mail:
    """One mail that cannot be read holds up none of those behind it."""
    try:
        return read_mail(raw)
    except Exception:
        logger.exception("Could not read a mail; it is kept as it came")
        return Mail(digest=sha256(raw).hexdigest(), unreadable=True)


def own_addresses(mailbox: Mailbox) -> frozenset[str]:
    """Whatever comes from these we sent ourselves."""
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip().lower()
    return frozenset(filter(None, (mailbox.reached_at, mailbox.user.lower(), sender)))


@transaction.atomic
def place_with(mail_id: UUID, *, actor: Actor, reference: str) -> IncomingMail:
    """With the case of this reference number, whatever the mail says of itself."""
    row = _to_place(mail_id, actor)
    case = case_called(reference)
    if case is None or not cases_visible_to(actor).filter(pk=case.pk).exists():
        raise rules.CaseNotFound
    if rules.is_text(row):
        texts.join(row, case, actor=actor)
    else:
        filing.file_with(row, _opened(row), case, actor=actor)
    return _settled(row, actor, "mail.filed")


@transaction.atomic
def open_case_from(mail_id: UUID, *, actor: Actor, channel_key: str = "") -> IncomingMail:
    """`channel_key`: under which channel of the policy it counts; empty for the e-mail channel."""
    row = _to_place(mail_id, actor)
    rules.check_opens(row)
    requests.check_can_register(actor)
    filing.open_case(row, _opened(row), MAILBOX.read(), actor=actor, channel_key=channel_key)
    return _settled(row, actor, "mail.opened")


@transaction.atomic
def set_aside(mail_id: UUID, *, actor: Actor, why: str) -> IncomingMail:
    row = _to_place(mail_id, actor)
    rules.check_reason(why)
    row.state = MailState.DISMISSED
    row.note = why.strip()
    return _settled(row, actor, "mail.set_aside")


@transaction.atomic
def take_out(mail_id: UUID, *, actor: Actor) -> IncomingMail:
    """It was filed with the wrong case: its papers go, its words are for staff only, and it waits again.

    Not where it settled what was missing: then the case has gone on.
    """
    rules.check_can_place(actor)
    row = _locked(mail_id)
    rules.check_can_take_out(row)
    if row.case is None:
        raise rules.MailAlreadyPlaced
    case = Case.objects.select_for_update(of=("self",)).get(pk=row.case.pk)
    documents = filing.documents_of(row)
    told = CaseEvent.objects.filter(case=case, details__mail=str(row.pk))
    settled = MissingItem.objects.filter(document__in=documents)
    if settled.exists() or told.filter(details__answered=True).exists():
        raise rules.AlreadyWorkedWith
    for document in documents:
        stored = document.file
        document.delete()
        transaction.on_commit(lambda stored=stored: uploads.discard(stored))  # type: ignore[misc]
    told.update(visibility=Visibility.STAFF)
    note = _("An e-mail that was filed here by mistake was taken out again.")
    record_event(case, EventName.NOTE, actor=actor, note=note)
    audit.record("mail.taken_out", row, actor=actor, details={"case": case.reference})
    row.state = MailState.WAITING
    row.reason = Reason.TAKEN_OUT
    row.case = row.settled_at = None
    row.settled_by = ""
    if not rules.is_text(row):
        row.attachments = _names(_opened(row))
    row.save()
    return row


def forget_settled() -> int:
    """The mails themselves go some weeks after they were placed; what came of them stays."""
    old = IncomingMail.objects.exclude(state=MailState.WAITING).filter(
        raw__isnull=False, settled_at__lt=clock.now() - RAW_KEPT
    )
    forgotten = 0
    for row in old.select_related("raw").order_by("settled_at", "pk")[:500]:
        if row.raw is not None:
            with transaction.atomic():
                uploads.discard(row.raw)
            forgotten += 1
    return forgotten


# --- taking in ---


def _seen(digest: str, validity: int, uid: int) -> IncomingMail | None:
    """The same mail again, perhaps in another place of the mailbox: the newest place counts."""
    row = IncomingMail.objects.filter(digest=digest).first()
    if row is not None and (validity, uid) > (row.validity, row.uid) and uid:
        row.validity, row.uid = validity, uid
        row.save(update_fields=["validity", "uid"])
    return row


def _comes_too_often(sender: str) -> bool:
    try:
        limits.hit("mail-from", sender, MOST_FROM_ONE_SENDER, HOUR)
    except limits.TooManyAttempts:
        return True
    return False


def _stored(mail: Mail, raw: bytes, validity: int, uid: int) -> IncomingMail:
    """The row first: whoever takes in the same mail at this moment waits for it."""
    row = IncomingMail(
        digest=mail.digest,
        validity=validity,
        uid=uid,
        state=MailState.WAITING,
        sender=mail.sender,
        sender_name=mail.sender_name,
        subject=mail.subject,
        text=mail.text,
        attachments=_names(mail),
        message_id=mail.message_id or None,
        sent_at=mail.sent_at,
        received_at=clock.now(),
    )
    row.save(force_insert=True)
    row.raw = uploads.store(raw, name="mail.eml", media_type=MEDIA_TYPE)
    return row


def _names(mail: Mail) -> list[dict[str, object]]:
    found: list[dict[str, object]] = [
        {"name": uploads.safe_name(each.name), "size": len(each.content)}
        for each in mail.attachments
    ]
    return [*found, *({"name": uploads.safe_name(name), "refused": True} for name in mail.refused)]


def _refused(judged: Judged, *, crowded: bool, too_large: bool) -> Reason | None:
    if too_large:
        return Reason.TOO_LARGE
    if judged.verdict == Verdict.OWN:
        return Reason.LOOP
    return Reason.TOO_MANY if crowded else None


def _refuse(row: IncomingMail, reason: Reason) -> None:
    row.state = MailState.REFUSED
    row.reason = reason
    row.settled_at = clock.now()


def _wait(row: IncomingMail, reason: Reason, proposal: Case | None = None) -> None:
    row.state = MailState.WAITING
    row.reason = reason
    row.case = proposal
    notify_many(
        people_who_may(Permission.HANDLE_CASES),
        kind=NoticeKind.MAIL_WAITING,
        subject=f"mail:{clock.today()}",  # one line a day, however many wait
    )


def _place(row: IncomingMail, mail: Mail, judged: Judged, mailbox: Mailbox) -> None:
    found, complaint = match(mail), complaint_of(mail)
    row.case = complaint  # so that its circle alone sees even a mail that joins nothing
    if judged.verdict == Verdict.RETURNED:
        _take_back(row, judged)
    elif judged.verdict == Verdict.AUTOMATIC:
        _lay_by(row, found.case if found and found.trusted else None)
    elif mail.unreadable:
        _wait(row, Reason.UNREADABLE, found.case if found else complaint)
    elif complaint is not None:
        filing.join_complaint(row, mail, complaint)
        row.settled_at = clock.now()
    elif found is not None and found.trusted:
        filing.file_with(row, mail, found.case, actor=None)
        row.settled_at = clock.now()
    elif found is not None:
        _wait(row, Reason.UNKNOWN_SENDER, found.case)
    else:
        _open(row, mail, mailbox)


def _take_back(row: IncomingMail, judged: Judged) -> None:
    for message_id in judged.returned:
        message = mark_returned(message_id, why=judged.why)
        if message is not None:
            row.case_id = message.case_id
    row.state = MailState.AUTOMATIC
    row.settled_at = clock.now()


def _lay_by(row: IncomingMail, case: Case | None) -> None:
    """Told in the timeline, where it belongs to one; nothing moves, and nobody answers it."""
    row.state = MailState.AUTOMATIC
    row.settled_at = clock.now()
    if case is None:
        return
    row.case = case
    details = {"mail": str(row.pk), "automatic": True, "silent": True}
    record_event(case, EventName.MAIL_RECEIVED, actor=None, by_system=True, details=details)


def _open(row: IncomingMail, mail: Mail, mailbox: Mailbox) -> None:
    if not mailbox.opens_cases:
        _wait(row, Reason.NOT_OPENED)
        return
    try:
        with transaction.atomic():
            filing.open_case(row, mail, mailbox, actor=None)
    except (ChannelNotInPolicy, NoPolicyInForce):
        _wait(row, Reason.NO_CHANNEL)
    except DomainError:
        _wait(row, Reason.NOT_ACCEPTED)
    else:
        row.settled_at = clock.now()


# --- placing ---


def _to_place(mail_id: UUID, actor: Actor) -> IncomingMail:
    rules.check_can_place(actor)
    row = _locked(mail_id)
    rules.check_is_placeable(row)
    return row


def _locked(mail_id: UUID) -> IncomingMail:
    rows = IncomingMail.objects.select_for_update(of=("self",)).select_related("raw")
    return rows.get(pk=mail_id)


def _opened(row: IncomingMail) -> Mail:
    if row.raw is None:
        raise rules.MailGone
    return read_mail(uploads.open_stored(row.raw))


def _settled(row: IncomingMail, actor: Actor, done: str) -> IncomingMail:
    row.settled_at = clock.now()
    row.settled_by = name_of(actor)
    row.save()
    details = {"case": str(row.case_id)} if row.case_id else {}
    audit.record(done, row, actor=actor, details=details)
    return row
