"""What the settings of an association consist of: apps register their pages at start."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from tenants.people.models import User


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """`summary`: what is decided there, in a sentence. `state`: how it stands now, in a few words."""

    url_name: str
    title: str | Promise
    summary: str | Promise
    icon: str
    permission: str
    order: int
    state: Callable[[], str] | None = None


_pages: dict[str, SettingsPage] = {}


def register(page: SettingsPage) -> None:
    """Call it from AppConfig.ready; the same address again replaces the page."""
    _pages[page.url_name] = page


def url_names() -> list[str]:
    return list(_pages)


def pages_for(user: User) -> list[SettingsPage]:
    """In order, those that the person may open."""
    found = (page for page in _pages.values() if user.has_permission(page.permission))
    return sorted(found, key=lambda page: (page.order, page.url_name))
