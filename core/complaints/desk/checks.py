"""When an action is the next thing to do: what the services would refuse anyhow, asked beforehand."""

from core.actors import Actor
from core.cases import rules as cases
from core.cases.models import Case
from core.complaints import queries, rules
from core.complaints.desk.investigation_forms import awaited
from core.complaints.enums import RecordKind
from core.complaints.services.compensation import OfferNotOpen, check_negotiating


def check_can_unname(actor: Actor, case: Case) -> None:
    rules.check_can_name(actor, case)
    if not queries.named_by_people(case.complaint).exists():
        raise rules.Unfit


def check_can_answer_settlement(actor: Actor, case: Case) -> None:
    rules.check_can_write_down_answer(actor, case)


def check_can_close_minutes(actor: Actor, case: Case) -> None:
    rules.check_can_write_minutes(actor, case)
    if queries.open_minutes(case.complaint) is None:
        raise rules.NoMinutes


def check_can_note_refusal(actor: Actor, case: Case) -> None:
    rules.check_can_write_minutes(actor, case)
    if not any(each.signer_id != actor.pk for each in awaited(case.complaint)):
        raise rules.NotYourSignature


def check_can_answer_offer(actor: Actor, case: Case) -> None:
    check_negotiates(actor, case)
    if queries.open_offer(case.complaint) is None:
        raise OfferNotOpen


def check_negotiates(actor: Actor, case: Case) -> None:
    rules.check_handles(actor, case)
    check_negotiating(case)


def check_can_answer_reveal(actor: Actor, case: Case) -> None:
    record = case.complaint.records.filter(kind=RecordKind.REVEAL, closed_at=None).first()
    if record is None:
        raise rules.NotHidden
    rules.check_can_answer_reveal(actor, case, record)


def check_can_add_document(actor: Actor, case: Case) -> None:
    rules.check_handles(actor, case)
    cases.check_is_open(case)


def check_can_open_investigation(actor: Actor, case: Case) -> None:
    """Why no settlement was tried is asked in the form."""
    rules.check_can_open_investigation(actor, case, why_not_settled="later")
