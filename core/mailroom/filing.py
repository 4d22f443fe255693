"""A mail becomes part of a case: its words in the conversation, its papers among the documents."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import rules as governing
from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.queries import EMAIL
from core.beneficiaries.services import BeneficiaryData
from core.cases import papers
from core.cases.enums import EventName, MissingKind, Visibility
from core.cases.models import Case, CaseDocument, CaseEvent
from core.cases.papers import NewDocument
from core.cases.recording import record_event
from core.cases.rules import LONGEST_TEXT
from core.mailroom.enums import MailState
from core.mailroom.matching import knows
from core.mailroom.models import IncomingMail
from core.mailroom.parsing import Mail, read_mail
from core.mailroom.rules import NoEmailChannel
from core.messages.mailbox import Mailbox
from core.messages.telling import beneficiary_wrote
from core.rules import Channel, ChannelKind, ChannelNotInPolicy
from core.service_requests import rules, services
from core.service_requests.services.changes import locked_request
from foundation import clock, uploads
from foundation.arabic import listed as written_out
from foundation.arabic import searchable
from foundation.encryption import blind_index
from foundation.errors import DomainError
from foundation.models import StoredFile
from foundation.uploads import CheckedFile
from tenants.people.enums import Language

ARABIC = frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    file: StoredFile
    inline: bool


@dataclass(frozen=True, slots=True)
class Papers:
    """`refused`: what did not pass, by name."""

    kept: tuple[Paper, ...]
    refused: tuple[str, ...]


def store_papers(mail: Mail) -> Papers:
    kept, refused = [], list(mail.refused)
    for attachment in mail.attachments:
        try:
            checked = uploads.check_file(attachment.content, name=attachment.name)
        except DomainError:
            refused.append(uploads.safe_name(attachment.name))
        else:
            stored = uploads.store_checked(checked)
            kept.append(Paper(checked.name, stored, attachment.inline))
    return Papers(tuple(kept), tuple(refused))


@transaction.atomic
def file_with(row: IncomingMail, mail: Mail, case: Case, *, actor: Actor | None) -> Case:
    """`actor`: who placed it; None where it found its way. What a stranger wrote is for staff only."""
    case = locked_request(case.pk)
    found = store_papers(mail)
    from_person = knows(case, mail.sender)
    if case.is_open and from_person:
        _answer(row, mail, case, found, actor)
    else:
        _lay_beside(row, mail, case, found, actor, from_person=from_person)
    row.attachments = listed(found)
    row.case_id = case.pk
    row.state = MailState.FILED
    return case


def join_complaint(row: IncomingMail, mail: Mail, case: Case) -> None:
    """Its words for those who handle it; of a stranger not as those of whoever complained. Where nobody
    may know who that is, nothing of the sender is kept."""
    case = Case.objects.select_for_update(of=("self",)).select_related("assignee").get(pk=case.pk)
    lines = [mail.text[:LONGEST_TEXT]]
    if mail.attachments or mail.refused:
        with override(settings.LANGUAGE_CODE):
            lines.append(_("Something was attached that cannot be taken in this way."))
    event = record_event(
        case,
        EventName.MESSAGE_RECEIVED,
        actor=None,
        by_system=True,
        visibility=Visibility.BENEFICIARY if knows(case, mail.sender) else Visibility.STAFF,
        note="\n\n".join(filter(None, lines)),
        details={"mail": str(row.pk), "channel": row.channel},
    )
    beneficiary_wrote(case, event)
    row.case, row.state = case, MailState.FILED
    if case.beneficiary_id is None:
        raw, row.raw, row.message_id = row.raw, None, None
        row.sender = row.sender_name = row.subject = row.text = ""
        row.attachments = []
        if raw is not None:
            transaction.on_commit(lambda: uploads.discard(raw))


def email_channel(mailbox: Mailbox) -> Channel:
    """Raises NoEmailChannel, or ChannelNotInPolicy for one that is set up and no longer named."""
    in_force = governing.in_force(clock.now())
    if not mailbox.channel:
        named = [each for each in in_force.channels if each.kind == ChannelKind.EMAIL]
        if not named:
            raise NoEmailChannel
        return named[0]
    channel = in_force.channel(mailbox.channel)
    if channel.kind != ChannelKind.EMAIL:
        raise ChannelNotInPolicy(channel=mailbox.channel)
    return channel


def proposed_channel(mailbox: Mailbox) -> str:
    """Its key; empty where the policy names no e-mail channel, and staff choose among the others."""
    try:
        return email_channel(mailbox).key
    except NoEmailChannel:
        return ""
    except ChannelNotInPolicy:
        return proposed_channel(mailbox.model_copy(update={"channel": ""}))


def check_has_policy() -> None:
    governing.in_force(clock.now())


def open_case(
    row: IncomingMail,
    mail: Mail,
    mailbox: Mailbox,
    *,
    actor: Actor | None,
    channel_key: str = "",
) -> Case:
    """Under the e-mail channel that is set up; staff may open one without, under the policy's first, or
    under the one that they choose by `channel_key`.

    Raises DomainError where there is none such.
    """
    if actor is None and not mailbox.channel:
        raise ChannelNotInPolicy(channel=mailbox.channel)
    key = channel_key or email_channel(mailbox).key
    channel = governing.in_force(clock.now()).channel(key)
    found = store_papers(mail)
    language = language_of(mail)
    received = services.receive_request(
        channel_key=channel.key,
        subject=_subject(mail, language),
        description=bounded(mail.text),
        beneficiary_data=_person(mail, language),
        documents=[NewDocument(paper.file, paper.name) for paper in found.kept],
        registered_by=actor,
        reply_channel=ReplyChannel.EMAIL,
        operation_id=uuid5(row.pk, "case"),
    )
    case = Case.objects.select_related("beneficiary", "assignee").get(pk=received.case.pk)
    _note_arrival(row, case, found, actor=actor, silent=True)
    row.attachments = listed(found)
    row.case_id = case.pk
    row.state = MailState.OPENED
    return case


def listed(found: Papers) -> list[dict[str, object]]:
    kept = [
        {"name": paper.name, "size": paper.file.size, "file": str(paper.file.pk)}
        for paper in found.kept
    ]
    return [*kept, *({"name": name, "refused": True} for name in found.refused)]


def bounded(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def language_of(mail: Mail) -> Language:
    letters = [letter for letter in f"{mail.subject} {mail.text[:2000]}" if letter.isalpha()]
    arabic = sum(letter in ARABIC for letter in letters)
    return Language.ARABIC if not letters or arabic * 3 >= len(letters) else Language.ENGLISH


def _answer(row: IncomingMail, mail: Mail, case: Case, found: Papers, actor: Actor | None) -> None:
    """As on the portal: papers settle what is missing, words answer what was asked."""
    wanted = _only_wanted(case, found)
    asked = case.missing_items.filter(kind=MissingKind.ANSWER, provided_at=None).exists()
    for paper in found.kept:
        item_id = wanted if not paper.inline else None
        services.beneficiary_adds_document(
            case.pk, document=NewDocument(paper.file, paper.name), item_id=item_id
        )
    if mail.text:
        services.beneficiary_replies(
            case.pk, text=bounded(mail.text), details={"mail": str(row.pk)}
        )
    case.refresh_from_db()
    event = _note_arrival(row, case, found, actor=actor, silent=bool(mail.text), answered=asked)
    if not mail.text:
        beneficiary_wrote(case, event)


def _only_wanted(case: Case, found: Papers) -> UUID | None:
    """One paper for the one document that was asked for: then it is clear what it is."""
    wanted = list(
        case.missing_items.filter(
            kind=MissingKind.DOCUMENT, provided_at=None, asked_at__isnull=False
        ).order_by("pk")[:2]
    )
    attached = [paper for paper in found.kept if not paper.inline]
    return wanted[0].pk if len(wanted) == len(attached) == 1 else None


def _lay_beside(
    row: IncomingMail,
    mail: Mail,
    case: Case,
    found: Papers,
    actor: Actor | None,
    *,
    from_person: bool,
) -> None:
    """Of an ended case, or of somebody else than the beneficiary: nothing of the case moves."""
    for paper in found.kept:
        papers.attach(
            case, NewDocument(paper.file, paper.name), actor=None if from_person else actor
        )
    visibility = Visibility.BENEFICIARY if from_person else Visibility.STAFF
    event = _note_arrival(
        row, case, found, actor=actor, text=bounded(mail.text), visibility=visibility
    )
    beneficiary_wrote(case, event)


def _note_arrival(
    row: IncomingMail,
    case: Case,
    found: Papers,
    *,
    actor: Actor | None,
    silent: bool = False,
    answered: bool = False,
    text: str = "",
    visibility: Visibility = Visibility.STAFF,
) -> CaseEvent:
    """`silent`: its words stand in another line of the conversation."""
    return record_event(
        case,
        EventName.MAIL_RECEIVED,
        actor=actor,
        by_system=actor is None,
        visibility=visibility,
        note="\n\n".join(part for part in (text, _told_of_refused(found)) if part),
        details={
            "mail": str(row.pk),
            "documents": len(found.kept),
            "refused": len(found.refused),
            **({"silent": True} if silent else {}),
            **({"answered": True} if answered else {}),
        },
    )


def _told_of_refused(found: Papers) -> str:
    if not found.refused:
        return ""
    with override(settings.LANGUAGE_CODE):
        return _("Attachments that were not accepted: %(names)s") % {
            "names": written_out(found.refused[:30])
        }


def _subject(mail: Mail, language: Language) -> str:
    first = mail.subject or " ".join(mail.text.split()[:12])
    if not first:
        with override(language.value):
            first = _("E-mail without a subject")
    return first[: rules.LONGEST_SUBJECT]


def _person(mail: Mail, language: Language) -> BeneficiaryData:
    """Known by address and name together: an address alone may be anybody's, and a new file is proposed
    to staff beside those that look alike.
    """
    name = mail.sender_name or mail.sender.partition("@")[0]
    known = Beneficiary.objects.filter(
        email_index=blind_index(EMAIL, mail.sender), merged_into=None
    ).order_by("pk")[:2]
    same = [person for person in known if searchable(person.name) == searchable(name)]
    return BeneficiaryData(
        name=name,
        email=mail.sender,
        reply_channel=ReplyChannel.EMAIL,
        language=language.value,
        beneficiary_id=same[0].pk if len(same) == 1 else None,
    )


def paper_of(row: IncomingMail, number: int) -> CheckedFile | None:
    """One attachment of a mail that is kept and not placed yet, checked as it will be when it is placed.

    None where there is no such one; raises DomainError for what would not be accepted.
    """
    if row.raw is None or row.state in (MailState.FILED, MailState.OPENED):
        return None
    attachments = read_mail(uploads.open_stored(row.raw)).attachments
    if number >= len(attachments):
        return None
    return uploads.check_file(attachments[number].content, name=attachments[number].name)


def documents_of(row: IncomingMail) -> list[CaseDocument]:
    files = [each["file"] for each in row.attachments if "file" in each]
    return list(CaseDocument.objects.filter(file__in=files).select_related("file").order_by("pk"))
