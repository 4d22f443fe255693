"""The conversation of a case: read on its page, written here after a look at what will be sent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.cases.models import Case
from core.mailroom.forms import TemplateForm, WriteForm
from core.mailroom.models import IncomingMail
from core.messages import rules, services, templating
from core.messages.channels import agreed_way, recipient_of
from core.messages.conversation import thread_of
from core.messages.enums import MessageChannel
from core.messages.models import OutgoingMessage
from core.messages.sections import SMS
from core.messages.services import words_of
from core.messages.sms_parts import parts_of
from core.service_requests.desk.access import for_case_workers, found
from foundation.access import reason
from foundation.errors import DomainError, status_of
from tenants.people.access import person
from tenants.people.models import User


def panel(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """On the page of a case."""
    actor = person(request)
    return {
        "lines": thread_of(case),
        "why_not": reason(rules.check_can_write, actor, case),
    }


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Two buttons: one shows the message as it will arrive, one sends it."""
    case = found(request, case_id)
    actor = person(request)
    why_not = reason(rules.check_can_write, actor, case)
    if request.method != "POST":
        choice = TemplateForm(request.GET or None)
        return _page(request, case, _begun(case, actor, choice), why_not=why_not)
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, form, why_not=why_not, status=400)
    data = form.cleaned_data
    if "preview" in request.POST and not why_not:
        words = words_of(case, data["subject"], data["text"])
        return _page(request, case, form, why_not=why_not, preview=words)
    try:
        services.write_message(
            case.pk,
            actor=actor,
            subject=data["subject"],
            text=data["text"],
            operation_id=data["operation_id"],
            answers_id=_last_mail(case),
        )
    except DomainError as error:
        form.refuse(error)
        return _page(request, case, form, why_not=why_not, status=status_of(error))
    messages.success(request, _("The message is on its way."))
    return redirect("desk:case", case.pk)


@for_case_workers
@require_POST
def send_again(request: HttpRequest, case_id: UUID, message_id: UUID) -> HttpResponse:
    case = found(request, case_id)
    try:
        message = case.messages.get(pk=message_id)
        # One second attempt of each message, however often the button is pressed.
        again = uuid5(message.pk, "again")
        services.send_again(message.pk, actor=person(request), operation_id=again)
    except OutgoingMessage.DoesNotExist as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The message is on its way once more."))
    return redirect("desk:case", case.pk)


def _begun(case: Case, actor: User, choice: TemplateForm) -> WriteForm:
    template = templating.template(chosen) if (chosen := choice.chosen()) else None
    if template is None:
        return WriteForm.empty()
    filled = templating.fill_in(template, case, actor=actor)
    return WriteForm.empty(subject=filled.subject, text=filled.body)


def _last_mail(case: Case) -> str:
    """The Message-ID of what they wrote last, so that the answer stands below it."""
    last = IncomingMail.objects.filter(case=case).order_by("-received_at", "-pk").first()
    return (last.message_id or "")[:250] if last else ""


def _way(case: Case, preview: services.Words | None) -> dict[str, Any]:
    """By which way it goes; of a text message how many parts it has, and what they cost."""
    way = agreed_way(case)
    shown: dict[str, Any] = {"way": way}
    if way is not None:
        shown |= {"way_label": way.label, "recipient": recipient_of(case, way)}
    if way == MessageChannel.SMS and preview is not None:
        parts = parts_of(preview.body)
        shown |= {"parts": parts, "cost": SMS.read().price * parts.count}
    return shown


def _page(
    request: HttpRequest,
    case: Case,
    form: WriteForm,
    *,
    why_not: str | None,
    preview: services.Words | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "choice": TemplateForm(request.GET or None),
        "why_not": why_not,
        "preview": preview,
        "language": case.written_in,
        **_way(case, preview),
        "lines": thread_of(case),
    }
    return render(request, "mailroom/write.html", context, status=status)
