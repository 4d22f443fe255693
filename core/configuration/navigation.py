"""The entry of the settings in the menu of the desk."""

from django.utils.translation import pgettext_lazy

from core.configuration.registry import url_names
from tenants.people.roles import Permission
from ui.navigation import NavItem, register

WHO_SETS_UP = (Permission.MANAGE_SETTINGS, Permission.EDIT_REQUEST_TYPES)


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Settings"),
            url_name="settings:hub",
            icon="settings",
            permission=WHO_SETS_UP,
            order=95,
            also=url_names,
        )
    )
