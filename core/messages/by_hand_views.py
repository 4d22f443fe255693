"""Calls to make and letters to post: what waits, with the words, and what came of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.cases.rules import WORKING
from core.messages import by_hand, queries, rules
from core.messages.enums import CallResult, MessageChannel
from core.messages.forms import CallForm, PostingForm
from core.messages.models import OutgoingMessage
from foundation import clock
from foundation.access import reason
from foundation.errors import DomainError, status_of
from tenants.people.access import any_permission_required, person
from tenants.people.roles import Permission
from ui.forms import RefusableForm

PER_PAGE = 25
WHO = (*sorted(WORKING), Permission.HANDLE_COMPLAINTS)
for_workers = any_permission_required(*WHO)


@for_workers
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    waiting = queries.to_do(person(request), MessageChannel.PHONE)
    context = {"now": clock.now(), "most": by_hand.MOST_TRIES}
    return _list(request, "outbox/desk/calls.html", waiting, context)


@for_workers
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """`?posted=yes`: those that have gone."""
    actor, shows_posted = person(request), bool(request.GET.get("posted"))
    waiting = queries.to_do(actor, MessageChannel.LETTER)
    found = queries.posted(actor) if shows_posted else waiting
    return _list(request, "outbox/desk/letters.html", found, {"shows_posted": shows_posted})


@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, message_id: UUID) -> HttpResponse:
    message = _found(request, message_id, MessageChannel.PHONE)
    if request.method != "POST":
        return _page(request, message, CallForm())
    form = CallForm(request.POST)
    return _done(
        request,
        message,
        form,
        lambda: by_hand.record_call(
            message.pk,
            actor=person(request),
            result=CallResult(form.cleaned_data["result"]),
            note=form.cleaned_data["note"],
            again_at=form.again_at(),
        ),
        _("The call was recorded."),
    )


@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, message_id: UUID) -> HttpResponse:
    message = _found(request, message_id, MessageChannel.LETTER)
    if request.method != "POST":
        return _page(request, message, PostingForm(initial={"posted_on": clock.today()}))
    form = PostingForm(request.POST)
    return _done(
        request,
        message,
        form,
        lambda: by_hand.record_posting(
            message.pk,
            actor=person(request),
            posted_on=form.cleaned_data["posted_on"],
            register_number=form.cleaned_data["register_number"],
        ),
        _("The letter was recorded as posted."),
    )


def _done(
    request: HttpRequest,
    message: OutgoingMessage,
    form: RefusableForm,
    perform: Callable[[], OutgoingMessage],
    said: str,
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, message, form, status=400)
    try:
        perform()
    except DomainError as error:
        form.refuse(error)
        return _page(request, message, form, status=status_of(error))
    messages.success(request, said)
    is_call = message.channel == MessageChannel.PHONE
    return redirect("outbox:calls" if is_call else "outbox:letters")


def _list(
    request: HttpRequest,
    template: str,
    found: QuerySet[OutgoingMessage],
    context: dict[str, Any],
) -> HttpResponse:
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, template, {"page": page, **context})


def _found(request: HttpRequest, message_id: UUID, channel: MessageChannel) -> OutgoingMessage:
    try:
        return queries.by_hand(person(request), message_id, channel)
    except OutgoingMessage.DoesNotExist as error:
        raise Http404 from error


def _page(
    request: HttpRequest, message: OutgoingMessage, form: RefusableForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "message": message,
        "case": message.case,
        "form": form,
        "why_not": reason(rules.check_waits, person(request), message.case, message),
        "most": by_hand.MOST_TRIES,
    }
    is_call = message.channel == MessageChannel.PHONE
    template = "outbox/desk/call.html" if is_call else "outbox/desk/letter.html"
    return render(request, template, context, status=status)
