import pytest

from core.configuration import registry
from core.configuration.registry import SettingsPage
from tenants.people.roles import Permission, Role
from ui.middleware import COOKIE

HUB = "/desk/settings/"


@pytest.fixture
def pages(monkeypatch):
    """Two pages of two permissions; `how` tells how the first one stands."""
    monkeypatch.setattr(registry, "_pages", {})
    for order, (title, permission) in enumerate(
        [
            ("Second thing", Permission.EDIT_REQUEST_TYPES),
            ("First thing", Permission.MANAGE_SETTINGS),
        ]
    ):
        registry.register(
            SettingsPage(
                url_name=("people:list", "calendar:overview")[order],
                title=title,
                summary="What is decided there.",
                icon="settings",
                permission=permission,
                order=2 - order,
                state=lambda: "Two levels",
            )
        )


def listed(site, association, user) -> list[str]:
    client = site(association, user)
    client.cookies[COOKIE] = "en"
    page = client.get(HUB).content.decode()
    return sorted(
        (title for title in ("First thing", "Second thing") if title in page), key=page.index
    )


def test_each_person_sees_the_settings_that_are_theirs_in_order(
    site, association, make_person, pages
):
    assert listed(site, association, make_person(Role.ADMINISTRATOR)) == [
        "First thing",
        "Second thing",
    ]
    assert listed(site, association, make_person(Role.EXECUTIVE)) == ["First thing"]
    assert listed(site, association, make_person(Role.POLICY_OFFICER)) == ["Second thing"]


def test_who_sets_nothing_up_is_kept_out(site, association, make_person, pages):
    assert site(association, make_person(Role.RELATIONS_OFFICER)).get(HUB).status_code == 403
    assert site(association, None).get(HUB).status_code == 302


def test_no_settings_at_all_are_said_to_be_none(site, association, make_person, monkeypatch):
    monkeypatch.setattr(registry, "_pages", {})
    client = site(association, make_person(Role.ADMINISTRATOR))
    client.cookies[COOKIE] = "en"
    page = client.get(HUB)
    assert page.status_code == 200
    assert "There is nothing to set up for your role." in page.content.decode()
