"""Where messages appear: calls and letters in the menu, behind notices, and among the settings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.configuration import registry
from core.configuration.registry import SettingsPage
from core.messages import settings_views
from core.messages.by_hand_views import WHO
from core.notices import links
from core.notices.enums import NoticeKind
from tenants.people.roles import Permission
from ui.navigation import NavItem, register

PAGES = (
    SettingsPage(
        url_name="outbox:sms",
        title=_("Text messages (SMS)"),
        summary=_("By which provider they are sent, under which name, and for how much."),
        icon="phone",
        permission=Permission.MANAGE_SETTINGS,
        order=42,
        state=settings_views.state_of_sms,
    ),
    SettingsPage(
        url_name="outbox:whatsapp",
        title=_("WhatsApp"),
        summary=_("The business account, and the templates that Meta approved."),
        icon="send",
        permission=Permission.MANAGE_SETTINGS,
        order=44,
        state=settings_views.state_of_whatsapp,
    ),
    SettingsPage(
        url_name="outbox:sending",
        title=_("Quiet hours and costs"),
        summary=_("When no message rings on a phone, and what messages cost each month."),
        icon="clock",
        permission=Permission.MANAGE_SETTINGS,
        order=46,
    ),
)


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Calls and letters"),
            url_name="outbox:calls",
            icon="phone",
            permission=WHO,
            order=17,
            also=lambda: ["outbox:letters"],
        )
    )
    for page in PAGES:
        registry.register(page)
    links.register(
        NoticeKind.CALL_DUE, lambda notice: reverse("outbox:call", args=[notice.subject])
    )
    links.register(
        NoticeKind.LETTER_DUE, lambda notice: reverse("outbox:letter", args=[notice.subject])
    )
