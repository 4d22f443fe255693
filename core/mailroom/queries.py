"""The mails that came in, for who places them."""

from django.db.models import Count, Q, QuerySet

from core.mailroom.enums import MailState
from core.mailroom.models import IncomingMail


def mails(state: MailState | None = None) -> QuerySet[IncomingMail]:
    """Those that wait oldest first, since somebody waits behind each; others newest first."""
    found = IncomingMail.objects.select_related("case")
    if state == MailState.WAITING:
        return found.filter(state=state).order_by("received_at", "pk")
    if state is not None:
        found = found.filter(state=state)
    return found.order_by("-received_at", "-pk")


def waiting_count() -> int:
    return IncomingMail.objects.filter(state=MailState.WAITING).count()


def counts() -> dict[str, int]:
    """By state, of all."""
    figures = {
        state.value: Count("pk", filter=Q(state=state))
        for state in MailState  # one query, whatever the number of states
    }
    return IncomingMail.objects.aggregate(**figures)
