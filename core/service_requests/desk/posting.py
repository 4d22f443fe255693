"""A message that goes by post, laid out on the paper of the association to be printed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.messages import queries
from core.messages.by_hand_views import for_workers
from core.messages.enums import MessageChannel
from core.messages.models import OutgoingMessage
from core.service_requests.letters import html_of, letter
from foundation.printing import pdf
from foundation.uploads import safe_name
from tenants.people.access import person
from ui.files import as_file


@for_workers
@require_safe
def message_letter(request: HttpRequest, message_id: UUID) -> HttpResponse:
    actor = person(request)
    try:
        message = queries.by_hand(actor, message_id, MessageChannel.LETTER)
    except OutgoingMessage.DoesNotExist as error:
        raise Http404 from error
    case = message.case
    if case.beneficiary is None:
        raise Http404
    written = letter(
        case,
        actor=message.author or actor,
        subject=message.subject,
        text=message.body,
        language=case.written_in,
    )
    try:
        laid_out = pdf.typeset(html_of(written))
    except pdf.PdfFailed:
        return HttpResponse(_("The letter could not be laid out."), status=503)
    return as_file(laid_out, "application/pdf", safe_name(f"{case.reference}.pdf"), inline=True)
