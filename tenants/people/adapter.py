"""How allauth behaves here: no sign-up, addresses of our own making, secrets sealed."""

import base64
import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.encryption import keyring
from tenants.addresses import association_address, console_address
from tenants.models import Association
from tenants.people.models import User
from tenants.schemas import Kind, current
from ui.middleware import COOKIE
from ui.navigation import Area, links
from ui.views import remember_language

logger = logging.getLogger(__name__)
JUST_NOW = 300  # seconds
WHILE_SETTING_UP = frozenset({"mfa_activate_totp", "mfa_view_recovery_codes"})
SEALED_FOR = ("mfa", "secret")


def canonical_address(path: str) -> str:
    """On the host of the schema we are in; never the host that a request named."""
    tenant = current()
    if isinstance(tenant, Association):
        return association_address(tenant, path)
    return console_address(path)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only invitations make accounts."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page of the menu: not everybody may open the same one."""
        area = Area.CONSOLE if current().tenant_type == Kind.OPERATORS else Area.DESK
        entries = links(request, area)
        return entries[0].url if entries else reverse("my_account")

    def post_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse:
        """A browser that has not chosen a language yet takes the person's."""
        response: HttpResponse = super().post_login(request, user, **hook)
        if COOKIE not in request.COOKIES:
            remember_language(response, user.language)
        return response

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not for setting a second factor up right after the sign-in; to remove it, always."""
        match = self.request.resolver_match
        if match is not None and match.url_name in WHILE_SETTING_UP:
            records = get_authentication_records(self.request, self.request.user)
            if records and time.time() - records[-1]["at"] < JUST_NOW:
                return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def format_email_subject(self, subject: str) -> str:
        return f"{_site_name()}: {subject}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return canonical_address(path.replace("UID-KEY", key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """With the mail server down, known addresses must not differ from unknown ones."""
        names = {"site_name": _site_name(), "home_url": canonical_address("/")}
        try:
            super().send_mail(template_prefix, email, {**context, **names})
        except (OSError, SMTPException):
            logger.exception("A mail about an account could not be sent: %s", template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second factor are sealed with the keys of their association."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(keyring().seal(text.encode(), *SEALED_FOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keyring().open(base64.b64decode(encrypted_text), *SEALED_FOR).decode()

    def get_totp_issuer(self) -> str:
        return _site_name()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not settings.SILAH_REQUIRE_SECOND_FACTOR


def _site_name() -> str:
    return str(getattr(current(), "name", "") or _("Silah"))
