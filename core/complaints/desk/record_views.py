"""One dated paper of a complaint: to read, print and sign; and the files that belong to a complaint."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.cases import queries as cases
from core.cases.models import Case
from core.complaints import queries, rules
from core.complaints.desk.access import found
from core.complaints.desk.case_page import is_restricted
from core.complaints.desk.investigation_forms import SignForm
from core.complaints.enums import RecordKind, Stand
from core.complaints.models import ComplaintRecord
from core.complaints.paper import lines_of
from core.complaints.services import sign as sign_record
from core.complaints.services.drawing_up import digest_now
from core.service_requests.desk.document_view import SHOWN_IN_PLACE
from foundation import audit
from foundation.access import allows
from foundation.errors import DomainError, Invalid, status_of
from foundation.models import StoredFile
from foundation.uploads import open_stored
from tenants.people.access import person, sign_in_required
from tenants.people.models import User
from ui.files import as_file


class NotSigned(Invalid):
    code = "not_signed"
    message = gettext_lazy("Draw your signature, or tick the declaration.")


@sign_in_required
@require_safe
def record(request: HttpRequest, case_id: UUID, record_id: UUID) -> HttpResponse:
    case, paper = _found(request, case_id, record_id)
    return _page(request, case, paper, SignForm())


@sign_in_required
@require_POST
def sign(request: HttpRequest, case_id: UUID, record_id: UUID) -> HttpResponse:
    """Under what was read: the digest of it comes along."""
    case, paper = _found(request, case_id, record_id)
    actor = person(request)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, case, paper, form, status=400)
    drawn = request.POST.get("signature", "")
    try:
        if not drawn and "signature_declared" not in request.POST:
            raise NotSigned
        sign_record(
            case.pk,
            actor=actor,
            record_id=paper.pk,
            digest=request.POST.get("digest", "")[:64],
            stand=Stand(form.cleaned_data["stand"]),
            words=form.cleaned_data["words"],
            drawn=drawn,
        )
    except DomainError as error:
        beside = "words" if isinstance(error, rules.DissentWithoutWords) else None
        form.add_error(beside, str(error))
        case, paper = _found(request, case_id, record_id)
        return _page(request, case, paper, form, status=status_of(error))
    messages.success(request, _("Your signature is under the record."))
    return redirect("complaints:record", case.pk, paper.pk)


@sign_in_required
@require_safe
def file(request: HttpRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """Of this complaint: a document, the paper of a record, a signature, a proof."""
    case = found(request, case_id)
    actor = person(request)
    stored = next((each for each in files_of(case, actor) if each.pk == file_id), None)
    if stored is None:
        raise Http404
    with transaction.atomic():
        details = {"document": str(file_id)}
        audit.record("case.document_opened", case, actor=actor, details=details)
    in_place = stored.media_type in SHOWN_IN_PLACE and "download" not in request.GET
    return as_file(open_stored(stored), stored.media_type, stored.name, inline=in_place)


def files_of(case: Case, actor: User) -> Iterator[StoredFile]:
    """Papers of the compensation for those alone to whom its amounts are open."""
    for document in cases.documents(case):
        yield document.file
    sees_amounts = allows(rules.check_can_see_amounts, actor, case)
    records = case.complaint.records.select_related("paper").order_by("number")
    for paper in records.prefetch_related("signatures__drawing"):
        if paper.paper is not None and (sees_amounts or paper.kind != RecordKind.RULING):
            yield paper.paper
        yield from (each.drawing for each in paper.signatures.all() if each.drawing)
    if sees_amounts:
        for offer in queries.offers(case.complaint).select_related("signature", "proof"):
            yield from (each for each in (offer.signature, offer.proof) if each is not None)


def _found(request: HttpRequest, case_id: UUID, record_id: UUID) -> tuple[Case, ComplaintRecord]:
    case = found(request, case_id)
    records = case.complaint.records.select_related("paper")
    paper = records.prefetch_related("signatures").filter(pk=record_id).first()
    if paper is None:
        raise Http404
    if paper.kind == RecordKind.RULING and not allows(
        rules.check_can_see_amounts, person(request), case
    ):
        raise Http404  # a ruling on compensation says how much
    return case, paper


def _page(
    request: HttpRequest,
    case: Case,
    paper: ComplaintRecord,
    form: SignForm,
    *,
    status: int = 200,
) -> HttpResponse:
    actor = person(request)
    with transaction.atomic():
        audit.record("complaint.record_opened", case, actor=actor)
    genuine = paper.closed_at is None or digest_now(paper) == paper.digest
    context: dict[str, Any] = {
        "case": case,
        "record": paper,
        "lines": lines_of(paper),
        "signatures": list(paper.signatures.order_by("signed_at", "pk")),
        "genuine": genuine,
        "form": form,
        "restricted": is_restricted(case.complaint),
        "may_sign": genuine and _may_sign(actor, case, paper),
    }
    return render(request, "complaints/record.html", context, status=status)


def _may_sign(actor: User, case: Case, paper: ComplaintRecord) -> bool:
    try:
        rules.check_can_sign(actor, case, paper)
    except DomainError:
        return False
    return True
