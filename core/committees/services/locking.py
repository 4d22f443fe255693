"""In which order rows are locked here: cases, the session, its items, programmes.

A case first, as everywhere; so whoever changes a case and whoever hears it never wait for each other.
"""

from collections.abc import Iterable
from uuid import UUID

from core.cases.enums import CaseKind
from core.cases.models import Case
from core.committees.models import AgendaItem, CommitteeSession


def locked_cases(ids: Iterable[UUID]) -> dict[UUID, Case]:
    """All of them at once, in one order."""
    found = Case.objects.filter(pk__in=set(ids), kind=CaseKind.REQUEST)
    return {case.pk: case for case in found.select_for_update(of=("self",)).order_by("pk")}


def locked_session(session_id: UUID) -> CommitteeSession:
    """Raises CommitteeSession.DoesNotExist."""
    return CommitteeSession.objects.select_for_update(of=("self",)).get(pk=session_id)


def locked_item(session: CommitteeSession, item_id: UUID) -> AgendaItem:
    """Raises AgendaItem.DoesNotExist; its case comes along, unlocked."""
    found = session.items.select_related("case", "programme").select_for_update(of=("self",))
    return found.get(pk=item_id)


def touch(session: CommitteeSession, *fields: str) -> None:
    """Store these fields; pages that were loaded before are stale from now on."""
    session.revision += 1
    session.save(update_fields=["revision", *fields])


def touch_item(item: AgendaItem, *fields: str) -> None:
    item.revision += 1
    item.save(update_fields=["revision", *fields])
