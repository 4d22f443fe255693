"""Somebody of the staff at a browser, with pages of a running service."""

import threading
import uuid
from collections.abc import Callable

from django.db import connection
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from tenants.people.models import User
from tenants.people.roles import Role
from tests.conftest import PASSWORD
from tests.journeys.conftest import SWITCHES
from tests.ui.browser import violations
from ui.middleware import COOKIE

Story = Callable[[Page], None]


def staff(*roles: Role, name: str) -> User:
    """Committed: the fixture that other tests use writes in a transaction."""
    person = User.objects.create_user(
        email=f"{uuid.uuid4().hex[:10]}@people.example", password=PASSWORD, display_name=name
    )
    for role in roles:
        person.role_grants.create(role=role)
    return person


def in_browser(address: str, person: User, language: str, width: int, story: Story) -> None:
    """In a thread of its own: Playwright starts once per thread, and other tests may have it running."""
    session = Client()
    session.force_login(person)
    cookies = [
        {"name": "session", "value": session.cookies["session"].value, "url": address},
        {"name": COOKIE, "value": language, "url": address},
    ]
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=SWITCHES
                )
                context = browser.new_context(viewport={"width": width, "height": 844})
                context.add_cookies(cookies)
                context.set_default_timeout(15_000)
                story(context.new_page())
                browser.close()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def check(page: Page, width: int) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def tab_to(page: Page, wanted: str) -> None:
    """The key that everybody has, until what is wanted has the focus."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the keyboard does not lead to {wanted}")
