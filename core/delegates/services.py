"""What a phone sent becomes a case or a report, once, whoever else is at it."""

from uuid import UUID

from django.db import transaction

from core.cases.models import Case
from core.cases.papers import NewDocument
from core.delegates.forms import PhoneIntakeForm, PhoneReportForm
from core.delegates.phones import provisional_number
from core.delegates.photos import staged
from core.delegates.types import files_of
from core.research.enums import Recommendation
from core.research.models import Visit
from core.research.services import Report, report_visit
from core.service_requests.filled_in import details_of
from core.service_requests.intake import NO_DETAILS, Declaration, Received
from core.service_requests.services import receive_request
from foundation.uploads import FileKind, store
from tenants.people.models import User


@transaction.atomic
def receive_from_phone(form: PhoneIntakeForm, *, actor: User) -> Received:
    """The request counts from the moment that it was taken down, under the policy of that moment.

    The number that the person got on the way is found where a paper's register number stands.
    """
    data = form.cleaned_data
    operation_id: UUID = data["operation_id"]
    repeated = Case.objects.filter(operation_id=operation_id).exists()
    files = [] if repeated else staged(actor, operation_id, [photo for photo, _ in data["photos"]])
    documents = [
        NewDocument(file, purpose or file.name)
        for file, (_photo, purpose) in zip(files, data["photos"], strict=False)
    ]
    details = NO_DETAILS
    if form.version is not None:
        found = files_of(form.version, documents)
        details = details_of(form.version, form.filled_in, files=found)
    return receive_request(
        channel_key=data["channel"],
        subject=data["subject"],
        description=data["description"],
        beneficiary_data=form.beneficiary_data(),
        documents=documents,
        declaration=None if repeated else _declaration(form),
        registered_by=actor,
        reply_channel=data["reply_channel"],
        register_number=provisional_number(operation_id),
        received_at=data["moment"],
        operation_id=operation_id,
        details=details,
    )


@transaction.atomic
def report_from_phone(form: PhoneReportForm, *, actor: User) -> Visit:
    """Raises Visit.DoesNotExist, and what core.research says."""
    data = form.cleaned_data
    visit = Visit.objects.get(pk=data["visit"])
    repeated = visit.operation_id == data["operation_id"]
    photos = [photo for photo, _purpose in data["photos"]]
    report = Report(
        visited_at=data["moment"],
        findings=data["findings"],
        recommendation=Recommendation(data["recommendation"]),
        met_with=data["met_with"],
        found=form.found(),
        photos=[] if repeated else staged(actor, data["operation_id"], photos),
    )
    return report_visit(visit.pk, actor=actor, report=report, operation_id=data["operation_id"])


def _declaration(form: PhoneIntakeForm) -> Declaration | None:
    data = form.cleaned_data
    if not data["declared"]:
        return None
    drawn = data["signature"]
    signature = (
        store(drawn, name="signature.png", media_type=FileKind.PNG.value) if drawn else None
    )
    return Declaration(declared_at=data["moment"], signature=signature)
