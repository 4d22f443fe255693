"""Each view says who may open it; a test over all URLs fails on one that does not.

`@permission_required(P.X)`, `@sign_in_required` or `@public_page`, outermost.
"""

import functools
from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from tenants.people.models import User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed in"


def public_page(view: View[P]) -> View[P]:
    """Anybody may open it, on purpose."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def sign_in_required(view: View[P]) -> View[P]:
    return _guarded(view, SIGNED_IN)


def permission_required(permission: str) -> Callable[[View[P]], View[P]]:
    """Strangers go to the sign-in page and back, people without the permission see the 403 page."""

    def decorate(view: View[P]) -> View[P]:
        return _guarded(view, permission)

    return decorate


def any_permission_required(*permissions: str) -> Callable[[View[P]], View[P]]:
    """As permission_required, for pages that several permissions open."""

    def decorate(view: View[P]) -> View[P]:
        return _guarded(view, *permissions)

    return decorate


def person(request: HttpRequest) -> User:
    """Who is signed in, in a view that demands it."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def declared_access(view: Callable[..., object]) -> str | None:
    """What a view declared: PUBLIC, SIGNED_IN, permissions with | between, or None for nothing."""
    return getattr(view, "access", None)


def _guarded(view: View[P], *access: str) -> View[P]:
    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if SIGNED_IN not in access and not any(map(request.user.has_permission, access)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.access = "|".join(access)  # type: ignore[attr-defined]
    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """And back; what was posted is gone, and its address may not be one to open: back to its form then."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    form = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(form, {request.get_host()}):
        return redirect(settings.LOGIN_URL)
    place = urlsplit(form)
    return redirect_to_login(place._replace(scheme="", netloc="", fragment="").geturl())
