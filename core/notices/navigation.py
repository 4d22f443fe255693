"""The bell of the desk, with how much is unread."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.notices.queries import unread_count
from tenants.people.models import User
from ui.navigation import NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=_("Notices"),
            url_name="notices:list",
            icon="bell",
            permission=None,
            order=12,
            count=unread,
        )
    )


def unread(request: HttpRequest) -> int:
    user = request.user
    return unread_count(user) if isinstance(user, User) else 0
