"""Instalments that come due: whoever has the case is told three days before, once."""

from datetime import timedelta

from core.notices.enums import NoticeKind
from core.notices.services import Told, notify_all
from core.service_requests.enums import DeliveryState
from core.service_requests.models import Delivery
from foundation import clock

BEFORE = timedelta(days=3)
MOST = 5000


def remind_of_instalments() -> int:
    """Returns how many come due. Of a case that nobody has, nobody is told: the inbox shows it."""
    due = (
        Delivery.objects.filter(
            state=DeliveryState.PLANNED,
            due_on__lte=clock.today() + BEFORE,
            case__closed_at=None,
            case__assignee__is_active=True,
        )
        .order_by("due_on", "pk")
        .values_list("pk", "order", "case_id", "case__assignee_id")[:MOST]
    )
    told = [
        Told(
            recipient_id=assignee,
            kind=NoticeKind.INSTALMENT_DUE,
            subject=str(pk),
            case_id=case_id,
            details={"order": order},
        )
        for pk, order, case_id, assignee in due
    ]
    notify_all(told)
    return len(told)
