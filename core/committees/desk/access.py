"""What the views about sessions share: who may open them, and which session is meant."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from core.committees import queries
from core.committees.models import AgendaItem, CommitteeSession
from tenants.people.access import View, permission_required, person
from tenants.people.roles import Permission


def for_readers(view: View[Any]) -> View[Any]:
    return permission_required(Permission.VIEW_CASES)(view)


def for_secretaries(view: View[Any]) -> View[Any]:
    return permission_required(Permission.CALL_SESSIONS)(view)


def for_members(view: View[Any]) -> View[Any]:
    return permission_required(Permission.DECIDE_CASES)(view)


def found_session(session_id: UUID) -> CommitteeSession:
    session = queries.sessions().filter(pk=session_id).first()
    if session is None:
        raise Http404
    return session


def found_item(request: HttpRequest, session: CommitteeSession, item_id: UUID) -> AgendaItem:
    items = queries.items(session, viewer=person(request))
    item = queries.with_sheets(items).filter(pk=item_id).first()
    if item is None:
        raise Http404
    return item


def revision_of(request: HttpRequest) -> int:
    """Of the page that was sent; what cannot be read is an old page."""
    try:
        return int(request.POST.get("revision", ""))
    except ValueError:
        return -1
