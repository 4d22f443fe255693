"""The entries of this app in the menu of the desk."""

from django.utils.translation import gettext_lazy as _

from tenants.people.roles import Permission
from ui.navigation import NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=_("People"),
            url_name="people:list",
            icon="users",
            permission=Permission.MANAGE_PEOPLE,
            order=80,
        )
    )
    register(
        NavItem(
            label=_("Tokens"),
            url_name="people:tokens",
            icon="key",
            permission=Permission.MANAGE_TOKENS,
            order=85,
        )
    )
