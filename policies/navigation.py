"""The entries of this app in the menus."""

from django.utils.translation import gettext_lazy as _

from tenants.people.roles import Permission
from ui.navigation import Area, NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=_("Policy"),
            url_name="policies:list",
            icon="book",
            permission=Permission.VIEW_POLICIES,
            order=60,
        )
    )
    register(
        NavItem(
            label=_("Our policy"),
            url_name="publishing:policy",
            icon="book",
            permission=None,
            order=40,
            area=Area.PORTAL,
        )
    )
