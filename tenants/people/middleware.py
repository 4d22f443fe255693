"""A session belongs to the schema it began in; staff may need a second factor to do anything."""

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from tenants.people.sessions import SessionStore
from tenants.schemas import Kind, current, current_schema

SESSION_SCHEMA = "schema"
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def bind_session(request: HttpRequest) -> None:
    request.session[SESSION_SCHEMA] = current_schema()


class SessionTenantMiddleware:
    """Refuse a session that was carried over, by a copied cookie or a copied table."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if current().tenant_type not in (Kind.ASSOCIATION, Kind.OPERATORS):
            # No sessions there, so a cookie that somebody sends must not be looked up.
            request.session = SessionStore()
            request.user = AnonymousUser()
        elif (
            SESSION_KEY in request.session
            and request.session.get(SESSION_SCHEMA) != current_schema()
        ):
            request.session.flush()
        return self.get_response(request)


class SecondFactorMiddleware:
    """Where the deployment requires it, people without a second factor can only set one up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if not settings.SILAH_REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return False
        if request.path.startswith(self._open_paths()):
            return False
        return not get_adapter().is_mfa_enabled(request.user)

    def _open_paths(self) -> tuple[str, ...]:
        return (
            reverse("mfa_activate_totp"),
            reverse("account_reauthenticate"),
            reverse("account_logout"),
            reverse("ui:language"),
            settings.STATIC_URL,
        )
