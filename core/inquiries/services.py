"""Everything that changes an inquiry: answered, asked on, closed, withdrawn, turned into another case."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.actors import Actor
from core.cases import rules as cases
from core.cases import timing
from core.cases.enums import CaseKind, EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.inquiries import rules
from core.inquiries.intake import receive_inquiry
from core.inquiries.models import Entry
from core.inquiries.publishing import Wording, write_entry
from core.inquiries.workflow import WORKFLOW
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.messages.telling import beneficiary_wrote
from core.rules import Milestone
from foundation import clock
from tenants.people.models import User

__all__ = [
    "answer_inquiry",
    "ask_on",
    "close_inquiry",
    "mark_read",
    "publish_as_answer",
    "receive_inquiry",
    "withdraw_inquiry",
]

HIDDEN = "…"
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(\.[\w-]+)+"  # an address
    r"|[+\d٠-٩][\d٠-٩\s-]{6,}[\d٠-٩]"  # a number that identifies or reaches somebody
)


@transaction.atomic
def answer_inquiry(
    case_id: uuid.UUID, *, actor: Actor, text: str, entry_id: uuid.UUID | None = None
) -> Case:
    """`entry_id`: the published answer that the text began as."""
    case = locked_inquiry(case_id)
    rules.check_can_answer(actor, case)
    cases.check_has_text(text)
    details: dict[str, Any] = {}
    if entry_id is not None:
        details["entry"] = str(Entry.objects.values_list("key", flat=True).get(pk=entry_id))
    fields: dict[str, Any] = {}
    if case.assignee_id is None and isinstance(actor, User):
        fields["assignee"] = actor
    _move(case, "answer", EventName.ANSWERED, actor=actor, note=text, details=details, **fields)
    timing.meet_milestones(case, Milestone.ACKNOWLEDGE, Milestone.FIRST_REPLY)
    queue_message(case, MessageKind.ANSWER, text=text.strip())
    return case


@transaction.atomic
def ask_on(case_id: uuid.UUID, *, text: str) -> Case:
    """The asker, who showed the tracking code, did not find everything in the answer."""
    case = locked_inquiry(case_id)
    cases.check_can_step(WORKFLOW, "ask_on", case)
    cases.check_has_text(text)
    case.status = WORKFLOW.step("ask_on", status=case.status).target
    case.save(update_fields=["status"])
    event = record_event(
        case, EventName.REPLY, actor=None, visibility=Visibility.BENEFICIARY, note=text
    )
    beneficiary_wrote(case, event)
    return case


@transaction.atomic
def mark_read(case_id: uuid.UUID, *, actor: Actor) -> None:
    """Somebody who answers inquiries looked at what the asker wrote."""
    case = locked_inquiry(case_id)
    cases.check_can_view(actor, case)
    case.unread_since = None
    case.save(update_fields=["unread_since"])


@transaction.atomic
def close_inquiry(case_id: uuid.UUID, *, actor: Actor) -> Case:
    case = locked_inquiry(case_id)
    rules.check_can_close(actor, case)
    end(case, "close", EventName.CLOSE, actor=actor)
    return case


@transaction.atomic
def withdraw_inquiry(case_id: uuid.UUID, *, actor: Actor | None, reason: str = "") -> Case:
    """Without an actor by the asker, who showed the tracking code."""
    case = locked_inquiry(case_id)
    rules.check_can_withdraw(actor, case)
    cases.check_length(reason)
    end(case, "withdraw", EventName.WITHDRAW, actor=actor, note=reason)
    return case


@transaction.atomic
def publish_as_answer(case_id: uuid.UUID, *, actor: Actor) -> Entry:
    """A draft of what was asked and answered, without what points at the person; somebody reads it first."""
    case = locked_inquiry(case_id)
    cases.check_can_view(actor, case)
    rules.check_can_edit(actor)
    answered = case.events.filter(name=EventName.ANSWERED).order_by("-happened_at", "-pk").first()
    if answered is None:
        raise cases.StepNotPossible(status=case.get_status_display())
    names = (case.written_name or "", case.beneficiary.name if case.beneficiary else "")
    question = without_personal_data(case.subject, names)
    return write_entry(Wording(question, without_personal_data(answered.note, names)), actor=actor)


def without_personal_data(text: str, names: tuple[str, ...]) -> str:
    """Addresses, long numbers and the names of the person become «…»."""
    cleaned = _PERSONAL.sub(HIDDEN, text)
    for name in filter(None, names):
        cleaned = cleaned.replace(name, HIDDEN)
        for part in (part for part in name.split() if len(part) > 3):
            cleaned = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", HIDDEN, cleaned)
    return cleaned


def locked_inquiry(case_id: uuid.UUID) -> Case:
    """Raises Case.DoesNotExist; whoever else wants to change the case waits."""
    inquiries = Case.objects.filter(kind=CaseKind.INQUIRY).select_related(
        "beneficiary", "assignee"
    )
    return inquiries.select_for_update(of=("self",)).get(pk=case_id)


def end(
    case: Case,
    step: str,
    event: EventName,
    *,
    actor: Actor | None,
    note: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    _move(case, step, event, actor=actor, note=note, details=details, closed_at=clock.now())
    timing.cancel_clocks(case)


def _move(
    case: Case,
    step: str,
    event: EventName,
    *,
    actor: Actor | None,
    note: str = "",
    details: Mapping[str, Any] | None = None,
    **fields: Any,
) -> None:
    before = case.status
    case.status = WORKFLOW.step(step, status=before).target
    for field, value in fields.items():
        setattr(case, field, value)
    case.save(update_fields=["status", *fields])
    record_event(
        case,
        event,
        actor=actor,
        visibility=Visibility.BENEFICIARY,
        note=note,
        details={"from": str(before), "to": str(case.status), **(details or {})},
    )
