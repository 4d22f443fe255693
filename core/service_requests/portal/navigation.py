"""The entries of the portal's menu."""

from django.utils.translation import gettext_lazy as _

from ui.navigation import Area, NavItem, register


def register_all() -> None:
    entries = [
        (_("Submit a request"), "portal:submit", "send"),
        (_("Follow a request"), "portal:follow", "search"),
    ]
    for order, (label, url_name, icon) in enumerate(entries, start=1):
        register(
            NavItem(
                label=label,
                url_name=url_name,
                icon=icon,
                permission=None,
                order=order * 10,
                area=Area.PORTAL,
            )
        )
