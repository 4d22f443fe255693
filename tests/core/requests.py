"""Requests for tests, brought to a stage by the services that people use."""

import uuid
from collections.abc import Callable
from typing import Any

from core.beneficiaries.services import BeneficiaryData
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.rules import Stage
from core.service_requests import services
from core.service_requests.enums import DeliveryMethod, Outcome
from core.service_requests.intake import Received
from core.service_requests.proof import Proof
from foundation import uploads
from tenants.people.models import User

IDENTITY = "1000000008"
TRANSFERRED = Proof(DeliveryMethod.TRANSFER, transfer_reference="TRF-1")


def person(**values: Any) -> BeneficiaryData:
    return BeneficiaryData(**{"name": "نورة بنت سالم", "mobile": "0551234567", **values})


def receive(registered_by: User | None = None, **values: Any) -> Received:
    arguments: dict[str, Any] = {
        "channel_key": "phone" if registered_by else "website",
        "subject": "مساعدة في الإيجار",
        "description": "تأخرت في دفع الإيجار شهرين",
        "beneficiary_data": person(),
        "registered_by": registered_by,
    }
    return services.receive_request(**arguments | values)


def document(purpose: str) -> NewDocument:
    stored = uploads.store(b"hello", name="id.txt", media_type="text/plain")
    return NewDocument(stored, purpose)


def settle_everything(case: Case, actor: User) -> None:
    for item in case.missing_items.filter(provided_at=None).order_by("pk"):
        services.settle_missing(case.pk, actor=actor, item_id=item.pk)


def do_steps(case: Case, actor: User, *stages: Stage) -> None:
    for item in case.checklist.filter(stage__in=stages, done_at=None).order_by("order"):
        services.complete_step(case.pk, actor=actor, item_id=item.pk)


def bring_to(status: S, actor: User, **values: Any) -> Case:
    """A request in this status; `actor` may do everything."""
    case = receive(actor, **values).case
    for step in PATHS[status]:
        step(case.pk, actor)
    return Case.objects.get(pk=case.pk)


def _complete(case_id: uuid.UUID, actor: User) -> None:
    case = Case.objects.get(pk=case_id)
    settle_everything(case, actor)
    do_steps(case, actor, Stage.COMPLETION)
    services.mark_complete(case_id, actor=actor)


def _wait(case_id: uuid.UUID, actor: User) -> None:
    services.mark_missing(case_id, actor=actor, documents=["عقد الإيجار"])


def _refer(case_id: uuid.UUID, actor: User) -> None:
    services.refer_to_research(case_id, actor=actor)


def _send(case_id: uuid.UUID, actor: User) -> None:
    do_steps(Case.objects.get(pk=case_id), actor, Stage.COMMITTEE)
    services.send_to_decision_body(case_id, actor=actor)


def _decide(outcome: Outcome) -> Callable[[uuid.UUID, User], None]:
    def decide(case_id: uuid.UUID, actor: User) -> None:
        do_steps(Case.objects.get(pk=case_id), actor, Stage.DECISION)
        services.decide(
            case_id, actor=actor, outcome=outcome, reason="لأسباب مذكورة", early_reason="عاجل"
        )

    return decide


def _start_delivery(case_id: uuid.UUID, actor: User) -> None:
    services.start_delivery(case_id, actor=actor)


def _deliver(case_id: uuid.UUID, actor: User) -> None:
    do_steps(Case.objects.get(pk=case_id), actor, Stage.DELIVERY)
    services.deliver(case_id, actor=actor, proof=TRANSFERRED)


def _close(case_id: uuid.UUID, actor: User) -> None:
    services.close(case_id, actor=actor)


def _withdraw(case_id: uuid.UUID, actor: User) -> None:
    services.withdraw(case_id, actor=actor)


_BEFORE_DECISION = (_complete, _send)
_ACCEPTED = (*_BEFORE_DECISION, _decide(Outcome.ACCEPTED))
PATHS: dict[S, tuple[Callable[[uuid.UUID, User], None], ...]] = {
    S.RECEIVED: (),
    S.WAITING_FOR_BENEFICIARY: (_wait,),
    S.COMPLETE: (_complete,),
    S.UNDER_STUDY: (_complete, _refer),
    S.BEFORE_COMMITTEE: _BEFORE_DECISION,
    S.ACCEPTED: _ACCEPTED,
    S.PARTLY_ACCEPTED: (*_BEFORE_DECISION, _decide(Outcome.PARTLY_ACCEPTED)),
    S.REJECTED: (*_BEFORE_DECISION, _decide(Outcome.REJECTED)),
    S.DELIVERING: (*_ACCEPTED, _start_delivery),
    S.DELIVERED: (*_ACCEPTED, _start_delivery, _deliver),
    S.CLOSED: (*_ACCEPTED, _start_delivery, _deliver, _close),
    S.WITHDRAWN: (_withdraw,),
}
