"""The entry of the imports in the menu of the desk."""

from django.utils.translation import pgettext_lazy

from tenants.people.roles import Permission
from ui.navigation import NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Import cases"),
            url_name="case_imports:list",
            icon="upload",
            permission=Permission.IMPORT_CASES,
            order=38,
        )
    )
