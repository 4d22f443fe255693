"""What the day brings to complaints: those that wait for somebody, what repeats itself, actions due."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from core.cases.models import Case
from core.complaints import services
from core.complaints.conflicts import kept_out
from core.complaints.enums import LET_IN
from core.complaints.models import Complaint, Involvement
from core.complaints.patterns import open_actions, patterns_for
from core.notices.enums import NoticeKind
from core.notices.services import notify
from foundation import clock
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission

BEFORE: Final = timedelta(days=3)


def give_what_waits() -> int:
    """Complaints that nobody has, or that somebody has whom a conflict keeps out by now."""
    waiting = sorted(_without_anybody() | _with_somebody_kept_out())
    for case_id in waiting:
        services.give_waiting(case_id)
    return len(waiting)


def tell_of_patterns() -> int:
    """Those who decide on complaints, each of what they may open themselves; once in a month."""
    month = f"{clock.today():%Y-%m}"
    told = 0
    for person in people_who_may(Permission.DECIDE_COMPLAINTS):
        for pattern in patterns_for(person):
            subject = f"{pattern.address}:{month}"
            notify(recipient=person, kind=NoticeKind.COMPLAINT_PATTERN, subject=subject)
            told += 1
    return told


def remind_of_actions() -> int:
    """The owner: three days before, and once more when the day has passed."""
    today = clock.today()
    due = list(open_actions().filter(due_on__lte=today + BEFORE).select_related("owner"))
    for action in due:
        state = "late" if action.due_on < today else "due"
        notify(recipient=action.owner, kind=NoticeKind.ACTION_DUE, subject=f"{state}:{action.pk}")
    return len(due)


def _without_anybody() -> set[UUID]:
    waiting = Case.objects.filter(complaint__isnull=False, assignee=None, closed_at=None)
    return set(waiting.order_by("pk").values_list("pk", flat=True))


def _with_somebody_kept_out() -> set[UUID]:
    held = Involvement.objects.filter(
        part__in=LET_IN, ended_at=None, complaint__case__closed_at=None
    )
    people = User.objects.filter(pk__in=held.order_by().values("person"))
    found: set[UUID] = set()
    for person in people.order_by("pk"):
        theirs = Complaint.objects.filter(pk__in=held.filter(person=person).values("complaint"))
        gone = kept_out(person) if person.is_active else Q()
        found |= set(theirs.filter(gone).values_list("case_id", flat=True))
    return found
