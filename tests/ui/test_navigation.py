from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import RequestFactory
from django.urls import path

from ui import navigation
from ui.navigation import Area, NavItem, NavItemTaken


def _page(request: object) -> None: ...


urlpatterns = [
    path("", _page, name="home"),
    path("desk/cases/", _page, name="cases"),
    path("desk/", _page, name="desk"),
]
pytestmark = pytest.mark.urls(__name__)


@dataclass(frozen=True)
class Person:
    permissions: frozenset[str]

    def has_permission(self, permission: str) -> bool:
        return permission in self.permissions


@pytest.fixture(autouse=True)
def items() -> Iterator[None]:
    before = dict(navigation._items)
    navigation._items.clear()
    yield
    navigation._items.clear()
    navigation._items.update(before)


def item(url_name: str, order: int = 1, permission: str | None = None, **more: object) -> NavItem:
    return NavItem(url_name.title(), url_name, "inbox", permission, order, **more)


def shown(path_of_page: str, *permissions: str) -> list[tuple[str, bool]]:
    request = RequestFactory().get(path_of_page)
    request.user = Person(frozenset(permissions))
    return [(link.url, link.current) for link in navigation.links(request, Area.DESK)]


def test_people_see_what_they_may_use_in_order() -> None:
    navigation.register(item("cases", 2, "view_cases"))
    navigation.register(item("desk", 1))
    assert (shown("/elsewhere/"), shown("/elsewhere/", "view_cases")) == (
        [("/desk/", False)],
        [("/desk/", False), ("/desk/cases/", False)],
    )


def test_somebody_who_is_not_signed_in_sees_only_what_needs_no_permission() -> None:
    navigation.register(item("cases", 2, "view_cases"))
    navigation.register(item("desk", 1))
    links = navigation.links(RequestFactory().get("/"), Area.DESK)
    assert [link.label for link in links] == ["Desk"]


@pytest.mark.parametrize(
    ("here", "current"),
    [("/desk/cases/7/", "/desk/cases/"), ("/desk/other/", "/desk/"), ("/", "/"), ("/else/", None)],
)
def test_the_closest_entry_is_marked(here: str, current: str | None) -> None:
    for name in ("home", "desk", "cases"):
        navigation.register(item(name))
    assert [url for url, marked in shown(here) if marked] == ([current] if current else [])


def test_an_entry_without_a_page_on_this_kind_of_site_is_left_out() -> None:
    navigation.register(item("desk"))
    navigation.register(item("billing:plans"))
    assert shown("/") == [("/desk/", False)]


def test_areas_are_apart() -> None:
    navigation.register(item("desk"))
    navigation.register(item("home", area=Area.PORTAL))
    assert shown("/elsewhere/") == [("/desk/", False)]


def test_the_same_entry_twice_is_one() -> None:
    navigation.register(item("desk"))
    navigation.register(item("desk"))
    assert len(navigation.registered(Area.DESK)) == 1


def test_two_entries_for_one_page_are_refused() -> None:
    navigation.register(item("desk", 1))
    with pytest.raises(NavItemTaken):
        navigation.register(item("desk", 2))


def test_a_count_is_asked_for() -> None:
    navigation.register(item("desk", count=lambda request: len(request.path)))
    assert [link.count for link in navigation.links(RequestFactory().get("/12"), Area.DESK)] == [3]


def test_pages_elsewhere_mark_the_entry_that_they_belong_to() -> None:
    navigation.register(item("desk", 1))
    navigation.register(item("home", 2, also=lambda: ["cases", "nowhere"]))
    assert shown("/desk/cases/7/") == [("/desk/", False), ("/", True)]
    assert shown("/desk/") == [("/desk/", True), ("/", False)]
