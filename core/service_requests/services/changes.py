"""What every change of a request shares: the lock, the step of the workflow, the event with it."""

import uuid
from collections.abc import Mapping
from typing import Any

from core.actors import Actor
from core.cases.enums import CaseKind, EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.service_requests import following
from core.service_requests.workflow import WORKFLOW


def locked_request(case_id: uuid.UUID) -> Case:
    """Raises Case.DoesNotExist; whoever else wants to change the case waits."""
    requests = Case.objects.filter(kind=CaseKind.REQUEST).select_related("beneficiary")
    return requests.select_for_update(of=("self",)).get(pk=case_id)


def move(case: Case, name: str, **fields: Any) -> None:
    """Step the workflow, and store what goes with the new status."""
    before = str(case.status)
    case.status = WORKFLOW.step(name, status=before).target
    for field, value in fields.items():
        setattr(case, field, value)
    case.save(update_fields=["status", *fields])
    following.tell(case, before)


def move_and_record(
    case: Case,
    name: str,
    event: EventName,
    *,
    actor: Actor | None,
    note: str = "",
    visibility: Visibility = Visibility.BENEFICIARY,
    details: Mapping[str, Any] | None = None,
    **fields: Any,
) -> None:
    before = case.status
    move(case, name, **fields)
    record_event(
        case,
        event,
        actor=actor,
        visibility=visibility,
        note=note,
        details={"from": str(before), "to": str(case.status), **(details or {})},
    )
