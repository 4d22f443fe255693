"""Where notices of complaints lead that do not lead to the page of their case."""

from uuid import UUID

from django.urls import reverse

from core.notices.enums import NoticeKind
from core.notices.links import register
from core.notices.models import Notice


def register_all() -> None:
    register(NoticeKind.RECORD_TO_SIGN, _record)
    register(NoticeKind.COMPLAINT_PATTERN, lambda _notice: reverse("complaints:patterns"))
    register(NoticeKind.ACTION_DUE, _action)
    register(NoticeKind.NOBODY_LEFT, lambda _notice: reverse("complaints:settings"))


def _record(notice: Notice) -> str:
    """The subject is the id of the record."""
    return reverse("complaints:record", args=[notice.case_id, UUID(notice.subject)])


def _action(notice: Notice) -> str:
    """The subject says what is told of which action: «due:…»."""
    return reverse("complaints:action", args=[UUID(notice.subject.rpartition(":")[2])])
