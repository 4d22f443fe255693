"""How the association's mailbox is read, and whether it can be reached."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.configuration.sections import SettingChanged
from core.mailroom import gateway, polling
from core.mailroom.forms import MailboxForm
from core.mailroom.gateway import MailboxUnreachable
from core.messages.mailbox import MAILBOX, Mailbox
from foundation.errors import DomainError
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: HttpRequest) -> HttpResponse:
    """Two buttons: one saves, one only tries the connection with what stands in the form."""
    kept = MAILBOX.read()
    password_kept = bool(MAILBOX.secret())
    if request.method != "POST":
        initial = {**kept.model_dump(), "revision": MAILBOX.revision()}
        return _page(request, MailboxForm(initial=initial, password_kept=password_kept))
    form = MailboxForm(request.POST, password_kept=password_kept)
    if not form.is_valid():
        return _page(request, form, status=400)
    wanted = form.mailbox(kept)
    # A kept password goes only to the server and the name that it was typed for.
    same_place = (wanted.host, wanted.user) == (kept.host, kept.user)
    password = form.cleaned_data["password"] or (str(MAILBOX.secret()) if same_place else "")
    if not password:
        form.add_error("password", _("The server or the name is another one: type its password."))
        return _page(request, form, status=400)
    if "try" in request.POST:
        return _tried(request, form, wanted, password)
    return _saved(request, form, wanted)


def _tried(
    request: HttpRequest, form: MailboxForm, wanted: Mailbox, password: str
) -> HttpResponse:
    try:
        with gateway.opened(wanted, password) as folder:
            folder.check_folders()
            waiting = len(folder.waiting(after=0))
    except MailboxUnreachable as error:
        form.refuse(error)
        return _page(request, form, status=400)
    return _page(request, form, reached=waiting)


def _saved(request: HttpRequest, form: MailboxForm, wanted: Mailbox) -> HttpResponse:
    data = form.cleaned_data
    try:
        MAILBOX.write(
            wanted,
            actor=person(request),
            revision=data["revision"],
            secret=data["password"] or None,
        )
    except DomainError as error:
        form.refuse(error)
        return _page(request, form, status=409 if isinstance(error, SettingChanged) else 400)
    polling.forget_status()
    messages.success(request, _("The settings of the mailbox were saved."))
    return redirect("mailroom:settings")


def state_in_words() -> str:
    """For the page of all settings."""
    if not MAILBOX.read().enabled:
        return _("Not read yet")
    last = polling.status()
    return _("Cannot be reached") if last and last.error else _("Read once a minute")


def _page(
    request: HttpRequest, form: MailboxForm, *, reached: int | None = None, status: int = 200
) -> HttpResponse:
    last = polling.status()
    context = {
        "form": form,
        "reached": reached,
        "was_tried": reached is not None,
        "enabled": MAILBOX.read().enabled,
        "last": last,
        "last_error": gateway.said_of(last.error, last.details) if last else "",
    }
    return render(request, "mailroom/settings.html", context, status=status)
