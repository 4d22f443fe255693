"""A beneficiary with a phone: asks, signs, reads the receipt, follows, loses the session, answers."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Page, sync_playwright

from core.cases.models import Case
from tenants.models import Association
from tests.core.provider import FixedProvider
from tests.core.requests import IDENTITY
from tests.core.service_requests.portal.conftest import photo
from tests.journeys.conftest import SWITCHES
from tests.journeys.service import Service, running
from tests.ui.browser import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}
Story = Callable[[Page], None]


@pytest.fixture
def association(own_association: Association) -> Association:
    """What a server in another thread shall see is committed."""
    return own_association


@pytest.fixture
def address(association: Association, policy: FixedProvider) -> Iterator[str]:
    with running() as service:
        yield _address(service, association)


def _address(service: Service, association: Association) -> str:
    return service.url(association.host.removesuffix(".silah.test"), "")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "هويتي.png"
    file.write_bytes(photo().read())
    return file


def on_phone(story: Story, *, scripts: bool = True) -> None:
    """In a thread of its own: Playwright starts once per thread, and other tests may have it running."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=SWITCHES
                )
                context = browser.new_context(
                    viewport=PHONE, locale="ar-SA", java_script_enabled=scripts
                )
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


def fill(page: Page) -> None:
    page.fill("[name=name]", "نورة بنت سالم")
    page.fill("[name=identity_number]", IDENTITY)
    page.fill("[name=mobile]", "٠٥٥١٢٣٤٥٦٧")
    page.fill("[name=subject]", "كرسي متحرك لوالدتي")
    page.fill("[name=description]", "لا تستطيع المشي منذ شهرين")
    page.check("[name=truth]")


def draw(page: Page) -> None:
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(box["x"] + 30 + step * 12, box["y"] + (90 if step % 2 else 40))
    page.mouse.up()


def send(page: Page) -> None:
    page.click("form[data-autosave=request] .actions button")


def check(page: Page) -> None:
    """Everybody can use the page, and nothing of it runs off the side."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def open_with(page: Page, code: str) -> None:
    page.fill("[name=code]", code)
    page.click("main .actions button")
    page.wait_for_url("**/follow/case/")


def without_session(context: BrowserContext) -> None:
    context.clear_cookies(name="session")


def test_a_request_is_sent_signed_followed_and_answered(address: str, paper: Path) -> None:
    codes: list[str] = []

    def story(page: Page) -> None:
        page.goto(f"{address}/")
        check(page)
        page.click(".tile >> nth=0")
        fill(page)
        page.set_input_files("[name^=document_] >> nth=0", paper)
        draw(page)
        check(page)
        send(page)
        page.wait_for_url("**/request/receipt/")
        check(page)
        codes.append(page.inner_text("#code"))
        page.click("text=متابعة الطلب")
        open_with(page, codes[0])
        assert "كرسي متحرك لوالدتي" in page.inner_text("h1")
        check(page)

    on_phone(story)
    case = Case.objects.get()
    papers = case.documents.order_by("purpose").values_list("purpose", "is_signature")
    assert re.fullmatch(r"[0-9]{5}(-[0-9]{5}){3}", codes[0])
    assert list(papers) == [("signature", True), ("صورة الهوية", False)]


def test_without_scripts_a_tick_stands_for_the_drawing(address: str, paper: Path) -> None:
    def story(page: Page) -> None:
        page.goto(f"{address}/request/")
        fill(page)
        page.fill("[name=mobile]", "12")
        page.set_input_files("[name=other_files]", paper)
        page.check("[name=signature_declared]")
        send(page)
        assert "هويتي.png" in page.inner_text(".found")
        page.fill("[name=mobile]", "0551234567")
        send(page)
        page.wait_for_url("**/request/receipt/")

    on_phone(story, scripts=False)
    case = Case.objects.get()
    papers = case.documents.values_list("is_signature", flat=True)
    assert (case.declared_at is not None, list(papers)) == (True, [False])


def test_mistakes_are_told_so_that_everybody_finds_them(address: str) -> None:
    def story(page: Page) -> None:
        page.goto(f"{address}/request/")
        fill(page)
        page.fill("[name=identity_number]", "1000000001")
        draw(page)
        send(page)
        page.wait_for_selector("#mistakes")
        check(page)
        assert page.evaluate("document.activeElement.id") == "mistakes"
        page.click("#mistakes a")
        assert page.evaluate("document.activeElement.name") == "identity_number"

    on_phone(story)
    assert Case.objects.count() == 0


def test_a_session_that_ends_while_one_writes_loses_no_word(address: str) -> None:
    def story(page: Page) -> None:
        page.goto(f"{address}/request/")
        fill(page)
        draw(page)
        send(page)
        code = page.inner_text("#code")
        page.goto(f"{address}/follow/")
        open_with(page, code)
        page.click("summary:has-text('اكتب لنا')")
        page.fill("[name=text]", "رسالة طويلة كتبتها على مهل")
        without_session(page.context)
        page.click("form[action='/follow/case/reply/'] button")
        page.wait_for_url("**/follow/")
        assert page.locator("body[data-expired]").count() == 1
        check(page)
        open_with(page, code)
        assert page.input_value("[name=text]") == "رسالة طويلة كتبتها على مهل"

    on_phone(story)
    assert Case.objects.get().events.filter(name="reply").count() == 0
