"""Looking into the mailbox once a minute: a few mails at a time, by one poller at a time."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db import connection
from django.db.models import Max

from core.mailroom import gateway
from core.mailroom.gateway import MailboxUnreachable, OpenMailbox
from core.mailroom.models import IncomingMail
from core.mailroom.parsing import LARGEST_MAIL
from core.mailroom.services import take_in, take_in_unplaced
from core.messages.mailbox import MAILBOX
from foundation import clock
from tenants.schemas import current_schema

logger = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 25
LONGEST_SECONDS: Final = 30
LONGEST_PAUSE: Final = timedelta(minutes=30)
_STATUS: Final = "mailroom.status"
_KEPT_SECONDS: Final = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Status:
    """How the last look went. `error`: the code of what was wrong, with its details."""

    at: datetime
    error: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    failures: int = 0

    @property
    def next_at(self) -> datetime:
        """After failures less and less often: a wrong password tried again and again locks the account."""
        pause = min(timedelta(minutes=2**self.failures), LONGEST_PAUSE)
        return self.at + pause if self.failures else self.at


def status() -> Status | None:
    kept = cache.get(_STATUS)
    return Status(**kept) if kept else None


def forget_status() -> None:
    """The mailbox was set up anew: it is looked into at once."""
    cache.delete(_STATUS)


def poll() -> int:
    """How many were taken in. Never raises for what a mail server does."""
    mailbox = MAILBOX.read()
    last = status()
    if not mailbox.enabled or (last and clock.now() < last.next_at):
        return 0
    with _alone() as alone:
        if not alone:
            return 0
        try:
            with gateway.opened(mailbox, str(MAILBOX.secret() or "")) as folder:
                taken = _take(folder)
        except MailboxUnreachable as error:
            failures = min(last.failures + 1 if last else 1, 10)
            _keep(Status(clock.now(), error.code, error.details, failures))
            return 0
    _keep(Status(clock.now()))
    return taken


def _take(folder: OpenMailbox) -> int:
    known = IncomingMail.objects.filter(validity=folder.validity).aggregate(last=Max("uid"))
    ends_at = time.monotonic() + LONGEST_SECONDS
    taken = 0
    for uid in folder.waiting(after=known["last"] or 0)[:MOST_AT_ONCE]:
        if time.monotonic() > ends_at:
            break
        taken += _take_one(folder, uid)
    return taken


def _take_one(folder: OpenMailbox, uid: int) -> bool:
    """Stored first, marked afterwards: whoever dies between the two finds it known the next time."""
    validity = folder.validity
    too_large = folder.size(uid) > LARGEST_MAIL
    raw = folder.head(uid) if too_large else folder.message(uid)
    if not raw:
        return False
    try:
        take_in(raw, validity=validity, uid=uid, too_large=too_large)
    except Exception:
        logger.exception("Could not place a mail; it waits for a person")
        take_in_unplaced(raw, validity=validity, uid=uid)
    folder.mark_taken(uid)
    return True


def _keep(status: Status) -> None:
    cache.set(_STATUS, asdict(status), timeout=_KEPT_SECONDS)


@contextmanager
def _alone() -> Iterator[bool]:
    """Held by the connection, so it ends with the process; between two pollers the digest decides."""
    key = f"mailroom:{current_schema()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
