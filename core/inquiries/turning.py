"""An inquiry becomes a case of another kind in one step: person and words go along, and it ends."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import rules as governing
from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.cases.enums import CaseKind, EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints.enums import Confidentiality
from core.complaints.intake import NewComplaint
from core.complaints.services import receive_complaint
from core.inquiries import rules
from core.inquiries.services import end, locked_inquiry
from core.service_requests.channels import online_channel
from core.service_requests.intake import Received
from core.service_requests.services import receive_request
from foundation import clock
from foundation.arabic import searchable

BECAME_A_COMPLAINT = _("An inquiry that became a complaint")
TURNED = (CaseKind.REQUEST, CaseKind.COMPLAINT)


@transaction.atomic
def turn_into_request(
    case_id: uuid.UUID, *, actor: Actor, subject: str, name: str, identity_number: str = ""
) -> Received:
    """A request of the same person with the same words."""
    case = locked_inquiry(case_id)
    rules.check_can_turn(actor, case, CaseKind.REQUEST)
    received = receive_request(
        channel_key=_channel_now(case),
        subject=subject,
        description=_words_of(case),
        beneficiary_data=person_of(case, name=name, identity_number=identity_number),
        registered_by=actor,
        reply_channel=ReplyChannel(case.reply_channel),
        operation_id=operation_of(case, CaseKind.REQUEST),
    )
    _link(case, received.case, actor=actor)
    return received


@transaction.atomic
def turn_into_complaint(
    case_id: uuid.UUID, *, actor: Actor, subject: str, name: str, identity_number: str = ""
) -> Received:
    """A complaint by name. Its words and whoever said them leave the inquiry: those whom it concerns may
    see inquiries, and must learn nothing of it there.
    """
    case = locked_inquiry(case_id)
    rules.check_can_turn(actor, case, CaseKind.COMPLAINT)
    received = receive_complaint(
        NewComplaint(
            confidentiality=Confidentiality.NAMED,
            title=subject,
            text=_words_of(case),
            person=person_of(case, name=name, identity_number=identity_number),
            reply_channel=ReplyChannel(case.reply_channel),
            language=case.language,
            operation_id=operation_of(case, CaseKind.COMPLAINT),
        ),
        channel_key=_channel_now(case),
        registered_by=actor,
    )
    _link(case, received.case, actor=actor)
    _empty(case)
    return Received(received.case, received.tracking_code)


def operation_of(case: Case, kind: CaseKind) -> uuid.UUID:
    """By which what it became is found again, without a trace of it in the inquiry."""
    return uuid.uuid5(case.pk, kind.value)


def became(case: Case) -> Case | None:
    operations = [operation_of(case, kind) for kind in TURNED]
    return Case.objects.filter(operation_id__in=operations).order_by("pk").first()


def person_of(case: Case, *, name: str = "", identity_number: str = "") -> BeneficiaryData:
    """Who asked, for the reception of what the inquiry becomes."""
    known = case.beneficiary
    return BeneficiaryData(
        name=name or case.written_name or (known.name if known else ""),
        identity_number=identity_number or (known.identity_number or "" if known else ""),
        mobile=case.reply_mobile or "",
        email=case.reply_email or "",
        reply_channel=case.reply_channel,
        language=case.written_in,
        beneficiary_id=known.pk if known else None,
    )


def _words_of(case: Case) -> str:
    """The question, what was said with it, and what was asked further."""
    further = case.events.filter(name=EventName.REPLY).order_by("happened_at", "pk")
    texts: Iterable[str] = (case.subject, case.description, *(event.note for event in further))
    return "\n\n".join(filter(None, texts))


def _link(case: Case, became: Case, *, actor: Actor) -> None:
    """Both say so; of a complaint the inquiry does not say which."""
    record_event(
        became,
        EventName.TURNED_INTO,
        actor=actor,
        details={"from": case.reference, "case": str(case.pk), "kind": case.kind},
    )
    details = {"kind": became.kind}
    if became.kind != CaseKind.COMPLAINT:
        details["into"] = became.reference
    end(case, "turn", EventName.TURNED_INTO, actor=actor, details=details)


def _empty(case: Case) -> None:
    with override(settings.LANGUAGE_CODE):
        case.subject = str(BECAME_A_COMPLAINT)
    case.subject_search = searchable(case.subject)
    case.description = ""
    case.written_name = case.reply_email = case.reply_mobile = None
    case.beneficiary = None
    case.save(
        update_fields=[
            "subject",
            "subject_search",
            "description",
            "written_name",
            "reply_email",
            "reply_mobile",
            "beneficiary",
        ]
    )


def _channel_now(case: Case) -> str:
    """The channel by which it came, or where the policy names it no more the one of the portal."""
    in_force = governing.in_force(clock.now())
    if any(channel.key == case.channel_key for channel in in_force.channels):
        return case.channel_key
    online = online_channel(in_force)
    return online.key if online else case.channel_key
