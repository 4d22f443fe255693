"""Entries of the menus: inquiries and information at the desk, questions on the portal."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.people.roles import Permission
from ui.navigation import Area, NavItem, register

SEE = (Permission.VIEW_CASES, Permission.ANSWER_INQUIRIES, Permission.VIEW_OWN_INTAKES)


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Inquiries"),
            url_name="inquiries:inbox",
            icon="help",
            permission=SEE,
            order=14,
        )
    )
    register(
        NavItem(
            label=pgettext_lazy("menu", "Published answers"),
            url_name="inquiries:information",
            icon="info",
            permission=Permission.EDIT_INFORMATION,
            order=62,
        )
    )
    register(
        NavItem(
            label=_("Frequent questions"),
            url_name="information:list",
            icon="help",
            permission=None,
            order=30,
            area=Area.PORTAL,
            also=lambda: ("information:ask", "information:officers"),
        )
    )
