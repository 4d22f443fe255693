"""Entries of the menus: inquiries and information at the desk, questions and officers on the portal."""

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
    entries = (
        (_("Questions and answers"), "information:list", "info", 30),
        (_("Ask a question"), "information:ask", "help", 40),
        (_("Liaison officers"), "information:officers", "users", 50),
    )
    for label, url_name, icon, order in entries:
        register(
            NavItem(
                label=label,
                url_name=url_name,
                icon=icon,
                permission=None,
                order=order,
                area=Area.PORTAL,
            )
        )
