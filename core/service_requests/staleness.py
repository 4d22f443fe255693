"""Whether a request is still what somebody saw when they began to type, and what changed meanwhile."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from core.cases.enums import EventName
from core.cases.models import Case, CaseEvent
from core.service_requests.services.changes import locked_request
from foundation.arabic import isolate
from foundation.errors import WrongState

# What only adds to a request: nobody's work is undone by saving beside it.
ADDING: Final = frozenset(
    {
        EventName.NOTE,
        EventName.CONTACT,
        EventName.MESSAGE_SENT,
        EventName.MESSAGE_WRITTEN,
        EventName.MESSAGE_FAILED,
        EventName.MESSAGE_DELIVERED,
        EventName.CALL_MADE,
        EventName.LETTER_POSTED,
        EventName.LETTER_WRITTEN,
        EventName.SLIP_PRINTED,
        EventName.DEADLINE_WARNING,
        EventName.DEADLINE_MISSED,
        EventName.ESCALATED,
        EventName.RATED,
    }
)
MOST_TOLD: Final = 5


class CaseChanged(WrongState):
    code = "case_changed"
    message = _(
        "This request changed after you opened it: %(changes)s. "
        "What you typed is still here. Look at the request, then save again."
    )


def token_of(case: Case, newest_first: Iterable[CaseEvent]) -> str:
    """What a form hands back: it changes with every change that another form could undo."""
    last = next((event for event in newest_first if event.name not in ADDING), None)
    return f"{case.status}.{case.revision}.{last.pk.hex if last else ''}"


def check_unchanged(case: Case, seen: str) -> None:
    """Locks the request until the transaction ends, so that nobody comes between. Raises CaseChanged.

    Whoever hands back nothing, such as a program, has not looked at a page.
    """
    if not seen:
        return
    case = locked_request(case.pk)
    events = list(case.events.exclude(name__in=ADDING).order_by("-happened_at", "-pk"))
    if seen != token_of(case, events):
        raise CaseChanged(changes=_told(events, seen.rpartition(".")[2]))


def _told(newest_first: list[CaseEvent], known: str) -> str:
    told = []
    for event in newest_first[:MOST_TOLD]:
        if event.pk.hex == known:
            break
        who = f" ({isolate(event.actor_label)})" if event.actor_label else ""
        told.append(f"{event.get_name_display()}{who}")
    return " · ".join(told) or str(_("its details were edited"))
