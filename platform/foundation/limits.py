"""How often something may be tried: counted by the database, so across all workers."""

from typing import Final

from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.errors import DomainError

# One statement counts and opens a new window: two workers cannot both be the last allowed.
COUNT: Final = """
    INSERT INTO attempt_counters AS counter (key, attempts, window_ends_at)
    VALUES (%(key)s, 1, %(now)s::timestamptz + make_interval(secs => %(seconds)s))
    ON CONFLICT (key) DO UPDATE SET
        attempts = CASE WHEN counter.window_ends_at <= %(now)s
            THEN 1 ELSE counter.attempts + 1 END,
        window_ends_at = CASE WHEN counter.window_ends_at <= %(now)s
            THEN excluded.window_ends_at ELSE counter.window_ends_at END
    RETURNING attempts, window_ends_at
"""
# Rows that another attempt is counting in right now are left for next time.
FORGET: Final = """
    DELETE FROM attempt_counters WHERE key IN (
        SELECT key FROM attempt_counters WHERE window_ends_at <= %(now)s
        LIMIT 100 FOR UPDATE SKIP LOCKED
    )
"""


class TooManyAttempts(DomainError):
    """`retry_after` is in seconds."""

    code = "too_many_attempts"
    message = _("Too many attempts. Please wait a little, then try again.")

    def __init__(self, *, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(retry_after=retry_after)


def hit(scope: str, key: str, limit: int, seconds: int) -> None:
    """Count an attempt of `key` (an address, an account …); raises TooManyAttempts beyond `limit`.

    Call it before the business transaction, never inside: a rollback would forget the attempt.
    """
    now = clock.now()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": _counted_as(scope, key), "now": now, "seconds": seconds})
        attempts, window_ends_at = cursor.fetchone()
        if attempts == 1:
            cursor.execute(FORGET, {"now": now})
    if attempts > limit:
        raise TooManyAttempts(retry_after=max(1, round((window_ends_at - now).total_seconds())))


def _counted_as(scope: str, key: str) -> str:
    """Addresses and accounts are personal: only a keyed hash of them is stored."""
    return salted_hmac(f"foundation.limits|{scope}", key, algorithm="sha256").hexdigest()
