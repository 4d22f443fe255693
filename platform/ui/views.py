"""The language switch, the page for a form that is too old, and the components page of developers."""

import sys

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ui.middleware import COOKIE, DEFAULT_LANGUAGE, LANGUAGES, chosen_language
from ui.showcase import sample_context

PUBLIC = "public"
A_YEAR = 365 * 24 * 60 * 60


@require_POST
def language(request: HttpRequest) -> HttpResponseRedirect:
    """Remember the language in a cookie, and go back to the page the person was on."""
    wanted = request.POST.get("language", "")
    response = HttpResponseRedirect(_safe_next(request))
    remember_language(response, wanted)
    return response


def remember_language(response: HttpResponseBase, wanted: str) -> None:
    response.set_cookie(
        COOKIE,
        wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _safe_next(request: HttpRequest) -> str:
    """Never to another site, whatever the form says."""
    wanted = request.POST.get("next", "")
    return wanted if _is_here(request, wanted) else "/"


def _is_here(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


# What tests over all addresses ask of each page: who may open it.
language.access = PUBLIC  # type: ignore[attr-defined]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Mostly a page left open overnight: say what happened, and that nothing typed is lost."""
    return render(request, "403_csrf.html", {"form_address": _form_address(request)}, status=403)


def _form_address(request: HttpRequest) -> str:
    """Where the form stood; going back fails where the page itself was the answer to a form."""
    came_from = request.headers.get("Referer", "")
    return came_from if _is_here(request, came_from) else ""


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away or too busy comes back: 503 tells programs and proxies to try again."""
    busy = isinstance(sys.exc_info()[1], OperationalError)
    response = HttpResponse(render_to_string("500.html"), status=503 if busy else 500)
    if busy:
        response["Retry-After"] = "10"
    return response


def components(request: HttpRequest) -> HttpResponse:
    """Every component on one page; served only while developing."""
    return render(request, "ui/components.html", sample_context(chosen_language(request)))


components.access = PUBLIC  # type: ignore[attr-defined]
