"""A document of a request, for those who may see the request."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.cases.models import CaseDocument
from core.cases.queries import documents
from core.service_requests.desk.access import for_case_workers, found
from foundation import audit
from foundation.uploads import FileKind, open_stored
from tenants.people.access import person
from ui.files import as_file

SHOWN_IN_PLACE = {FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.WEBP}


@for_case_workers
@require_safe
def document(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    case = found(request, case_id)
    try:
        stored = documents(case).get(pk=document_id).file
    except CaseDocument.DoesNotExist as error:
        raise Http404 from error
    with transaction.atomic():
        details = {"document": str(document_id)}
        audit.record("case.document_opened", case, actor=person(request), details=details)
    in_place = stored.media_type in SHOWN_IN_PLACE and "download" not in request.GET
    return as_file(open_stored(stored), stored.media_type, stored.name, inline=in_place)
