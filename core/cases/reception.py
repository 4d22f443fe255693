"""What every kind of case goes through when it arrives: number, code, checklist, required papers."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from core.actors import Actor, id_of
from core.cases.enums import CaseKind, EventName, MissingKind
from core.cases.models import Case, ChecklistItem, MissingItem, ReferenceCounter
from core.cases.rules import StepAlreadyThere
from core.rules import GoverningRules
from foundation import clock, codes
from foundation.encryption import blind_index

PREFIXES: Final = {
    CaseKind.REQUEST: "REQ",
    CaseKind.COMPLAINT: "CMP",
    CaseKind.INQUIRY: "INQ",
}
ARRIVALS: Final = {
    CaseKind.REQUEST: EventName.RECEIVE,
    CaseKind.COMPLAINT: EventName.COMPLAINT_RECEIVED,
    CaseKind.INQUIRY: EventName.INQUIRY_RECEIVED,
}
CODE_REPEATED_WITHIN: Final = timedelta(hours=1)


def take_turn(kind: CaseKind, at: datetime) -> ReferenceCounter:
    """Receptions of one kind and year go one by one: the next waits until this transaction ends."""
    prefix_year = f"{PREFIXES[kind]}-{timezone.localtime(at).year}"
    ReferenceCounter.objects.bulk_create(
        [ReferenceCounter(prefix_year=prefix_year)], ignore_conflicts=True
    )
    return ReferenceCounter.objects.select_for_update().get(pk=prefix_year)


def next_reference(counter: ReferenceCounter) -> str:
    """Such as REQ-2026-0421."""
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{counter.prefix_year}-{counter.last:04}"


def tracking_code(operation_id: uuid.UUID | None) -> str:
    """Of a repeated operation the same again, since the first answer may never have arrived."""
    if operation_id is None:
        return codes.new_code()
    digest = blind_index("tracking-code-of-operation", str(operation_id))
    return f"{int.from_bytes(digest) % 10**codes.DIGITS:0{codes.DIGITS}}"


def code_may_be_repeated(case: Case) -> bool:
    """Within an hour: a double click or a program's second try, not an old form found later."""
    times = case.events.order_by("happened_at", "pk").values_list("happened_at", flat=True)
    received = times.first()
    return received is not None and clock.now() - received < CODE_REPEATED_WITHIN


def received_before(
    kind: CaseKind, operation_id: uuid.UUID, actor: Actor | None
) -> tuple[Case, str | None] | None:
    """What the same operation received, with its code as long as that may be said again.

    Raises StepAlreadyThere: whoever used this operation first keeps it, and their case.
    """
    case = Case.objects.select_related("beneficiary").filter(operation_id=operation_id).first()
    if case is None:
        return None
    arrival = case.events.filter(name=ARRIVALS[kind]).order_by("happened_at", "pk").first()
    if case.kind != kind or arrival is None or arrival.actor_id != id_of(actor):
        raise StepAlreadyThere
    code = tracking_code(operation_id)
    is_valid = codes.code_hash(code) == bytes(case.tracking_index)
    return case, code if is_valid and code_may_be_repeated(case) else None


def copy_checklist(case: Case, rules: GoverningRules) -> None:
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            case=case,
            order=order,
            key=step.key,
            text=step.text,
            role=step.role or "",
            stage=step.stage,
            clause_address=step.clause.address,
        )
        for order, step in enumerate(rules.steps, start=1)
    )


def list_required_documents(case: Case, labels: Iterable[str]) -> None:
    """Each once, whoever requires it."""
    MissingItem.objects.bulk_create(
        MissingItem(case=case, kind=MissingKind.DOCUMENT, label=label)
        for label in dict.fromkeys(labels)
    )


def list_open_questions(case: Case, questions: Iterable[str]) -> None:
    """What the form asks and was not answered at reception; nobody was asked to wait for it yet."""
    MissingItem.objects.bulk_create(
        MissingItem(case=case, kind=MissingKind.ANSWER, label=question)
        for question in dict.fromkeys(questions)
    )
