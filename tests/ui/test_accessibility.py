import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page

from tests.ui.browser import answering, show, violations
from ui.showcase import sample_context

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = [1366, 390]
PALE = '<p class="pale">نص باهت لا يكاد يُرى</p><img src="/static/ui/favicon.svg">'


def components(language: str) -> str:
    with translation.override(language):
        return render_to_string(
            "ui/components.html", sample_context(language), RequestFactory().get("/ui/components/")
        )


def open_components(page: Page, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    show(page, components(language))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_everybody_can_use_the_components(page: Page, language: str, width: int) -> None:
    open_components(page, language, width)
    assert violations(page) == []


def test_pale_arabic_would_be_caught(page: Page) -> None:
    show(page, components("ar").replace("<h1>", f"{PALE}<h1>", 1))
    page.evaluate("document.styleSheets[0].insertRule('.pale { color: #ccc !important }')")
    assert [rule for rule, _ in violations(page)] == ["color-contrast", "image-alt"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_runs_off_the_side(page: Page, language: str, width: int) -> None:
    open_components(page, language, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_touch_targets_are_large_enough(page: Page) -> None:
    open_components(page, "ar", 390)
    small = page.evaluate(
        """[...document.querySelectorAll("button, select, summary, .btn, .tabbar > a, .chk, input")]
        .filter(one => one.offsetParent && !one.matches("[type=checkbox], [type=radio], [type=hidden], .link"))
        .filter(one => one.getBoundingClientRect().height < 44)
        .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_a_list_is_put_in_order_by_keyboard(page: Page) -> None:
    open_components(page, "ar", 1366)
    page.locator("[data-down]").first.press("Enter")
    order = page.eval_on_selector_all("[name=order]", "all => all.map(one => one.value)")
    assert (order, page.inner_text("#moved")) == (["2", "1", "3", "4"], "2")


def test_what_was_typed_survives_an_expired_session(page: Page) -> None:
    html = components("ar").replace("has-error", "").replace('aria-invalid="true"', "")
    show(page, html)
    body = page.locator("#forms textarea").first
    body.fill("نص طويل")
    page.wait_for_function("Object.keys(sessionStorage).some(key => key.startsWith('draft:'))")
    page.evaluate("document.querySelector('#forms').noValidate = true")
    page.unroute_all(behavior="wait")
    page.route("**/*", answering(render_to_string("403_csrf.html")))
    page.locator("#forms .btn.pri").first.click()
    page.wait_for_selector("body[data-expired]")
    page.unroute_all(behavior="wait")
    show(page, html)
    assert body.input_value() == "نص طويل"


def test_a_file_is_chosen_under_words_of_ours(page: Page) -> None:
    open_components(page, "ar", 390)
    field = page.locator("[data-file]")
    said = field.locator("[data-chosen]")
    before = (field.locator(".btn").inner_text().strip(), said.inner_text())
    page.locator("[data-file] > input").focus()
    focused = page.evaluate("document.activeElement.type")
    field.locator("input").set_input_files(
        {"name": "عقد.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    assert before == ("اختر ملفًا", "لم يُختر ملف")
    assert (focused, said.inner_text().strip("\u2068\u2069")) == ("file", "عقد.pdf")


def test_a_file_can_be_chosen_without_scripts(chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    show(page, components("ar"))
    field = page.locator("[data-file]")
    shown = (field.locator("input").is_visible(), field.locator(".btn").is_visible())
    context.close()
    assert shown == (True, False)


NOTE = """<form id="note"><div><textarea data-mentions="/names/"></textarea></div><button>حفظ</button></form>
<script src="/static/ui/mentions.js"></script>"""
NAMES = """<button type="button" data-mention="1" data-name="سارة"></button>
<button type="button" data-mention="2" data-name="سالم"></button>"""


def write_a_note(page: Page) -> None:
    show(page, NOTE)
    page.route("**/names/**", lambda route: route.fulfill(body=NAMES, content_type="text/html"))
    page.locator("textarea").press_sequentially("يا @سا")
    page.wait_for_selector(".mentions .now")


def test_enter_takes_the_marked_name_and_begins_no_new_line(page: Page) -> None:
    write_a_note(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = page.eval_on_selector_all("[name=mention]", "all => all.map(one => one.value)")
    assert (page.locator("textarea").input_value(), chosen) == ("يا @سالم ", ["2"])


def test_after_escape_enter_begins_a_new_line(page: Page) -> None:
    write_a_note(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    assert page.locator("textarea").input_value() == "يا @سا\n"
