"""The demo's mail folder; elsewhere there is no such page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from console import mail_folder
from operators.roles import OperatorPermission
from tenants.people.access import permission_required


@permission_required(OperatorPermission.VIEW_HEALTH)
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    _only_in_the_demo()
    return render(request, "console/mails.html", {"mails": mail_folder.mails()})


@permission_required(OperatorPermission.VIEW_HEALTH)
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    _only_in_the_demo()
    shown = mail_folder.mail(key)
    if shown is None:
        raise Http404
    return render(request, "console/mail.html", {"mail": shown})


def _only_in_the_demo() -> None:
    if not settings.SILAH_DEMO:
        raise Http404
