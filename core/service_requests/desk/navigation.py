"""The entry of the inbox in the menu of the desk."""

from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from core.service_requests.inbox import counts, inbox
from tenants.people.access import person
from tenants.people.roles import Permission
from ui.navigation import NavItem, register

SEE = (Permission.VIEW_CASES, Permission.VIEW_OWN_INTAKES)


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Inbox"),
            url_name="desk:inbox",
            icon="inbox",
            permission=SEE,
            order=10,
            count=open_requests,
        )
    )


def open_requests(request: HttpRequest) -> int:
    return counts({"open": inbox(person(request))})["open"]
