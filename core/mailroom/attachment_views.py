"""The papers of a mail one by one: those of a mail that waits are read out of it, each looked into first."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.mailroom import filing
from core.mailroom.models import IncomingMail
from core.mailroom.queries import mails_for
from core.service_requests.desk.document_view import SHOWN_IN_PLACE
from foundation import audit
from foundation.errors import DomainError
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission
from ui.files import as_file


@dataclass(frozen=True, slots=True)
class Listed:
    """`url`: empty for what was not accepted, and where the mail itself is not kept any more."""

    name: str
    size: int
    refused: bool
    url: str


def attachments_of(row: IncomingMail) -> list[Listed]:
    """Of a placed mail, as they lie with the request."""
    documents = {str(each.file_id): each for each in filing.documents_of(row)}
    found = []
    for number, each in enumerate(row.attachments):
        url, refused = "", bool(each.get("refused"))
        if (document := documents.get(each.get("file", ""))) is not None:
            url = reverse("desk:document", args=[document.case_id, document.pk])
        elif not refused and "file" not in each and row.raw_id is not None:
            url = reverse("mailroom:attachment", args=[row.pk, number])
        found.append(Listed(each["name"], each.get("size", 0), refused, url))
    return found


@permission_required(Permission.HANDLE_CASES)
@require_safe
def open_attachment(request: HttpRequest, mail_id: UUID, attachment: int) -> HttpResponse:
    """As it would lie with a request: drawn anew or checked, and nothing that could act in a browser."""
    row = mails_for(person(request)).select_related("raw").filter(pk=mail_id).first()
    if row is None:
        raise Http404
    try:
        paper = filing.paper_of(row, attachment)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("mailroom:mail", mail_id)
    if paper is None:
        raise Http404
    with transaction.atomic():
        details = {"attachment": attachment}
        audit.record("mail.attachment_opened", row, actor=person(request), details=details)
    in_place = paper.kind in SHOWN_IN_PLACE and "download" not in request.GET
    answer = as_file(paper.content, paper.kind.value, paper.name, inline=in_place)
    answer["Cache-Control"] = "no-store"
    return answer
