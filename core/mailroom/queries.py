"""The mails that came in, for who places them."""

from django.db.models import Count, Q, QuerySet

from core.actors import Actor
from core.cases import circles
from core.cases.withholding import withheld_from
from core.mailroom.enums import MailState
from core.mailroom.models import IncomingMail


def mails_for(actor: Actor) -> QuerySet[IncomingMail]:
    """Without those of cases, or that seem to be of cases, which are kept from whoever looks: of
    cases that only a circle opens, to that circle alone."""
    open_to_them = circles.outside_circles("case__kind") | circles.in_circles_of(actor, "case")
    found = IncomingMail.objects.filter(Q(case=None) | open_to_them)
    for ids in withheld_from(actor):
        found = found.exclude(case__in=ids)
    return found


def mails(actor: Actor, state: MailState | None = None) -> QuerySet[IncomingMail]:
    """Those that wait oldest first, since somebody waits behind each; others newest first."""
    found = mails_for(actor).select_related("case")
    if state == MailState.WAITING:
        return found.filter(state=state).order_by("received_at", "pk")
    if state is not None:
        found = found.filter(state=state)
    return found.order_by("-received_at", "-pk")


def waiting_count(actor: Actor) -> int:
    return mails_for(actor).filter(state=MailState.WAITING).count()


def counts(actor: Actor) -> dict[str, int]:
    """By state, of all."""
    figures = {
        state.value: Count("pk", filter=Q(state=state))
        for state in MailState  # one query, whatever the number of states
    }
    return mails_for(actor).aggregate(**figures)
