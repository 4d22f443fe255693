"""Hours in which no message rings on a phone: it waits until they are over."""

from datetime import datetime, timedelta

from django.utils import timezone

from core.messages.enums import BY_MOBILE, MessageKind
from core.messages.models import OutgoingMessage
from core.messages.sections import SENDING
from foundation import clock


def put_off_until(message: OutgoingMessage) -> datetime | None:
    """None where it may go now: a receipt is waited for by who has just written."""
    if message.channel not in BY_MOBILE or message.kind == MessageKind.RECEIPT:
        return None
    return end_of_quiet(clock.now())


def end_of_quiet(now: datetime) -> datetime | None:
    """When the quiet hours end that hold now; None outside of them."""
    sending = SENDING.read()
    begins, ends = sending.quiet_from, sending.quiet_until
    if begins is None or ends is None or begins == ends:
        return None
    local = timezone.localtime(now)
    at = local.time()
    over_midnight = begins > ends
    is_quiet = (at >= begins or at < ends) if over_midnight else begins <= at < ends
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and at >= begins else 0)
    return timezone.make_aware(datetime.combine(day, ends), local.tzinfo)
