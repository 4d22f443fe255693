"""Complaints for tests, brought to a stage by the services that people use."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.beneficiaries.services import BeneficiaryData
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.complaints import queries, services
from core.complaints.enums import (
    Confidentiality,
    Finding,
    OfferKind,
    RecordKind,
    RightsClass,
    Severity,
)
from core.complaints.intake import NewComplaint, ReceivedComplaint
from core.complaints.records import Minutes, Ruling, Settlement
from core.complaints.services import NewOffer
from foundation import uploads
from foundation.models import StoredFile
from tenants.people.models import User

MONEY = Decimal(500)
TERMS = Settlement(terms="يُسلَّم ما وُعد به خلال أسبوع", association_does="تسليم السلة")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who works on complaints: an officer, two who investigate, and who decides."""

    officer: User
    chair: User
    member: User
    decider: User


def person(**values: Any) -> BeneficiaryData:
    return BeneficiaryData(**{"name": "نورة بنت سالم", "mobile": "0551234567", **values})


def new_complaint(**values: Any) -> NewComplaint:
    said: dict[str, Any] = {
        "confidentiality": Confidentiality.NAMED,
        "text": "وُعدت بسلة غذائية قبل شهر ولم تصل",
        "subject_key": "delay",
        "person": person(),
    }
    said |= values
    if said["confidentiality"] == Confidentiality.ANONYMOUS:
        said["person"] = None
    return NewComplaint(**said)


def receive(registered_by: User | None = None, **values: Any) -> ReceivedComplaint:
    return services.receive_complaint(
        new_complaint(**values),
        channel_key="phone" if registered_by else "website",
        registered_by=registered_by,
    )


def triage(case: Case, actor: User, **values: Any) -> None:
    chosen: dict[str, Any] = {
        "subject_key": "delay",
        "severity": Severity.MEDIUM,
        "rights_class": RightsClass(case.complaint.rights_class),
    }
    services.triage(case.pk, actor=actor, **chosen | values)


def acknowledge(case: Case, cast: Cast) -> None:
    triage(case, cast.officer)
    services.acknowledge(case.pk, actor=cast.officer)


def start_settlement(case: Case, cast: Cast) -> None:
    services.start_settlement(case.pk, actor=cast.officer)


def settle(case: Case, cast: Cast) -> None:
    record = services.propose_settlement(case.pk, actor=cast.officer, terms=TERMS)
    services.answer_settlement(case.pk, actor=None, accepts=True, digest=record.digest)
    services.settle(case.pk, actor=cast.officer)


def investigate(case: Case, cast: Cast) -> None:
    services.open_investigation(
        case.pk,
        actor=cast.officer,
        chair=cast.chair,
        members=[cast.member],
        why_not_settled="لا سبيل إلى التسوية هنا",
    )


def minutes(finding: Finding = Finding.UPHELD, *, fault: bool = True) -> Minutes:
    return Minutes(
        present=("الرئيس", "العضو"),
        facts="لم تُسجَّل السلة في كشف التسليم",
        fault=fault,
        damage="تأخر الغذاء عن الأسرة",
        size="شهر",
        causes="سقط الاسم من الكشف",
        finding=finding,
    )


def write_and_sign(case: Case, cast: Cast, *, finding: Finding = Finding.UPHELD) -> None:
    written = services.write_minutes(case.pk, actor=cast.chair, content=minutes(finding))
    closed = services.close_minutes(case.pk, actor=cast.chair, revision=written.revision)
    for signer in (cast.chair, cast.member):
        services.sign(case.pk, actor=signer, record_id=closed.pk, digest=closed.digest)


def decided(finding: Finding) -> Callable[[Case, Cast], None]:
    def decide(case: Case, cast: Cast) -> None:
        write_and_sign(case, cast, finding=finding)
        services.decide(
            case.pk,
            actor=cast.decider,
            finding=finding,
            reasons=["facts"],
            explanation="ثبت ما قيل",
        )

    return decide


def open_compensation(case: Case, cast: Cast) -> None:
    services.open_compensation(case.pk, actor=cast.officer)


def rule_not_needed(case: Case, cast: Cast) -> None:
    ruling = Ruling(needed=False, ruling="اتفق الطرفان بلا حكم")
    services.record_ruling(case.pk, actor=cast.officer, ruling=ruling)


def agree(case: Case, cast: Cast) -> None:
    """Ruling where the policy wants one, an offer, its signed acceptance."""
    rule_not_needed(case, cast)
    made = services.offer(case.pk, actor=cast.officer, new=NewOffer(OfferKind.MONEY, amount=MONEY))
    services.answer_offer(
        case.pk, actor=None, offer_id=made.pk, accepts=True, paper=paper("قبول.txt")
    )


def give(case: Case, cast: Cast) -> None:
    services.give(case.pk, actor=cast.officer, transfer_reference="TRF-7")


def resolve(case: Case, cast: Cast) -> None:
    services.resolve(case.pk, actor=cast.officer, done="سُلّمت السلة وعُدّل الكشف")


def close(case: Case, cast: Cast) -> None:
    services.close(case.pk, actor=cast.officer)


def turn_away(case: Case, cast: Cast) -> None:
    triage(case, cast.officer)
    services.turn_away(
        case.pk, actor=cast.officer, reason_key="not_ours", explanation="تخص جهة أخرى"
    )


def ask(case: Case, cast: Cast) -> None:
    services.ask(case.pk, actor=cast.officer, question="متى كان ذلك؟")


def withdraw(case: Case, cast: Cast) -> None:
    services.withdraw(case.pk, actor=None)


UNDER_INVESTIGATION = (acknowledge, investigate)
PATHS: dict[S, tuple[Callable[[Case, Cast], None], ...]] = {
    S.RECEIVED: (),
    S.ACKNOWLEDGED: (acknowledge,),
    S.WAITING_FOR_BENEFICIARY: (acknowledge, ask),
    S.SETTLING: (acknowledge, start_settlement),
    S.SETTLED: (acknowledge, start_settlement, settle),
    S.INVESTIGATING: UNDER_INVESTIGATION,
    S.UPHELD: (*UNDER_INVESTIGATION, decided(Finding.UPHELD)),
    S.PARTLY_UPHELD: (*UNDER_INVESTIGATION, decided(Finding.PARTLY_UPHELD)),
    S.NOT_UPHELD: (*UNDER_INVESTIGATION, decided(Finding.NOT_UPHELD)),
    S.COMPENSATING: (*UNDER_INVESTIGATION, decided(Finding.UPHELD), open_compensation),
    S.RESOLVED: (*UNDER_INVESTIGATION, decided(Finding.NOT_UPHELD), resolve),
    S.CLOSED: (*UNDER_INVESTIGATION, decided(Finding.NOT_UPHELD), resolve, close),
    S.WITHDRAWN: (acknowledge, withdraw),
}


def bring_to(status: S, cast: Cast, **values: Any) -> Case:
    case = receive(**values).case
    for step in PATHS[status]:
        step(case, cast)
        case = fresh(case)
    return case


def fresh(case: Case) -> Case:
    return Case.objects.select_related("complaint", "assignee").get(pk=case.pk)


def paper(name: str) -> StoredFile:
    return uploads.store(b"hello", name=name, media_type="text/plain")


def last_settlement(case: Case) -> Any:
    return queries.latest_record(case.complaint, RecordKind.SETTLEMENT)
