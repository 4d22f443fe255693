"""What messages cost: counted by month, and no more than the association allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from core.messages.enums import MessageChannel
from core.messages.models import OutgoingMessage
from core.messages.sections import Priced
from foundation import clock

NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Total:
    channel: MessageChannel
    messages: int
    parts: int
    cost: Decimal


def is_beyond_limit(channel: MessageChannel, settings: Priced, cost: Decimal) -> bool:
    """Whether this message would cost more than is left of this month."""
    if settings.monthly_limit is None:
        return False
    return spent(channel) + cost > settings.monthly_limit


def spent(channel: MessageChannel) -> Decimal:
    month = _of_month(clock.today()).filter(channel=channel)
    return month.aggregate(cost=Sum("cost"))["cost"] or NOTHING


def totals(month: date) -> Sequence[Total]:
    """By channel, of those that have left in the month of this day; channels that were not used too."""
    counted: dict[str, Any] = {
        row["channel"]: row
        for row in _of_month(month)
        .values("channel")
        .annotate(messages=Count("pk"), sum_parts=Sum("parts"), sum_cost=Sum("cost"))
        .order_by("channel")
    }
    found = []
    for channel in MessageChannel:
        row = counted.get(channel.value, {})
        found.append(
            Total(
                channel,
                row.get("messages", 0),
                row.get("sum_parts") or 0,
                row.get("sum_cost") or NOTHING,
            )
        )
    return found


def _of_month(day: date) -> QuerySet[OutgoingMessage]:
    first = day.replace(day=1)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    begins, ends = (
        timezone.make_aware(datetime.combine(each, datetime.min.time()))
        for each in (first, following)
    )
    return OutgoingMessage.objects.filter(sent_at__gte=begins, sent_at__lt=ends)
