"""Inquiries that somebody may see, and the list of them."""

from uuid import UUID

from django.db.models import F, Q, QuerySet

from core.actors import Actor
from core.cases.enums import CaseKind, CaseStatus
from core.cases.models import Case
from core.cases.queries import cases_visible_to
from core.inquiries.words import plain_words
from foundation.arabic import clean_typed
from foundation.word_search import HasWords, prefix_query

WAITING, ANSWERED, ENDED = "waiting", "answered", "ended"
LISTS = (WAITING, ANSWERED, ENDED)


def inquiries_visible_to(actor: Actor) -> QuerySet[Case]:
    """With the people that every list names; the caller orders them."""
    inquiries = cases_visible_to(actor, kind=CaseKind.INQUIRY)
    return inquiries.select_related("beneficiary", "assignee", "registered_by")


def inquiry_for(actor: Actor, case_id: UUID) -> Case:
    """Raises Case.DoesNotExist for what is not there and for what the actor may not see."""
    return inquiries_visible_to(actor).get(pk=case_id)


def inbox(actor: Actor, which: str = WAITING, typed: str = "") -> QuerySet[Case]:
    """What is due first stands first; what has ended by the day of its end."""
    found = inquiries_visible_to(actor).filter(_of_list(which))
    if typed.strip():
        found = found.filter(_search(typed))
    if which == ENDED:
        return found.order_by("-closed_at", "pk")
    return found.order_by(F("due_at").asc(nulls_last=True), "received_at", "pk")


def _of_list(which: str) -> Q:
    if which == ENDED:
        return Q(closed_at__isnull=False)
    status = CaseStatus.ANSWERED if which == ANSWERED else CaseStatus.RECEIVED
    return Q(closed_at=None, status=status)


def _search(typed: str) -> Q:
    reference = Q(reference__startswith=clean_typed(typed).upper().replace(" ", ""))
    words = prefix_query(" ".join(plain_words(typed)))
    return reference | Q(HasWords("subject_search", words)) if words else reference
