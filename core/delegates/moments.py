"""When something was taken down on a phone, by our clock."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.errors import Invalid

MOST_DAYS_KEPT: Final = 14
TOLERATED: Final = timedelta(minutes=5)


class TakenInFuture(Invalid):
    code = "taken_in_future"
    message = _("The time on the phone lies in the future. Set its clock, then correct the time.")


class TakenTooLongAgo(Invalid):
    code = "taken_too_long_ago"
    message = _(
        "This was taken down more than %(days)s days ago. Correct the time, or register it at the office."
    )


def moment_of(happened_at: datetime, *, sent_at: datetime) -> datetime:
    """`sent_at`: what the phone's clock said on sending, so that a clock that is off does no harm.

    Raises TakenInFuture and TakenTooLongAgo.
    """
    age = sent_at - happened_at
    if age < -TOLERATED:
        raise TakenInFuture
    if age > timedelta(days=MOST_DAYS_KEPT):
        raise TakenTooLongAgo(days=MOST_DAYS_KEPT)
    return clock.now() - max(age, timedelta(0))
