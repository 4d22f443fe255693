"""The menu of the console."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from operators.roles import OperatorPermission
from ui.navigation import Area, NavItem, register


def register_all() -> None:
    for item in (
        NavItem(
            label=_("Associations"),
            url_name="console:associations",
            icon="building",
            permission=OperatorPermission.VIEW_HEALTH,
            order=10,
            area=Area.CONSOLE,
        ),
        NavItem(
            label=_("Invoices"),
            url_name="console:invoices",
            icon="card",
            permission=OperatorPermission.MANAGE_BILLING,
            order=20,
            area=Area.CONSOLE,
        ),
    ):
        register(item)
    if settings.SILAH_DEMO:
        register(
            NavItem(
                label=_("Mail folder"),
                url_name="console:mails",
                icon="mail",
                permission=OperatorPermission.VIEW_HEALTH,
                order=90,
                area=Area.CONSOLE,
            )
        )
