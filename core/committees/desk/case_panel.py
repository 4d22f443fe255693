"""On the page of a case: which sessions had it on their agenda, when, and what came of it."""

from typing import Any

from django.http import HttpRequest

from core.cases.models import Case
from core.committees.enums import ItemState, SessionState
from core.committees.models import AgendaItem
from core.committees.queries import session_history
from tenants.people.access import person
from tenants.people.roles import Permission


def panel_of(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    history = session_history(case)
    if not history:
        return None
    sees = person(request).has_permission(Permission.VIEW_CASES)
    return {"lines": [(item, _result(item)) for item in history], "sees": sees}


def _result(item: AgendaItem) -> str:
    """Nothing is said to be decided before the session is closed."""
    if item.state == ItemState.DECIDED:
        if item.session.state != SessionState.CLOSED:
            return str(ItemState.WAITING.label)
        return str(item.get_outcome_display())
    return str(item.get_state_display())
