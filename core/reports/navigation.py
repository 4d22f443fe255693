"""The entry of the figures in the menu of the desk."""

from django.utils.translation import gettext_lazy as _

from tenants.people.roles import Permission
from ui.navigation import NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=_("Figures"),
            url_name="reports:executive",
            icon="chart",
            permission=Permission.VIEW_REPORTS,
            order=30,
        )
    )
