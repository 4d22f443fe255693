"""The entry of complaints in the menu of the desk."""

from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from core.complaints.desk.access import OPEN_LIST, SEE, holds_any, is_let_in_somewhere
from core.complaints.queries import complaints_visible_to
from core.service_requests.inbox import counts
from tenants.people.access import person
from tenants.people.models import User
from ui.navigation import NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Complaints"),
            url_name="complaints:list",
            icon="alert",
            permission=OPEN_LIST,
            order=14,
            count=open_complaints,
            let_in=_has_one,
        )
    )


def open_complaints(request: HttpRequest) -> int:
    """Of those that the person may open: whoever is kept out of one is not told of it by a figure.

    Who is let into single ones alone, or only takes them in, is told by notices: no page costs more.
    """
    actor = person(request)
    if not holds_any(actor, *SEE):
        return 0
    return counts({"open": complaints_visible_to(actor).filter(closed_at=None)})["open"]


def _has_one(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return isinstance(user, User) and is_let_in_somewhere(user)
