"""The mailroom: mails that no request claimed by themselves, and what became of the others."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.beneficiaries.queries import search_beneficiaries
from core.cases.models import Case
from core.mailroom import filing, queries, rules, services
from core.mailroom.attachment_views import attachments_of
from core.mailroom.enums import MailState
from core.mailroom.forms import OpenForm, PlaceForm, SetAsideForm
from core.mailroom.models import IncomingMail
from core.messages.mailbox import MAILBOX
from core.service_requests.queries import requests_visible_to
from foundation import audit, uploads
from foundation.access import reason
from foundation.arabic import searchable
from foundation.errors import DomainError, status_of
from tenants.people.access import View, permission_required, person
from tenants.people.models import User
from tenants.people.roles import Permission
from ui.files import as_file
from ui.forms import RefusableForm

PER_PAGE = 25
MOST_CASES = 8
for_mailroom = permission_required(Permission.HANDLE_CASES)
TABS: dict[MailState, str | Promise] = {
    MailState.WAITING: pgettext_lazy("e-mail", "Waiting"),
    MailState.FILED: _("Filed"),
    MailState.OPENED: _("Opened a request"),
    MailState.AUTOMATIC: _("Automatic"),
    MailState.REFUSED: _("Refused"),
    MailState.DISMISSED: pgettext_lazy("e-mail", "Set aside"),
}


@for_mailroom
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    state = _state(request.GET.get("state", ""))
    counts = queries.counts(person(request))
    page = Paginator(queries.mails(person(request), state), PER_PAGE).get_page(
        request.GET.get("page")
    )
    tabs = [(tab, label, counts[tab.value], tab == state) for tab, label in TABS.items()]
    context = {
        "page": page,
        "tabs": tabs,
        "state": state,
        "read": MAILBOX.read().enabled,
        "may_set_up": person(request).has_permission(Permission.MANAGE_SETTINGS),
        "nothing_yet": not any(counts.values()),
    }
    return render(request, "mailroom/inbox.html", context)


@for_mailroom
@require_safe
def mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    return _page(request, _found(request, mail_id), {})


@for_mailroom
@require_safe
def raw(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """As it came, to keep: never drawn as a page."""
    row = _found(request, mail_id)
    if row.raw is None:
        raise Http404
    with transaction.atomic():
        audit.record("mail.downloaded", row, actor=person(request))
    return as_file(uploads.open_stored(row.raw), "application/octet-stream", "mail.eml")


def _view(
    name: str,
    form_class: type[RefusableForm],
    perform: Callable[[UUID, User, Any], IncomingMail],
    said: str | Promise,
) -> View[Any]:
    @for_mailroom
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, mail_id: UUID) -> HttpResponse:
        row = _found(request, mail_id)
        if request.method != "POST":
            return redirect("mailroom:mail", mail_id)
        form = form_class(request.POST, auto_id=f"{name}_%s")
        status = 400
        if form.is_valid():
            try:
                with transaction.atomic():
                    row = perform(mail_id, person(request), form)
            except DomainError as error:
                form.refuse(error)
                status = status_of(error)
            else:
                messages.success(request, str(said))
                return _onwards(row)
        return _page(request, _found(request, mail_id), {name: form}, status=status)

    return view


file = _view(
    "file",
    PlaceForm,
    lambda mail_id, actor, form: services.place_with(
        mail_id, actor=actor, reference=form.cleaned_data["reference"]
    ),
    _("The e-mail was filed with the request."),
)
open_case = _view(
    "open",
    OpenForm,
    lambda mail_id, actor, form: services.open_case_from(
        mail_id, actor=actor, channel_key=form.cleaned_data["channel"]
    ),
    _("A request was opened from the e-mail, and its receipt is on its way."),
)
set_aside = _view(
    "set_aside",
    SetAsideForm,
    lambda mail_id, actor, form: services.set_aside(
        mail_id, actor=actor, why=form.cleaned_data["why"]
    ),
    _("The e-mail was set aside."),
)
take_out = _view(
    "take_out",
    RefusableForm,
    lambda mail_id, actor, form: services.take_out(mail_id, actor=actor),
    _("The e-mail was taken out of the request and waits again."),
)


def _onwards(row: IncomingMail) -> HttpResponse:
    """To the request that it went to; else to the next one that waits."""
    if row.state in (MailState.FILED, MailState.OPENED) and row.case_id:
        return redirect("desk:case", row.case_id)
    return redirect("mailroom:inbox")


def _found(request: HttpRequest, mail_id: UUID) -> IncomingMail:
    try:
        mails = queries.mails_for(person(request))
        return mails.select_related("raw", "case").get(pk=mail_id)
    except IncomingMail.DoesNotExist as error:
        raise Http404 from error


def _page(
    request: HttpRequest,
    row: IncomingMail,
    tried: dict[str, RefusableForm],
    *,
    status: int = 200,
) -> HttpResponse:
    actor = person(request)
    if status == 200:
        with transaction.atomic():
            audit.record("mail.viewed", row, actor=actor)
    placeable = reason(rules.check_is_placeable, row)
    typed = request.GET.get("search", "")
    context = {
        "mail": row,
        "attachments": attachments_of(row),
        "placeable": placeable is None,
        "why_not_open": reason(rules.check_opens, row) or reason(filing.check_has_policy),
        "open_form": tried.get("open") or OpenForm(auto_id="open_%s"),
        "why_not": placeable,
        "may_take_out": reason(rules.check_can_take_out, row) is None,
        "typed": typed,
        "cases": _cases(actor, row, typed) if placeable is None else [],
        "place_form": tried.get("file") or PlaceForm(auto_id="file_%s"),
        "set_aside_form": tried.get("set_aside") or SetAsideForm(auto_id="set_aside_%s"),
        "refused": [
            error
            for name in ("open", "take_out")
            if name in tried
            for error in tried[name].non_field_errors()
        ],
    }
    return render(request, "mailroom/mail.html", context, status=status)


def _cases(actor: User, row: IncomingMail, typed: str) -> list[Case]:
    """What was looked for; else the case that it names, and those of who has this address."""
    requests = requests_visible_to(actor)
    wanted = typed.strip() or row.sender
    if not wanted:
        return []
    words = searchable(wanted)
    condition = (
        Q(reference__icontains=words)
        | Q(subject_search__contains=words)
        | Q(beneficiary__in=search_beneficiaries(wanted).order_by().values("pk"))
    )
    if not typed.strip() and row.case_id:
        condition |= Q(pk=row.case_id)
    return list(requests.filter(condition).order_by("-received_at", "pk")[:MOST_CASES])


def _state(typed: str) -> MailState:
    return MailState(typed) if typed in MailState.values else MailState.WAITING
