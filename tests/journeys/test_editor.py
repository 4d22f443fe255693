"""The editor in a browser: by keyboard alone, by dragging, with a colleague, without a network."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect

from core.deadlines.engine.terms import Unit
from policies import services
from policies.content import Length, PolicyContent
from policies.models import PolicyVersion
from policies.services.history import undo_last_edit
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.schemas import entered
from tests.conftest import provision
from tests.journeys.onboarding import sign_in
from tests.journeys.plot import PASSWORD
from tests.journeys.service import Service
from tests.journeys.visitor import Visitor
from tests.policies.contents import TEXT
from tests.ui.browser import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Arrives = Callable[..., Visitor]
SLUG = "drafting"


@dataclass
class Desk:
    """An association with one draft, and who may edit it."""

    association: Association
    people: dict[str, User]
    version: PolicyVersion

    def content(self) -> PolicyContent:
        with entered(self.association):
            return PolicyVersion.objects.get(pk=self.version.pk).load_content()

    def other_version(self) -> PolicyVersion:
        """A later draft: a channel less, a shorter time, other words, an article at another place."""
        with entered(self.association):
            draft = services.draft_from_version(self.version.pk, actor=self.people["نورة"])
            content = draft.load_content()
            deadlines = [
                each.model_copy(update={"maximum": Length(value=5, unit=Unit.WORKING_DAY)})
                if each.key == "request-decision"
                else each
                for each in content.deadlines
            ]
            first, *others = content.articles
            changed = content.model_copy(
                update={
                    "articles": (*others[:2], first, *others[2:]),
                    "channels": content.channels[1:],
                    "deadlines": tuple(deadlines),
                    "decision_body": "لجنة الأسر",
                }
            )
            return services.edit_content(
                draft.pk, actor=self.people["نورة"], revision=draft.revision, content=changed
            )

    def open(self, who: Visitor, name: str, page: str = "edit") -> None:
        """Signed in already, as after many a morning."""
        client = Client(SERVER_NAME=self.association.host)
        with entered(self.association):
            client.force_login(self.people[name])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        who.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": who.service.url(SLUG)}]
        )
        who.go(SLUG, f"/policies/{self.version.pk}/{page}/")
        if page == "edit":
            expect(who.page.locator("#editor-form")).to_have_attribute("data-ready", "true")


@pytest.fixture
def desk(service: Service) -> Iterator[Desk]:
    association = provision(SLUG, "جمعية المسودات")
    with entered(association):
        people = {}
        for name, role in (("نورة", Role.POLICY_OFFICER), ("هدى", Role.ADMINISTRATOR)):
            email = f"{role.value}@{SLUG}.example"
            people[name] = User.objects.create_user(
                email=email, password=PASSWORD, display_name=name
            )
            people[name].role_grants.create(role=role)
            people[name].emailaddress_set.create(email=email, verified=True, primary=True)
        version = services.paste_text(TEXT, actor=people["نورة"])
    yield Desk(association, people, version)
    connection.close()


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


def words(page: Page, row: str) -> None:
    """The caret stands in the words of this row, as after many a Tab."""
    page.locator(f"#{row}-text").focus()


def order(page: Page) -> list[str]:
    rows = page.locator("#rows input[name=row]")
    return [str(row.get_attribute("value")) for row in rows.all()]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_draft_is_edited_by_keyboard_alone(visitor: Arrives, desk: Desk, language: str) -> None:
    noura = visitor("noura", language=language)
    desk.open(noura, "نورة")
    page, keyboard = noura.page, noura.page.keyboard
    expect(page.locator("#preview")).to_contain_text("الشكاوى")
    noura.look("editor")
    assert violations(page) == []

    words(page, "c4_1")
    keyboard.press("Alt+ArrowDown")
    noura.reads(noura.say("Moved to place %(place)s of article %(article)s", place=2, article=4))
    expect(page.locator("#row-c4_1 button[value='down:c4_1']")).to_be_focused()
    keyboard.press("Alt+ArrowLeft" if language == "ar" else "Alt+ArrowRight")
    expect(page.locator("#row-c4_2 .subs #row-c4_1")).to_be_visible()
    words(page, "c4_1")
    keyboard.press("Control+End")
    keyboard.type(" في المقر")
    keyboard.press("Alt+Enter")
    new = page.locator(".subs li[id^=row-n] textarea")
    expect(new).to_be_focused()
    keyboard.type("نقطة جديدة")
    keyboard.press("Control+s")
    saved(page)
    article = desk.content().articles[3]
    assert [sub.text for sub in article.items[0].subitems] == [
        "تُقدَّم الشكوى إلى وحدة المتابعة. في المقر",
        "نقطة جديدة",
    ]
    expect(page.locator("#preview")).to_contain_text("نقطة جديدة")
    noura.look("editor-points")
    assert violations(page) == []

    page.locator("[data-undo]").focus()
    keyboard.press("Enter")
    noura.sees("The last edit was taken back.")
    assert [sub.text for item in desk.content().articles[3].items for sub in item.subitems] == []
    page.locator("[data-redo]").focus()
    keyboard.press("Enter")
    noura.sees("The edit was brought back.")
    assert desk.content().articles[3] == article

    noura.go(SLUG, f"/policies/{desk.version.pk}/compare/")
    noura.look("compare-first")
    assert violations(page) == []


def test_rows_are_dragged_and_a_changed_deadline_changes_its_words(
    visitor: Arrives, desk: Desk
) -> None:
    noura = visitor("noura", language="ar")
    desk.open(noura, "نورة")
    page = noura.page

    source = page.locator("#row-c1_3 > .grip")
    source.scroll_into_view_if_needed()
    start, end = source.bounding_box(), page.locator("#row-c1_1").bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, start["y"] - 30, steps=5)
    page.mouse.move(start["x"] + 10, end["y"] + 4, steps=10)
    page.mouse.up()
    noura.reads(noura.say("Moved to place %(place)s of article %(article)s", place=1, article=1))
    assert order(page)[:4] == ["article:c1", "row:c1_3", "row:c1_1", "row:c1_2"]

    page.locator("#row-d_request_decision summary").click()
    page.locator("#d_request_decision-max_value").fill("٢٠")
    saved(page)
    content = desk.content()
    assert [row.key for row in content.channels] == ["email", "interview", "phone"]
    assert "لا تزيد على 20 يوم عمل" in content.steps[2].text
    expect(page.locator("#c3_3-text")).to_have_value(content.steps[2].text)

    noura.go(SLUG, f"/policies/{desk.other_version().pk}/compare/?with={desk.version.pk}")
    expect(page.locator("ins").first).to_be_visible()
    noura.reads("لم يعد استقبال الطلبات ممكنًا عبر")
    noura.look("compare")
    assert violations(page) == []

    desk.open(noura, "نورة")
    page.locator("#c1_1-text").fill("")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "errors")
    expect(page.locator("#notes-c1_1")).to_contain_text(
        noura.say("This is needed; remove the row if it is not.")
    )
    noura.look("editor-errors")


def test_two_people_are_warned_and_nobody_is_written_over(visitor: Arrives, desk: Desk) -> None:
    noura, huda = visitor("noura", language="ar"), visitor("huda", language="en")
    desk.open(huda, "هدى")
    desk.open(noura, "نورة")
    expect(noura.page.locator("#presence")).to_contain_text("هدى")

    huda.page.locator("#setting-title").fill("عنوان هدى")
    saved(huda.page)
    noura.page.locator("#setting-title").fill("عنوان نورة")
    banner = noura.page.locator("#conflict")
    expect(banner).to_contain_text("هدى")
    for width in (390, 1366):
        noura.page.set_viewport_size({"width": width, "height": 844})
        noura.page.mouse.wheel(0, 2000)
        expect(banner).to_be_in_viewport()
    noura.look("editor-conflict")
    assert desk.content().title == "عنوان هدى"
    expect(noura.page.locator("#setting-title")).to_have_value("عنوان نورة")

    noura.press("Save mine in its place")
    saved(noura.page)
    assert desk.content().title == "عنوان نورة"
    with entered(desk.association):
        version = PolicyVersion.objects.get()
        undo_last_edit(version.pk, actor=desk.people["نورة"], revision=version.revision)
    assert desk.content().title == "عنوان هدى"


def test_nothing_typed_is_lost_without_network_or_session(visitor: Arrives, desk: Desk) -> None:
    noura = visitor("noura", language="ar")
    desk.open(noura, "نورة")
    page, state = noura.page, noura.page.locator("#save-state")

    page.context.set_offline(True)
    page.locator("#c4_1-text").fill("كُتب بلا شبكة")
    expect(state).to_have_attribute("data-state", "offline")
    page.context.set_offline(False)
    saved(page)
    assert desk.content().articles[3].items[0].text == "كُتب بلا شبكة"
    noura.faults.clear()  # the browser itself notes that the network was gone

    page.locator("#row-c4 > div > button[value='add-row:c4']").click()
    page.locator("li[id^=row-n] textarea").fill("كُتب بعد انتهاء الدخول")
    with entered(desk.association):
        Session.objects.all().delete()
    page.keyboard.press("Control+s")
    expect(state).to_have_attribute("data-state", "expired")
    page.get_by_role("button", name=noura.say("Save the draft")).last.click()
    sign_in(noura, desk.people["نورة"].email)
    noura.sees("What you had typed here was kept and filled in again.")
    expect(page.locator("li[id^=row-n] textarea")).to_have_value("كُتب بعد انتهاء الدخول")
    saved(page)
    assert desk.content().articles[3].items[-1].text == "كُتب بعد انتهاء الدخول"
