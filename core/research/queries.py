"""Reading visits: those of a case, those that somebody is to make."""

from django.db.models import F, Prefetch, QuerySet, prefetch_related_objects

from core.actors import Actor
from core.cases.models import Case
from core.cases.withholding import withheld_from
from core.research.enums import VisitState
from core.research.models import Visit
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission


def visits_of(case: Case) -> QuerySet[Visit]:
    """The latest plan first."""
    return case.visits.select_related("visitor").order_by(
        F("planned_for").desc(nulls_last=True), "pk"
    )


def gathered_visits(case: Case) -> list[Visit]:
    """As above, read once however often a page asks. Not for a case whose visits are about to change."""
    prefetch_related_objects([case], Prefetch("visits", queryset=visits_of(case)))
    return list(case.visits.all())


def visits_to_make(visitor: Actor) -> QuerySet[Visit]:
    """What is planned for this person in cases that are still open, the earliest first."""
    planned = _of(visitor).filter(state=VisitState.PLANNED, case__closed_at=None)
    return planned.select_related("case__beneficiary").order_by("planned_for", "pk")


def visits_made(visitor: Actor) -> QuerySet[Visit]:
    """The latest report first."""
    reported = _of(visitor).filter(state=VisitState.REPORTED)
    return reported.select_related("case__beneficiary").order_by("-reported_at", "pk")


def _of(visitor: Actor) -> QuerySet[Visit]:
    """Not in cases that are kept from them."""
    visits = Visit.objects.filter(visitor_id=visitor.pk)
    for ids in withheld_from(visitor):
        visits = visits.exclude(case__in=ids)
    return visits


def researchers() -> QuerySet[User]:
    """Who may make visits, by name."""
    return people_who_may(Permission.RESEARCH_CASES)


def findings_to_hand_back(case: Case) -> str:
    """The words of the latest report: where the study is returned, they stand in the form already."""
    reported = case.visits.filter(state=VisitState.REPORTED)
    latest = reported.order_by("-visited_at", "pk").first()
    return latest.findings if latest else ""
