"""Which case a mail belongs to. What its sender claims is never enough by itself."""

import re
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from core.cases.enums import CaseKind
from core.cases.models import Case
from core.cases.reception import PREFIXES
from core.mailroom.parsing import Mail
from core.messages.headers import our_ids
from core.messages.mailbox import case_of_address
from core.messages.models import OutgoingMessage
from foundation.arabic import clean_typed

_NUMBER: Final = re.compile(
    rf"\b((?:{'|'.join(PREFIXES.values())})-\d{{4}}-\d{{4,7}})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Match:
    """`trusted`: it came from an address that this case knows; otherwise a person looks at it."""

    case: Case
    trusted: bool


def match(mail: Mail) -> Match | None:
    """By the message of ours that it answers, then the address it went to, then the number it names."""
    case = _answered(mail) or _addressed(mail) or _named(mail.subject)
    return Match(case, knows(case, mail.sender)) if case is not None else None


def complaint_of(mail: Mail) -> Case | None:
    """A complaint that the mail answers or names: it must not open a request for everybody to read."""
    addressed = [found for address in mail.recipients if (found := case_of_address(address))]
    wanted = Q(messages__in=our_ids(mail.references)) | Q(pk__in=addressed)
    if (number := _NUMBER.search(clean_typed(mail.subject))) is not None:
        wanted |= Q(reference=number[1].upper())
    return Case.objects.filter(wanted, kind=CaseKind.COMPLAINT).order_by("pk").first()


def knows(case: Case, sender: str) -> bool:
    """The address agreed for this case, or one that we wrote to about it."""
    if not sender:
        return False
    if sender == (case.reply_email or "").lower():
        return True
    sent = OutgoingMessage.objects.filter(case=case, channel="email").order_by("-queued_at", "pk")
    return any(message.recipient.lower() == sender for message in sent[:20])


def case_called(typed: str) -> Case | None:
    """For staff who type a reference number."""
    return _named(typed)


def _answered(mail: Mail) -> Case | None:
    ours = our_ids(mail.references)
    sent = OutgoingMessage.objects.filter(pk__in=ours).select_related("case__beneficiary")
    by_id = {message.pk: message.case for message in sent.order_by("pk")}
    return next(
        (by_id[pk] for pk in ours if pk in by_id and by_id[pk].kind == CaseKind.REQUEST), None
    )


def _addressed(mail: Mail) -> Case | None:
    named = [found for address in mail.recipients if (found := case_of_address(address))]
    return _requests().filter(pk__in=named).order_by("pk").first() if named else None


def _named(text: str) -> Case | None:
    found = _NUMBER.search(clean_typed(text))
    return _requests().filter(reference=found[1].upper()).order_by("pk").first() if found else None


def _requests() -> QuerySet[Case]:
    return Case.objects.filter(kind=CaseKind.REQUEST).select_related("beneficiary", "assignee")
