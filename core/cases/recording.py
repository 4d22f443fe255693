"""The timeline of a case and the audit log, written together with the change they tell of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

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


@dataclass(frozen=True, slots=True)
class News:
    """What a job found out about a case."""

    case_id: UUID
    name: EventName
    details: Mapping[str, Any]


def record_news(found: Iterable[News]) -> None:
    """Events that nobody caused, in this order, by as many statements for one as for a thousand."""
    now = clock.now()
    events = [
        CaseEvent(
            case_id=news.case_id,
            name=news.name,
            happened_at=now,
            visibility=Visibility.STAFF,
            details=dict(news.details),
        )
        for news in found
    ]
    CaseEvent.objects.bulk_create(events)
    audit.record_all(
        (
            audit.Deed(
                f"case.{event.name}", Case._meta.label_lower, str(event.case_id), event.details
            )
            for event in events
        ),
        actor=None,
    )
