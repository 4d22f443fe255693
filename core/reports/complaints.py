"""Totals of complaints: of those alone that the reader may open, so that no figure tells of another."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from core.cases.enums import EventName
from core.cases.models import CaseEvent
from core.complaints.enums import Finding, OfferAnswer
from core.complaints.models import Offer
from core.complaints.queries import complaints_visible_to
from core.complaints.settings import SETTINGS
from foundation import clock
from tenants.people.models import User
from tenants.people.roles import Permission

ENDS = (EventName.SETTLED, EventName.DECIDE, EventName.TURNED_AWAY, EventName.WITHDRAW)


@dataclass(frozen=True, slots=True)
class ComplaintFigures:
    """`settled_percent`: of those that ended. `mean_days`: from arrival to their end or decision.

    `compensation`: what was given, None for whom amounts are closed.
    """

    received: int
    open: int
    late: int
    settled_percent: int | None
    mean_days: float | None
    by_subject: tuple[tuple[str, int], ...]
    by_finding: tuple[tuple[str, int], ...]
    compensation: Decimal | None
    compensated: int


def complaint_figures(reader: User) -> ComplaintFigures | None:
    """None for who sees no complaints; in a fixed number of queries."""
    if not reader.has_permission(Permission.VIEW_COMPLAINTS):
        return None
    cases = complaints_visible_to(reader).select_related(None).order_by()
    open_ones = Q(closed_at=None)
    counts = cases.aggregate(
        received=Count("pk"),
        open=Count("pk", filter=open_ones),
        late=Count("pk", filter=open_ones & Q(due_at__lt=clock.now())),
    )
    rows = list(
        cases.values_list("pk", "received_at", "complaint__subject_key", "complaint__finding")
    )
    ended = _ended({pk: received for pk, received, _subject, _finding in rows})
    settled = sum(name == EventName.SETTLED for name, _days in ended)
    given = Offer.objects.filter(
        complaint__case__in=cases.values("pk"),
        answer=OfferAnswer.ACCEPTED,
        given_at__isnull=False,
    ).aggregate(total=Sum("amount"), number=Count("pk"))
    sees_amounts = reader.has_permission(Permission.VIEW_COMPENSATION)
    return ComplaintFigures(
        **counts,
        settled_percent=round(100 * settled / len(ended)) if ended else None,
        mean_days=sum(days for _name, days in ended) / len(ended) if ended else None,
        by_subject=_subjects(Counter(subject for _pk, _at, subject, _finding in rows)),
        by_finding=_findings(Counter(finding for _pk, _at, _subject, finding in rows)),
        compensation=(given["total"] or Decimal(0)) if sees_amounts else None,
        compensated=given["number"],
    )


def _ended(received: dict[UUID, datetime]) -> list[tuple[str, float]]:
    """How each that ended did so at last, and after how many days."""
    events = CaseEvent.objects.filter(case__in=list(received), name__in=ENDS)
    last: dict[UUID, tuple[str, datetime]] = {}
    for case_id, name, at in events.order_by("happened_at", "pk").values_list(
        "case_id", "name", "happened_at"
    ):
        last[case_id] = (name, at)
    return [
        (name, (at - received[case_id]).total_seconds() / 86400)
        for case_id, (name, at) in last.items()
    ]


def _subjects(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    settings = SETTINGS.read()
    named = ((str(settings.subject(key) or key), number) for key, number in counted.items() if key)
    return tuple(sorted(named, key=lambda each: (-each[1], each[0])))


def _findings(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple((str(each.label), counted[each.value]) for each in Finding if counted[each.value])
