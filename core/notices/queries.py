"""What one person was told, as far as they may still see what it is about."""

from django.db.models import F, Q, QuerySet

from core.cases import circles
from core.cases.withholding import withheld_from
from core.notices.models import Notice
from tenants.people.models import User
from tenants.people.roles import Permission

MOST_COUNTED = 100


def notices_for(person: User) -> QuerySet[Notice]:
    """Unread ones first, then the newest."""
    notices = Notice.objects.filter(recipient=person).filter(_visible_to(person))
    return notices.select_related("case").order_by(
        F("read_at").desc(nulls_first=True), "-created_at", "pk"
    )


def unread_count(person: User) -> int:
    """Up to MOST_COUNTED."""
    unread = notices_for(person).filter(read_at=None).select_related(None).order_by()
    return len(unread.values_list("pk")[:MOST_COUNTED])


def _visible_to(person: User) -> Q:
    """The rule of core.cases.queries.cases_visible_to, asked of a notice's case."""
    seen = Q(case=None) | circles.in_circles_of(person, "case")
    if person.has_permission(Permission.VIEW_CASES):
        seen |= circles.outside_circles("case__kind")
    elif person.has_permission(Permission.VIEW_OWN_INTAKES):
        seen |= circles.outside_circles("case__kind") & Q(case__registered_by_id=person.pk)
    for ids in withheld_from(person):
        seen &= ~Q(case__in=ids)
    return seen
