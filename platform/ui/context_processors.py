"""What the layouts show on every page. Lazy: a page without a menu asks for none."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property

from ui.navigation import Area, NavLink, links
from ui.notices import Notice, notices
from ui.search_box import search_for


class Shell:
    """The frame round a page; it works without an association and without a signed-in person."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def association(self) -> str:
        """Its name, empty on the pages of the service itself."""
        tenant = getattr(self._request, "tenant", None)
        return str(getattr(tenant, "name", "") or "")

    @cached_property
    def user(self) -> Any:
        """The signed-in person or None."""
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def desk(self) -> list[NavLink]:
        return links(self._request, Area.DESK)

    @cached_property
    def portal(self) -> list[NavLink]:
        return links(self._request, Area.PORTAL)

    @cached_property
    def console(self) -> list[NavLink]:
        return links(self._request, Area.CONSOLE)

    @cached_property
    def notices(self) -> list[Notice]:
        return notices(self._request)

    @cached_property
    def search(self) -> dict[str, str] | None:
        return search_for(self._request)

    @cached_property
    def sign_out(self) -> str:
        return _address("account_logout")

    @cached_property
    def sign_in(self) -> str:
        return _address("account_login")

    @cached_property
    def account(self) -> str:
        return _address("my_account")

    @cached_property
    def language(self) -> str:
        return _address("ui:language")

    @cached_property
    def here(self) -> str:
        """Where the language switch comes back to; a page that answered a POST is asked anew."""
        return (
            self._request.get_full_path() if self._request.method == "GET" else self._request.path
        )


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"shell": Shell(request)}


def _address(name: str) -> str:
    """Empty where this kind of site has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
