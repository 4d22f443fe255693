"""What the management looks at when it supervises the liaison officers, as a measure of the policy asks."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases.enums import CaseKind, CaseStatus
from core.cases.queries import cases_visible_to
from core.deadlines.enums import ClockState
from core.rules import MeasureMethod
from core.satisfaction import sources
from core.satisfaction.sources import Fact


def register_source() -> None:
    sources.register(
        "inquiries", MeasureMethod.LIAISON_REVIEW, _("Inquiries in this time"), figures
    )


def figures(actor: Actor, since: datetime, until: datetime) -> Sequence[Fact]:
    """Of inquiries received from `since` until `until` that the actor may open."""
    received = cases_visible_to(actor, kind=CaseKind.INQUIRY).filter(
        received_at__gte=since, received_at__lt=until
    )
    missed = received.filter(Q(clocks__state=ClockState.MISSED.value)).distinct().count()
    waiting = received.filter(status=CaseStatus.RECEIVED).count()
    return (
        Fact(_("Received"), received.count()),
        Fact(_("Waiting for an answer"), waiting, "soon" if waiting else ""),
        Fact(_("Answered late, or late now"), missed, "late" if missed else ""),
    )
