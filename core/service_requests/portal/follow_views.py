"""The way to one's request: the tracking code opens it in this browser, for a short while."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.cases.pages import portal_address
from core.cases.queries import case_by_tracking_code
from core.service_requests.portal import visitors
from core.service_requests.portal.forms import CodeForm
from foundation.limits import TooManyAttempts
from tenants.people.access import public_page


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The code is only ever sent in the body of a form: addresses are kept in too many places."""
    if request.method == "POST":
        return _opened(request)
    return _page(request, CodeForm(), why_asked=visitors.why_asked(request))


@public_page
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    visitors.close(request)
    return render(request, "portal/left.html")


def _opened(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        case = case_by_tracking_code(form.cleaned_data["code"], source=visitors.source_of(request))
    except TooManyAttempts as error:
        form.refuse(error)
        response = _page(request, form, status=429)
        response["Retry-After"] = str(error.retry_after)
        return response
    if case is None:
        # One sentence for a code with a slip in it, of another association, or never given out.
        form.add_error("code", _("Nothing has this code. Please compare it with your receipt."))
        return _page(request, form, status=400)
    visitors.begin_following(request, case)
    return redirect(portal_address(case))


def _page(
    request: HttpRequest, form: CodeForm, *, why_asked: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "why_asked": why_asked}
    return render(request, "portal/follow.html", context, status=status)
