"""A branch delegate between villages: writes without a network, and everything arrives once."""

import io
import os
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from core import rules
from core.cases.models import Case
from core.delegates import views
from core.research.models import Visit
from core.research.services import plan_visit
from core.rules import MeasureMethod
from core.satisfaction.models import MeasureRound, SurveyAnswer
from core.satisfaction.rounds import start_round
from foundation import clock
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.conftest import PASSWORD, provision
from tests.core.provider import FixedProvider
from tests.core.request_types.contents import (
    EVERY_KIND,
    OPTIONS,
    content,
    field,
    publish,
    when,
)
from tests.core.requests import IDENTITY, receive
from tests.journeys.conftest import CHROMIUM, SWITCHES
from tests.journeys.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "fieldwork"
AXE = Path("node_modules/axe-core/axe.min.js")
LETTERS = (
    "CanvasRenderingContext2D.prototype.measureText = t => ({width: 20*[...String(t)].length})"
)
BOXES = """async () => {
  const store = await new Promise(done => {
    const asking = indexedDB.open("silah-field", 1);
    asking.onsuccess = () => done(asking.result);
  });
  const read = name => new Promise(done => {
    const asking = store.transaction(name).objectStore(name).getAll();
    asking.onsuccess = () => done(asking.result);
  });
  const text = value => JSON.stringify(value, (key, each) =>
    each instanceof ArrayBuffer ? new TextDecoder().decode(each)
    : each instanceof Uint8Array ? [...each].join() : each);
  const all = [await read("drafts"), await read("photos"), await read("facts")].map(text).join();
  store.close();
  return all + JSON.stringify(Object.entries(localStorage)) + JSON.stringify(Object.entries(sessionStorage));
}"""
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""


@pytest.fixture
def place(service: Service) -> Iterator[Association]:
    """With rules in force; the web server runs in this process and asks the same provider."""
    before = list(rules._providers)
    rules.register(FixedProvider())
    yield provision(NAME, "جمعية الميدان")
    rules._providers[:] = before


@pytest.fixture
def browser(service: Service) -> Iterator[Browser]:
    """To browsers, only an encrypted address or this machine's own is safe; ours here is told to be."""
    origin = service.url(NAME, "").rstrip("/")
    switches = [*SWITCHES, f"--unsafely-treat-insecure-origin-as-secure={origin}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=switches)
        yield browser
        browser.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="ar-SA", timezone_id="Asia/Riyadh"
    )
    context.set_default_timeout(45_000)
    yield context
    context.close()


@pytest.fixture
def somebody(place: Association) -> Callable[..., User]:
    def make(name: str, *roles: Role) -> User:
        with entered(place):
            return create_person(
                email=f"{len(name)}{abs(hash(name))}@{NAME}.example",
                display_name=name,
                roles=list(roles) or [Role.BRANCH_DELEGATE],
                password=PASSWORD,
            )

    return make


@pytest.fixture
def sign_in(place: Association, phone: BrowserContext, service: Service) -> Callable[[User], None]:
    def carry(user: User) -> None:
        with entered(place):
            client = Client()
            client.force_login(user)
            key = client.session.session_key
        phone.add_cookies([{"name": "session", "value": key, "url": service.url(NAME)}])

    return carry


@pytest.fixture
def cases(place: Association) -> Callable[[], list[Case]]:
    def read() -> list[Case]:
        with entered(place):
            return list(Case.objects.select_related("beneficiary").order_by("received_at", "pk"))

    return read


def open_field(phone: BrowserContext, service: Service) -> Page:
    page = phone.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    go(page, service)
    page.evaluate("() => navigator.serviceWorker.ready")
    return page


def go(page: Page, service: Service) -> None:
    page.goto(service.url(NAME, "/field/"))
    page.locator("body[data-ready]").wait_for()


def picture() -> bytes:
    """As large as a phone makes them, and no two alike."""
    noise = random.Random(7)  # noqa: S311  (of a picture, not of a secret)
    small = Image.frombytes("RGB", (300, 200), noise.randbytes(300 * 200 * 3))
    out = io.BytesIO()
    small.resize((3000, 2000)).save(out, "JPEG", quality=95)
    return out.getvalue()


def write(page: Page, *, name: str = "سعاد بنت علي", subject: str = "مساعدة في الإيجار") -> None:
    page.locator("[data-new]").click()
    page.locator("#i_name").fill(name)
    page.locator("#i_identity").fill(IDENTITY)
    page.locator("#i_mobile").fill("0551234567")
    page.locator("#i_subject").fill(subject)
    page.locator("#i_description").fill("سقف البيت يقطر، ولا دخل منذ شهرين.")


def finish(page: Page) -> None:
    page.locator("#intake .btn.pri").click()
    expect(page.locator("#slip")).to_be_visible()


def look(page: Page, name: str) -> None:
    """No wider than the screen, nothing that axe finds; a picture where somebody wants to see it."""
    page.evaluate(LETTERS)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes[0].html)"
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if folder := os.environ.get("SILAH_SHOTS"):
        page.screenshot(path=Path(folder) / f"field-{name}.png", full_page=True)


def test_written_without_a_network_and_sent_once_there_is_one(
    phone, service, somebody, sign_in, cases, place
):
    sign_in(somebody("مندوب الفرع"))
    page = open_field(phone, service)
    look(page, "1-empty")
    phone.set_offline(True)
    write(page)
    look(page, "2-form")
    page.locator("#intake [data-photos]").set_input_files(
        [{"name": "id.jpg", "mimeType": "image/jpeg", "buffer": picture()}]
    )
    page.locator(".field-photo input").fill("صورة الهوية")
    page.locator("#i_declared").check()
    canvas = page.locator("#intake canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 30 + 20 * step, box["y"] + (90 if step % 2 else 30), steps=3)
    page.mouse.up()
    look(page, "3-signed")
    page.locator("#intake .btn.pri").dblclick()
    expect(page.locator("#slip")).to_be_visible()
    provisional = page.locator("[data-provisional] bdi").inner_text()
    look(page, "4-waits")

    go(page, service)  # the page opens without a network too
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.locator("[data-drafts]")).to_contain_text("مساعدة في الإيجار")
    look(page, "5-list")
    assert cases() == []

    phone.set_offline(False)
    expect(page.locator("[data-drafts] .badge-ok")).to_be_visible()
    page.locator("[data-drafts] button").click()
    expect(page.locator("#slip")).to_be_visible()
    look(page, "6-sent")

    [case] = cases()
    with entered(place):
        purposes = sorted(case.documents.values_list("purpose", flat=True))
        sizes = [document.file.size for document in case.documents.filter(is_signature=False)]
    assert case.register_number == provisional
    assert len(page.locator("[data-code] bdi").inner_text()) == 23
    assert purposes == ["signature", "صورة الهوية"]
    assert max(sizes) < 1_500_000
    slip = page.locator("[data-slip]").get_attribute("href")
    assert slip == f"/desk/requests/{case.pk}/slip/"


def test_what_is_kept_cannot_be_read_and_no_personal_page_is_cached(
    phone, service, somebody, sign_in
):
    sign_in(somebody("مندوب الفرع"))
    page = open_field(phone, service)
    phone.set_offline(True)
    write(page)
    page.locator("#intake [data-back]").click()
    expect(page.locator("[data-drafts]")).to_contain_text("سعاد")

    kept, cached = page.evaluate(BOXES), page.evaluate(CACHED)

    assert "سعاد" not in kept
    assert IDENTITY not in kept
    assert "مندوب" not in kept
    assert len(kept) > 500
    assert "/field/shell/" in cached
    others = [path for path in cached if not path.startswith("/static/")]
    assert others == ["/field/shell/"]


def test_a_tab_that_is_killed_loses_nothing(phone, service, somebody, sign_in, cases):
    sign_in(somebody("مندوب الفرع"))
    page = open_field(phone, service)
    phone.set_offline(True)
    write(page)
    expect(page.locator("#intake [data-saved]")).not_to_be_empty()
    page.close()

    page = phone.new_page()
    go(page, service)
    page.locator("[data-drafts] button").click()
    expect(page.locator("#i_name")).to_have_value("سعاد بنت علي")
    finish(page)
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    go(page, service)

    expect(page.locator("[data-drafts] .badge-ok")).to_be_visible()
    assert len(cases()) == 1


def test_an_answer_that_never_came_and_two_tabs_make_one_case(
    phone, service, somebody, sign_in, cases, monkeypatch
):
    sign_in(somebody("مندوب الفرع"))
    page = open_field(phone, service)
    told, line = views._receipt, {"broken": True}

    def lose_answers(*arguments):
        answer = told(*arguments)
        return HttpResponse(status=502) if line["broken"] else answer

    monkeypatch.setattr(views, "_receipt", lose_answers)
    write(page)
    finish(page)
    expect(page.locator("[data-offline]")).to_be_visible()
    assert len(cases()) == 1
    page.locator("#slip [data-back]").click()
    expect(page.locator("[data-drafts]")).to_contain_text("ربما وصل")

    phone.set_offline(True)
    twin = phone.new_page()
    go(twin, service)
    expect(twin.locator("[data-drafts]")).to_contain_text("ربما وصل")
    line["broken"] = False
    phone.set_offline(False)  # both tabs hear of it, and begin at once
    expect(page.locator("[data-drafts] .badge-ok")).to_be_visible()
    expect(twin.locator("[data-drafts] .badge-ok")).to_be_visible()

    assert len(cases()) == 1


def test_what_a_type_asks_is_asked_without_a_network(
    phone, service, somebody, sign_in, cases, place
):
    with entered(place):
        publish(
            content(
                field("home", "choice", required=True, options=OPTIONS),
                field("rent", "money", required=True, condition=when("home", "equals", "rented")),
                field("guardian", "person"),
                *[each for each in EVERY_KIND if each["kind"] == "table"],
                field("paper", "file"),
            ),
            create_person(
                email=f"types@{NAME}.example",
                display_name="مديرة",
                roles=[Role.ADMINISTRATOR],
                password=PASSWORD,
            ),
        )
    sign_in(somebody("مندوب الفرع"))
    page = open_field(phone, service)
    phone.set_offline(True)
    go(page, service)
    write(page, subject="")
    page.locator("#i_type").select_option(label="سداد إيجار متأخر")
    expect(page.locator("#i_subject")).to_have_value("سداد إيجار متأخر")
    expect(page.locator("#a-rent")).to_be_hidden()
    page.locator("[name=a-home][value=rented]").check()
    page.locator("#a-rent").fill("كثير")
    page.locator("[name=a-household-0-name]").fill("نورة")
    look(page, "11-type")
    finish(page)

    phone.set_offline(False)
    go(page, service)
    page.locator("[data-drafts]:has(.badge-late) button").click()
    expect(page.locator("[data-key=rent] .errors")).to_contain_text("1500")
    expect(page.locator("[name=a-home][value=rented]")).to_be_checked()
    look(page, "12-type-refused")
    page.locator("#a-rent").fill("١٥٠٠")
    finish(page)
    expect(page.locator("[data-code] bdi")).not_to_be_empty()

    [case] = cases()
    with entered(place):
        answers = case.answers["fields"]
    assert (answers["rent"], answers["household"][0]["name"]) == ("1500.00", "نورة")


def test_photos_that_arrived_before_the_line_broke_are_not_sent_again(
    phone, service, somebody, sign_in, cases, place
):
    sign_in(somebody("مندوب الفرع"))
    page = open_field(phone, service)
    sent = []

    def second_breaks(route) -> None:
        sent.append(route.request.url)
        route.abort() if len(sent) == 2 else route.continue_()

    phone.route("**/field/photos/*", second_breaks)
    write(page)
    files = [
        {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": picture()}
        for number in range(2)
    ]
    page.locator("#intake [data-photos]").set_input_files(files)
    expect(page.locator(".field-photo")).to_have_count(2)
    finish(page)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.locator("#slip [data-back]").click()
    page.locator("[data-send]").click()
    expect(page.locator("[data-drafts] .badge-ok")).to_be_visible()

    [case] = cases()
    with entered(place):
        documents = case.documents.count()
    assert (len(sent), len(set(sent)), documents) == (3, 2, 2)


def test_an_expired_session_asks_to_sign_in_again_and_nothing_is_lost(
    phone, service, somebody, sign_in, cases
):
    delegate = somebody("مندوب الفرع")
    sign_in(delegate)
    page = open_field(phone, service)
    phone.set_offline(True)
    write(page)
    finish(page)
    phone.clear_cookies()

    phone.set_offline(False)
    expect(page.locator("#signed-out")).to_be_visible()
    look(page, "7-signed-out")
    assert cases() == []
    page.locator("[data-sign-in-link]").click()
    page.locator("input[name=login]").fill(delegate.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.locator("body[data-ready]").wait_for()

    expect(page.locator("[data-drafts] .badge-ok")).to_be_visible()
    assert [case.registered_by_id for case in cases()] == [delegate.pk]


def test_the_next_person_on_the_phone_neither_sees_nor_sends_the_first_ones_drafts(
    phone, service, somebody, sign_in, cases
):
    first, second = somebody("مندوب الفرع"), somebody("مندوبة أخرى")
    sign_in(first)
    page = open_field(phone, service)
    phone.set_offline(True)
    write(page)
    finish(page)
    sign_in(second)
    phone.set_offline(False)

    expect(page.locator("[data-who]")).to_have_text("مندوبة أخرى")
    expect(page.locator("[data-empty]")).to_be_visible()
    assert cases() == []

    phone.clear_cookies()
    sign_in(first)
    go(page, service)
    expect(page.locator("[data-drafts] .badge-ok")).to_be_visible()
    assert [case.registered_by_id for case in cases()] == [first.pk]


def test_signing_out_locks_the_phone(phone, service, somebody, sign_in):
    sign_in(somebody("مندوب الفرع"))
    page = open_field(phone, service)
    phone.set_offline(True)
    write(page)
    page.locator("#intake [data-back]").click()
    phone.set_offline(False)
    page.goto(service.url(NAME, "/accounts/logout/"))
    page.locator("main form[data-sign-out] button").click()
    page.wait_for_load_state()

    phone.set_offline(True)
    go(page, service)

    expect(page.locator("#locked")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    look(page, "8-locked")


def test_what_the_office_refuses_says_why_and_can_be_mended(
    phone, service, somebody, sign_in, cases
):
    sign_in(somebody("مندوب الفرع"))
    page = open_field(phone, service)
    phone.set_offline(True)
    write(page)
    page.locator("#i_channel").select_option("website")
    finish(page)
    provider = FixedProvider()
    provider.change(channels=provider.rules.channels[:1])
    rules.register(provider)

    phone.set_offline(False)
    expect(page.locator("[data-drafts] .badge-late, #slip:not([hidden])").first).to_be_visible()
    go(page, service)
    expect(page.locator("[data-drafts] .badge-late")).to_be_visible()
    page.locator("[data-drafts] button").click()
    expect(page.locator(".f.has-error #i_channel")).to_be_visible()
    look(page, "9-refused")
    page.locator("#i_channel").select_option("phone")
    finish(page)

    expect(page.locator("[data-code] bdi")).not_to_be_empty()
    assert [case.channel_key for case in cases()] == ["phone"]


def test_a_wrong_digit_is_found_on_the_phone(phone, service, somebody, sign_in):
    sign_in(somebody("مندوب الفرع"))
    page = open_field(phone, service)
    phone.set_offline(True)
    write(page)
    page.locator("#i_identity").fill("١٠٠٠٠٠٠٠٠٩")
    page.locator("#intake .btn.pri").click()

    expect(page.locator(".f.has-error #i_identity")).to_be_focused()
    page.locator("#i_identity").fill("١٠٠٠٠٠٠٠٠٨")
    finish(page)


def test_a_visit_is_reported_without_a_network(phone, service, somebody, sign_in, place):
    researcher, officer = (
        somebody("باحثة", Role.SOCIAL_RESEARCHER),
        somebody("ضابط", Role.RELATIONS_OFFICER),
    )
    with entered(place):
        case = receive(officer).case
        visit = plan_visit(
            case.pk,
            actor=officer,
            visitor=researcher,
            planned_for=clock.now() + timedelta(hours=1),
        )
    sign_in(researcher)
    page = open_field(phone, service)
    phone.set_offline(True)
    go(page, service)
    expect(page.locator("[data-visits]")).to_contain_text("نورة بنت سالم")
    page.locator("[data-visits] button").click()
    page.locator("#r_findings").fill("غرفتان لستة أفراد.")
    page.locator("#r_recommendation").select_option("accept")
    page.locator("#r_housing").select_option("rented")
    look(page, "10-report")
    page.locator("#report .btn.pri").click()
    expect(page.locator("#slip")).to_be_visible()
    phone.set_offline(False)
    expect(page.locator("[data-when=sent]")).to_be_visible()
    expect(page.locator("#slip h1:not([hidden])")).to_have_text(["تقرير زيارة"])
    expect(page.locator("#slip [data-lines]")).to_contain_text("وقت الزيارة")
    expect(page.locator("#slip [data-lines]")).not_to_contain_text("ورد")

    with entered(place):
        visit = Visit.objects.get(pk=visit.pk)
        told = (visit.state, visit.findings, visit.found)
    assert told == ("reported", "غرفتان لستة أفراد.", {"housing": "rented"})


def test_sheets_of_a_survey_are_filled_in_without_a_network(
    phone, service, somebody, sign_in, place
):
    officer = somebody("منى الشمري", Role.RELATIONS_OFFICER)
    with entered(place):
        made = MeasureRound.objects.create(
            method=MeasureMethod.FIELD_SURVEY,
            label="استطلاع القرى",
            policy_version=FixedProvider().rules.version_id,
            begins_on=clock.today(),
            due_on=clock.today(),
        )
        start_round(made.pk, actor=officer)
    sign_in(somebody("مندوب الفرع"))
    page = open_field(phone, service)
    expect(page.locator("#surveys")).to_contain_text("استطلاع القرى")
    phone.set_offline(True)
    for stars in ("5", "1"):
        page.locator("[data-survey-list] button").click()
        page.locator("#survey .btn.pri").click()  # nothing is answered yet
        expect(page.locator("#survey .errors").first).to_be_visible()
        page.locator(f"[name=a-satisfied][value='{stars}']").check()
        page.locator(f"[name=a-treated][value='{stars}']").check()
        page.locator("[name=a-on-time][value=no]").check()
        page.locator("select[name=a-recommend]").select_option("7")
        look(page, f"survey-{stars}")
        page.locator("#survey .btn.pri").dblclick()
        expect(page.locator("#slip")).to_be_visible()
        page.locator("#slip [data-back]").click()
    with entered(place):
        assert SurveyAnswer.objects.count() == 0

    phone.set_offline(False)
    expect(page.locator("[data-drafts] .badge-ok")).to_have_count(2)

    with entered(place):
        kept = SurveyAnswer.objects.order_by("score")
        assert [(each.answers["satisfied"], each.way) for each in kept] == [
            (1, "field"),
            (5, "field"),
        ]
