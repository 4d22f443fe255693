"""What every change of a complaint shares: the lock, the step of the workflow, the event with it."""

import uuid
from collections.abc import Mapping
from typing import Any

from core.actors import Actor
from core.cases.enums import CaseKind, EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints.models import Complaint
from core.complaints.workflow import WORKFLOW
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.service_requests import following


def locked_complaint(case_id: uuid.UUID) -> Case:
    """With its complaint, locked too. Raises Case.DoesNotExist; who else wants to change it waits."""
    found = Case.objects.filter(kind=CaseKind.COMPLAINT, complaint__isnull=False)
    found = found.select_related("complaint").select_for_update(of=("self", "complaint"))
    case = found.get(pk=case_id)
    case.complaint.case = case
    return case


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
    told = {"from": str(before), "to": str(case.status), **(details or {})}
    record_event(case, event, actor=actor, visibility=visibility, note=note, details=told)


def change(complaint: Complaint, **fields: Any) -> None:
    for field, value in fields.items():
        setattr(complaint, field, value)
    complaint.save(update_fields=list(fields))


def tell(case: Case) -> None:
    """That there is something new to read behind the tracking code; what it is stands in no message."""
    queue_message(case, MessageKind.COMPLAINT_NEWS)
