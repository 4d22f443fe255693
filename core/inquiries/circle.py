"""Who sees inquiries: whoever answers them, and everybody else as they see requests."""

from typing import Any

from django.db.models import Q, QuerySet

from core.actors import Actor
from core.cases.circles import Circle
from core.cases.enums import CaseKind
from core.cases.models import Case
from tenants.people.roles import Permission


def visible(actor: Actor) -> QuerySet[Any, Any]:
    inquiries = Case.objects.filter(kind=CaseKind.INQUIRY)
    if actor.has_permission(Permission.ANSWER_INQUIRIES) or actor.has_permission(
        Permission.VIEW_CASES
    ):
        return inquiries.values("pk")
    if actor.has_permission(Permission.VIEW_OWN_INTAKES):
        return inquiries.filter(registered_by_id=actor.pk).values("pk")
    return inquiries.filter(Q(pk__in=[])).values("pk")


def works(actor: Actor, case: Case) -> bool:
    return actor.has_permission(Permission.ANSWER_INQUIRIES)


CIRCLE = Circle(visible, works)
