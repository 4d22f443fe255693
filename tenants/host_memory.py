"""Which schema a host leads to, remembered by each process for a moment.

Without it every request asks the control plane first: three more round trips than the page itself needs.
What changes there (suspended, closed, a new domain) takes effect within settings.HOST_MEMORY_SECONDS.
"""

import time

from django.conf import settings

from tenants.schemas import Tenant

MOST_HOSTS = 2_000
_known: dict[str, tuple[float, Tenant]] = {}


def recall(host: str) -> Tenant | None:
    until, tenant = _known.get(host, (0.0, None))
    return tenant if time.monotonic() < until else None


def keep_new(host: str, tenant: Tenant) -> None:
    """Only hosts that are served are kept: strangers cannot fill the memory, and readiness shows at once."""
    if recall(host) is not None:
        return
    if len(_known) >= MOST_HOSTS:
        _known.clear()
    _known[host] = (time.monotonic() + settings.HOST_MEMORY_SECONDS, tenant)


def forget() -> None:
    _known.clear()
