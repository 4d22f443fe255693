"""The timeline of a case and the audit log, written together with the change they tell of."""

from collections.abc import Mapping
from typing import Any

from core.actors import BENEFICIARY, Actor, id_of, name_of
from core.cases.enums import EventName, Visibility
from core.cases.models import Case, CaseEvent
from foundation import audit, clock


def record_event(
    case: Case,
    name: EventName,
    *,
    actor: Actor | None,
    by_system: bool = False,
    visibility: Visibility = Visibility.STAFF,
    note: str = "",
    details: Mapping[str, Any] | None = None,
) -> CaseEvent:
    """Without an actor it was the beneficiary, or `by_system` a job. No personal values in `details`."""
    event = CaseEvent(
        case=case,
        name=name,
        happened_at=clock.now(),
        actor_label=name_of(actor),
        actor_id=id_of(actor),
        visibility=visibility,
        details=dict(details or {}),
        note=note.strip(),
    )
    event.save(force_insert=True)
    audit.record(
        f"case.{name.value}",
        case,
        actor=None if by_system else actor or BENEFICIARY,
        details=event.details,
    )
    return event
