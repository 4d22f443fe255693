"""What the menus list: apps register their entries at start, people see those they may use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from foundation import writing

MOST_SHOWN = 999


class Area(StrEnum):
    """Which shell an entry belongs to."""

    DESK = "desk"
    PORTAL = "portal"
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class NavItem:
    """`permission`: one, or several of which one is enough; None for everybody who sees the shell.

    `count`: the small figure beside it. `also`: names of pages elsewhere that belong to it, and mark it
    with everything under them. `let_in`: asked of whoever lacks the permission; work on one thing alone
    may open the page to them too.
    """

    label: str | Promise
    url_name: str
    icon: str
    permission: str | tuple[str, ...] | None
    order: int
    area: Area = Area.DESK
    count: Callable[[HttpRequest], int] | None = None
    also: Callable[[], Iterable[str]] | None = None
    let_in: Callable[[HttpRequest], bool] | None = None


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    icon: str
    current: bool
    count: int

    @property
    def figure(self) -> str:
        """Nobody reads more than three digits there."""
        return writing.numeral(str(self.count) if self.count <= MOST_SHOWN else f"{MOST_SHOWN}+")


class NavItemTaken(Exception):
    """Two entries of one area lead to the same page."""


_items: dict[tuple[Area, str], NavItem] = {}


def register(item: NavItem) -> None:
    """Call it from AppConfig.ready; the same entry twice is harmless, two for one page are not."""
    key = (item.area, item.url_name)
    if _items.get(key, item) != item:
        raise NavItemTaken(item.url_name)
    _items[key] = item


def registered(area: Area) -> list[NavItem]:
    return sorted(
        (item for item in _items.values() if item.area == area),
        key=lambda item: (item.order, item.url_name),
    )


def links(request: HttpRequest, area: Area) -> list[NavLink]:
    """The entries this person may use, with the page they are on marked."""
    seen = [
        (item, url)
        for item in registered(area)
        if _may_use(request, item) and (url := _url(item.url_name)) is not None
    ]
    here = _closest(
        request.path, [(place, url) for item, url in seen for place in (url, *_elsewhere(item))]
    )
    return [
        NavLink(
            label=str(item.label),
            url=url,
            icon=item.icon,
            current=url == here,
            count=item.count(request) if item.count else 0,
        )
        for item, url in seen
    ]


def _may_use(request: HttpRequest, item: NavItem) -> bool:
    if item.permission is None:
        return True
    has_permission = getattr(getattr(request, "user", None), "has_permission", None)
    wanted = (item.permission,) if isinstance(item.permission, str) else item.permission
    if has_permission and any(map(has_permission, wanted)):
        return True
    return item.let_in is not None and item.let_in(request)


def _url(url_name: str) -> str | None:
    """None where the kind of site at hand does not serve the page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _elsewhere(item: NavItem) -> list[str]:
    return [url for name in (item.also() if item.also else ()) if (url := _url(name)) is not None]


def _closest(path: str, places: Iterable[tuple[str, str]]) -> str | None:
    """The link of the longest address that the path lies under; the home page counts only for itself."""
    under = [
        (place, url)
        for place, url in places
        if path == place or (place != "/" and path.startswith(place))
    ]
    return max(under, key=lambda found: len(found[0]), default=("", None))[1]
