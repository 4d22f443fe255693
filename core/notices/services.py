"""Telling people of the staff, each thing once, and taking note that they have read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.cases.models import Case
from core.cases.silence import is_silent
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.notices.queries import notices_for
from foundation import clock
from tenants.people.models import User


def notify(
    *,
    recipient: User,
    kind: NoticeKind,
    subject: str,
    case: Case | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Once for each recipient, kind and `subject`, however often it is called."""
    notify_many([recipient], kind=kind, subject=subject, case=case, details=details)


def notify_many(
    recipients: Iterable[User],
    *,
    kind: NoticeKind,
    subject: str,
    case: Case | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """The same thing to several people, in one statement. Who is no longer active is left out."""
    if is_silent():
        return
    now = clock.now()
    Notice.objects.bulk_create(
        [
            Notice(
                recipient=recipient,
                kind=kind,
                case=case,
                subject=subject,
                details=dict(details or {}),
                created_at=now,
            )
            for recipient in {person.pk: person for person in recipients}.values()
            if recipient.is_active
        ],
        ignore_conflicts=True,
    )


def mark_read(person: User, notice_id: UUID) -> None:
    """Of one's own notices; raises Notice.DoesNotExist. A second time changes nothing."""
    notice = notices_for(person).get(pk=notice_id)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=clock.now())


def mark_all_read(person: User) -> int:
    return Notice.objects.filter(recipient=person, read_at=None).update(read_at=clock.now())


def mark_case_read(person: User, case: Case) -> int:
    """Whoever opens a case has seen what they were told of it."""
    told = Notice.objects.filter(recipient=person, case=case, read_at=None)
    return told.update(read_at=clock.now())


@dataclass(frozen=True, slots=True)
class Told:
    """One thing for one person, who is active."""

    recipient_id: UUID
    kind: NoticeKind
    subject: str
    case_id: UUID
    details: Mapping[str, Any]


def notify_all(news: Iterable[Told]) -> None:
    """Many things to many people, in one statement; each of them once, as by notify."""
    now = clock.now()
    notices = [
        Notice(
            recipient_id=told.recipient_id,
            kind=told.kind,
            case_id=told.case_id,
            subject=told.subject,
            details=dict(told.details),
            created_at=now,
        )
        for told in news
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
