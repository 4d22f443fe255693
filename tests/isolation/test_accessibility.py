"""Everybody can use the pages of these areas: axe finds nothing, on a phone and at a desk.

The pages are those of one world, with something of everything on them.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Browser, sync_playwright

from tests.isolation.addresses import Address, Bare, addresses
from tests.isolation.catalog import CATALOG, Page
from tests.isolation.world import EVERY, World, undone
from tests.ui.browser import show, violations
from tests.ui.conftest import SWITCHES
from ui.middleware import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ASSOCIATION = "config.urls_association"
AREAS = (
    "desk",
    "mailroom",
    "types",
    "beneficiaries",
    "committees",
    "complaints",
    "case_imports",
    "calendar",
    "escalation",
    "settings",
    "notices",
    "reports",
    "satisfaction",
    "survey",
    "people",
    "field",
    "inquiries",
    "information",
    "portal",
    "complain",
)
SCREENS = {"ar": 390, "en": 1280}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)
        yield browser
        browser.close()


def pages_of(area: str) -> list[Address]:
    rules = CATALOG[ASSOCIATION]
    return [
        address
        for address in addresses(ASSOCIATION)
        if address.name.startswith(f"{area}:")
        and isinstance(rule := rules[address.name], Page)
        and "GET" in rule.methods
        and (200 in rule.own or area in ("portal", "complain"))
    ]


def drawn(world: World, language: str, address: Address) -> str:
    """The first of its pages as somebody with every role sees it, or a beneficiary those of the portal;
    empty where it is a file or leads on."""
    client = Bare(headers={"host": world.association.host})
    client.cookies[COOKIE] = language
    for path in address.paths(world):
        with undone():
            if address.name.startswith("portal:"):
                show_the_code(client, world.secret["tracking code"])
            elif address.name.startswith("complain:"):
                show_the_code(client, world.secret["complaint code"])
            else:
                client.cookies["session"] = world.sessions[EVERY]
            response = client.get(path)
            if response.status_code == 200 and not response.streaming:
                text: str = response.content.decode(errors="replace")  # type: ignore[attr-defined]
                return text if "<main" in text else ""
    return ""


def keep(language: str, name: str, text: str) -> str:
    if folder := os.environ.get("SILAH_SHOTS"):
        (Path(folder) / f"{language}-{name.replace(':', '-')}.html").write_text(text)
    return text


def show_the_code(client: Bare, code: str) -> None:
    """As a beneficiary does, who then sees the pages of the case for a while."""
    path = reverse("portal:follow", urlconf=ASSOCIATION)
    client.cookies.update(client.get(path).cookies)
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    answer = client.post(path, {"code": code, "csrfmiddlewaretoken": token})
    client.cookies.update(answer.cookies)
    assert answer.status_code == 302


@pytest.fixture(scope="module")
def html(worlds: tuple[World, World]) -> dict[tuple[str, str], dict[str, str]]:
    """By area and language, then by name: drawn before the first is looked at, which takes its time."""
    return {
        (area, language): {
            address.name: keep(language, address.name, text)
            for address in pages_of(area)
            if (text := drawn(worlds[0], language, address))
        }
        for area in AREAS
        for language in SCREENS
    }


@pytest.mark.parametrize("language", SCREENS)
@pytest.mark.parametrize("area", AREAS)
def test_everybody_can_use_the_pages(
    chromium: Browser, html: dict[tuple[str, str], dict[str, str]], area: str, language: str
) -> None:
    width, wrong = SCREENS[language], []
    page = chromium.new_page(viewport={"width": width, "height": 844})
    page.set_default_timeout(10_000)
    for name, text in html[area, language].items():
        with connection.cursor() as cursor:  # the world's transaction is not idle for too long
            cursor.execute("SELECT 1")
        show(page, text)
        if folder := os.environ.get("SILAH_SHOTS"):
            shot = Path(folder) / f"{language}-{name.replace(':', '-')}.png"
            page.screenshot(path=shot, full_page=True)
        wrong += [(name, found) for found in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((name, ("runs off the side", str(width))))
        page.unroute("**/*")
    page.close()

    assert len(html[area, language]) >= 1
    assert "\n".join(map(str, wrong)) == ""
