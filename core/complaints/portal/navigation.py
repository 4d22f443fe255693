"""The entry of complaints in the portal's menu."""

from django.utils.translation import gettext_lazy as _

from ui.navigation import Area, NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=_("Complain"),
            url_name="complain:submit",
            icon="flag",
            permission=None,
            order=25,
            area=Area.PORTAL,
        )
    )
