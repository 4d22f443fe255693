"""The public pages in a real browser: both languages, both widths, everybody can use them."""

import threading
import uuid
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Page, sync_playwright

from policies.models import PolicyVersion
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tests.conftest import PASSWORD
from tests.journeys.conftest import SWITCHES
from tests.journeys.service import Service, running
from tests.policies.versions import bring_into_force
from tests.ui.browser import violations
from ui.middleware import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (1280, 390)
PATHS = (
    "policy/",
    "policy/versions/1/",
    "policy/versions/2/pdf/",
    "policy/updates/",
    "policy/updates/nothing/stop/",
    "policy/embed/",
)
NO_SIDEWAYS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
CLIPBOARD = (
    "Object.defineProperty(navigator, 'clipboard', {value: "
    "{writeText: text => { window.copied = text; return Promise.resolve() }}})"
)
FETCH = "link => fetch(link).then(got => [got.status, got.headers.get('content-type')])"


@pytest.fixture
def association(own_association: Association) -> Association:
    """What a server in another thread shall see is committed."""
    return own_association


@pytest.fixture
def service(association: Association) -> Iterator[Service]:
    with running() as started:
        yield started


@pytest.fixture
def address(service: Service, association: Association) -> str:
    return service.url(association.host.removesuffix(".silah.test"))


@pytest.fixture
def versions(association: Association) -> list[PolicyVersion]:
    """Two, the first superseded."""
    officer, secretary = staff(Role.POLICY_OFFICER), staff(Role.BOARD_SECRETARY)
    return [bring_into_force(officer, secretary), bring_into_force(officer, secretary)]


def staff(role: Role) -> User:
    """Committed: the fixture that other tests use writes in a transaction."""
    email = f"{uuid.uuid4().hex[:10]}@people.example"
    person = User.objects.create_user(email=email, password=PASSWORD, display_name="نورة")
    person.role_grants.create(role=role)
    return person


def in_browser(story: Callable[[BrowserContext], None]) -> None:
    """In a thread of its own: Playwright starts once per thread, and other tests may have it running."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=SWITCHES
                )
                context = browser.new_context(locale="ar-SA")
                context.set_default_timeout(15_000)
                story(context)
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


def visits(context: BrowserContext, address: str) -> Iterator[tuple[str, Page]]:
    page = context.new_page()
    for language in ("ar", "en"):
        context.add_cookies([{"name": COOKIE, "value": language, "url": address}])
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            for path in PATHS:
                page.goto(f"{address}{path}")
                yield f"{path} {language} {width}", page


def test_everybody_can_use_the_public_pages(address: str, versions: list[PolicyVersion]) -> None:
    wrong: list[tuple[str, object]] = []
    seen = []

    def story(context: BrowserContext) -> None:
        for name, page in visits(context, address):
            seen.append(name)
            wrong.extend((name, each) for each in violations(page))
            if not page.evaluate(NO_SIDEWAYS):
                wrong.append((name, "scrolls sideways"))

    in_browser(story)

    assert wrong == []
    assert len(seen) == len(PATHS) * 4


def test_a_clause_is_cited_by_its_lasting_address(
    address: str, versions: list[PolicyVersion]
) -> None:
    copied = []

    def story(context: BrowserContext) -> None:
        context.add_init_script(CLIPBOARD)  # browsers have none for pages without HTTPS
        page = context.new_page()
        page.goto(f"{address}policy/#clause-3-3")
        assert page.locator("#clause-3-3").is_visible()
        page.locator("#clause-3-3 [data-copy-link]").click()
        page.get_by_text("نُسخ الرابط.").wait_for(state="attached")
        copied.append(page.evaluate("window.copied"))

    in_browser(story)

    assert copied[0].endswith("/policy/versions/2/#clause-3-3")


def test_the_waiting_page_hands_over_the_pdf(
    service: Service, address: str, versions: list[PolicyVersion]
) -> None:
    seen = []

    def story(context: BrowserContext) -> None:
        page = context.new_page()
        page.goto(f"{address}policy/versions/2/pdf/")
        page.get_by_text("يُعدّ ملف PDF الآن").wait_for()
        service.run_jobs()
        page.get_by_text("ملف PDF جاهز").wait_for()
        link = page.get_by_role("link", name="افتح ملف PDF").get_attribute("href")
        seen.append(page.evaluate(FETCH, link))

    in_browser(story)

    assert seen == [[200, "application/pdf"]]
