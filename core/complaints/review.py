"""What the management looks at when it reviews the complaints, as a measure of the policy asks."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.complaints.enums import Finding
from core.complaints.queries import complaints_visible_to
from core.deadlines.enums import ClockState
from core.rules import MeasureMethod, Milestone
from core.satisfaction import sources
from core.satisfaction.sources import Fact


def register_source() -> None:
    sources.register(
        "complaints", MeasureMethod.COMPLAINTS_REVIEW, _("Complaints in this time"), figures
    )


def figures(actor: Actor, since: datetime, until: datetime) -> Sequence[Fact]:
    """Of complaints received from `since` until `until` that the actor may open."""
    received = complaints_visible_to(actor).filter(received_at__gte=since, received_at__lt=until)
    received = received.select_related(None).order_by()
    late = Q(
        clocks__milestone=Milestone.COMPLAINT_REPLY.value, clocks__state=ClockState.MISSED.value
    )
    missed = received.filter(late).distinct().count()
    right = received.filter(complaint__finding__in=(Finding.UPHELD, Finding.PARTLY_UPHELD))
    return (
        Fact(_("Received"), received.count()),
        Fact(_("Still open"), received.filter(closed_at=None).count()),
        Fact(_("Answered late, or late now"), missed, "late" if missed else ""),
        Fact(_("Found to be right, wholly or in part"), right.count()),
    )
