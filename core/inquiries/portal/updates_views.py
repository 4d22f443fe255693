"""The form of those who want to be told of updates, and the links that its mails hold."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.inquiries import subscriptions
from core.inquiries.portal.forms import UpdatesForm
from core.service_requests.portal.visitors import source_of
from foundation import limits
from tenants.people.access import public_page

HOUR, DAY = 3600, 24 * 3600
ASKED_PER_HOUR = 10
MAILS_PER_DAY = 3


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def updates(request: HttpRequest) -> HttpResponse:
    """The same answer whether the address is new, waiting, confirmed, or asked for too often."""
    if request.method != "POST":
        return _form(request, UpdatesForm(initial={"language": get_language()}))
    form = UpdatesForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=400)
    try:
        limits.hit("information-updates", source_of(request), ASKED_PER_HOUR, HOUR)
    except limits.TooManyAttempts as error:
        form.add_error(None, str(error))
        response = _form(request, form, status=429)
        response["Retry-After"] = str(error.retry_after)
        return response
    if _may_be_mailed(form.cleaned_data["email"]):
        subscriptions.subscribe(**form.cleaned_data)
    return render(request, "inquiries/portal/updates.html", {"step": "asked"})


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """By a button: programs that open the links of a mail confirm nothing."""
    if subscriptions.found(token) is None:
        return _gone(request)
    done = request.method == "POST" and subscriptions.confirm(token)
    step = "confirmed" if done else "confirm"
    return render(request, "inquiries/portal/updates.html", {"step": step})


@csrf_exempt
@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs post here without a form of ours (RFC 8058); the token is what allows it."""
    if subscriptions.found(token) is None:
        return _gone(request)
    done = request.method == "POST" and subscriptions.unsubscribe(token)
    step = "stopped" if done else "stop"
    return render(request, "inquiries/portal/updates.html", {"step": step})


def _form(request: HttpRequest, form: UpdatesForm, *, status: int = 200) -> HttpResponse:
    context = {"step": "form", "form": form}
    return render(request, "inquiries/portal/updates.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "inquiries/portal/updates.html", {"step": "gone"}, status=404)


def _may_be_mailed(email: str) -> bool:
    """Nobody's mailbox is filled by others who type its address here."""
    try:
        limits.hit("information-updates-mail", email, MAILS_PER_DAY, DAY)
    except limits.TooManyAttempts:
        return False
    return True
