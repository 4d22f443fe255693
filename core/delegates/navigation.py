"""The entry of the phone's page in the menu of the desk."""

from django.utils.translation import pgettext_lazy

from tenants.people.roles import Permission
from ui.navigation import NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "In the field"),
            url_name="field:page",
            icon="branch_delegate",
            permission=(Permission.REGISTER_CASES, Permission.RESEARCH_CASES),
            order=15,
        )
    )
