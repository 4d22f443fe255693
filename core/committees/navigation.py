"""What the committee adds to the menu, the settings, the notices and the page of a case."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.committees.desk import settings_views
from core.committees.desk.case_panel import panel_of
from core.configuration.registry import SettingsPage
from core.configuration.registry import register as register_settings
from core.notices import links
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.programmes import rules as programmes
from core.service_requests.desk import panels
from tenants.people.roles import Permission
from ui.navigation import NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Committee sessions"),
            url_name="committees:sessions",
            icon="gavel",
            permission=Permission.VIEW_CASES,
            order=30,
        )
    )
    register(
        NavItem(
            label=pgettext_lazy("menu", "Programmes and budgets"),
            url_name="committees:programmes",
            icon="gift",
            permission=programmes.SEE,
            order=35,
        )
    )
    register_settings(
        SettingsPage(
            url_name="committees:settings",
            title=_("Committee"),
            summary=_("Quorum, chair, ties, and the reasons that decisions choose from."),
            icon="gavel",
            permission=Permission.MANAGE_SETTINGS,
            order=40,
            state=settings_views.state,
        )
    )
    panels.register(
        panels.Panel(
            name="committee",
            template="committees/_case_panel.html",
            order=40,
            context=panel_of,
            place=panels.Place.ASIDE,
        )
    )
    links.register(NoticeKind.SESSION_CALLED, _session_page)
    links.register(NoticeKind.MINUTES_TO_SIGN, _minutes_page)


def _session_page(notice: Notice) -> str:
    return reverse("committees:session", args=[notice.details["session"]])


def _minutes_page(notice: Notice) -> str:
    return reverse("committees:minutes", args=[notice.details["session"]])
