"""Where the mailroom appears: in the menu, among the settings, on the page of a case, behind a notice."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.configuration import registry
from core.mailroom.conversation_views import panel
from core.mailroom.queries import waiting_count
from core.mailroom.settings_views import state_in_words
from core.notices import links
from core.notices.enums import NoticeKind
from core.service_requests.desk import panels
from tenants.people.access import person
from tenants.people.roles import Permission
from ui.navigation import NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "E-mail"),
            url_name="mailroom:inbox",
            icon="mail",
            permission=Permission.HANDLE_CASES,
            order=15,
            count=_waiting,
        )
    )
    registry.register(
        registry.SettingsPage(
            url_name="mailroom:settings",
            title=_("Mailbox"),
            summary=_("Which mailbox is read, and what becomes of new mail."),
            icon="mail",
            permission=Permission.MANAGE_SETTINGS,
            order=40,
            state=state_in_words,
        )
    )
    panels.register(
        panels.Panel("conversation", "mailroom/_conversation.html", order=10, context=panel)
    )
    links.register(NoticeKind.MAIL_WAITING, lambda notice: reverse("mailroom:inbox"))


def _waiting(request: HttpRequest) -> int:
    return waiting_count(person(request))
