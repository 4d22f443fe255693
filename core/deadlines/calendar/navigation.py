"""The entry of the calendar in the menu of the desk."""

from django.utils.translation import pgettext_lazy

from tenants.people.roles import Permission
from ui.navigation import NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Calendar"),
            url_name="calendar:overview",
            icon="calendar",
            permission=Permission.VIEW_POLICIES,
            order=90,
        )
    )
