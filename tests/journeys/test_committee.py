"""A committee works through thirty requests, from the call to the signed minutes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from core import rules
from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.committees.models import CommitteeSession
from core.rules import Stage
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.conftest import PASSWORD, provision
from tests.core.provider import FixedProvider
from tests.core.requests import bring_to, do_steps
from tests.journeys.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "committee"
NUMBER = 30
MOST_CLICKS = 45
AXE = Path("node_modules/axe-core/axe.min.js")
LETTERS = (
    "CanvasRenderingContext2D.prototype.measureText = t => ({width: 20*[...String(t)].length})"
)
CLICKS = """(() => {
  addEventListener("pointerdown", () => {
    localStorage.clicks = 1 + Number(localStorage.clicks || 0);
  }, true);
})();"""
WRONG = "async () => (await axe.run()).violations.map(each => `${each.id}: ${each.nodes[0].html}`)"


@pytest.fixture
def place(service: Service) -> Iterator[Association]:
    """With rules in force; the web server runs in this process and asks the same provider."""
    before = list(rules._providers)
    rules.register(FixedProvider())
    yield provision(NAME, "جمعية اللجنة")
    rules._providers[:] = before


@pytest.fixture
def somebody(place: Association) -> Callable[..., User]:
    def make(name: str, key: str, *roles: Role) -> User:
        with entered(place):
            return create_person(
                email=f"{key}@{NAME}.example",
                display_name=name,
                roles=list(roles),
                password=PASSWORD,
            )

    return make


@pytest.fixture
def at_desk(
    place: Association, browser_of_names: Browser, service: Service
) -> Callable[[User], AbstractContextManager[Page]]:
    @contextmanager
    def open_desk(user: User) -> Iterator[Page]:
        client = Client()
        with entered(place):
            client.force_login(user)
        context = browser_of_names.new_context(
            viewport={"width": 1280, "height": 900}, timezone_id="Asia/Riyadh"
        )
        context.set_default_timeout(15_000)
        address = service.url(NAME)
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.session.session_key or "",
                    "url": address,
                },
                {"name": "silah_language", "value": "en", "url": address},
            ]
        )
        context.add_init_script(CLICKS)
        yield context.new_page()
        context.close()

    return open_desk


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()


def check_is_accessible(page: Page) -> None:
    # axe takes joined Arabic letters for the ligatures of icon fonts, and then measures no contrast.
    page.evaluate(LETTERS)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(WRONG) == []


def clicks(page: Page) -> int:
    return int(page.evaluate("Number(localStorage.clicks || 0)"))


def sign(page: Page) -> None:
    canvas = page.locator(".signature canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 10):
        page.mouse.move(box["x"] + 30 + step * 15, box["y"] + (20 if step % 2 else 70), steps=3)
    page.mouse.up()
    press(page, "Sign the minutes")
    expect(page.locator("body")).to_contain_text("You have signed the minutes.")


def test_a_session_of_thirty_requests(
    place: Association, somebody: Callable[..., User], at_desk: Callable[..., AbstractContextManager[Page]],
    service: Service, record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    secretary = somebody("ريم الشهري", "secretary", Role.RELATIONS_OFFICER)
    worker = somebody("سارة", "worker", Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER)
    chair, second, third = (
        somebody(name, f"member{number}", Role.COMMITTEE_MEMBER)
        for number, name in enumerate(("أحمد الرئيس", "بدر العضو", "جواهر العضو"))
    )
    with entered(place):
        for number in range(NUMBER):
            case = bring_to(CaseStatus.BEFORE_COMMITTEE, worker, subject=f"طلب {number + 1}")
            do_steps(case, worker, Stage.DECISION)

    with at_desk(secretary) as page:
        page.goto(service.url(NAME, "/desk/sessions/"))
        page.get_by_role("link", name="Call a session").click()
        page.get_by_label("Day").fill(timezone.localdate().isoformat())
        page.get_by_label("Time").fill("23:59")
        page.get_by_label("Chair").select_option(label=chair.display_name)
        press(page, "Call the members")
        expect(page.locator("ol.sortlist > li")).to_have_count(NUMBER)
        check_is_accessible(page)
        for member in (chair, second, third):
            page.get_by_role("checkbox", name=member.display_name).check()
        press(page, "Record the attendance")
        press(page, "Open the session")
        expect(page.locator("body")).to_contain_text("The session is open.")
        where = page.url

        with at_desk(third) as own:
            own.goto(where)
            own.get_by_role("link", name="طلب 30", exact=True).click()
            own.get_by_text("Declare an interest").first.click()
            own.get_by_label("What the interest is").fill("قرابة")
            press(own, "Declare the interest")
            expect(own.locator("body")).to_contain_text("Its details are hidden from you")
            assert "طلب 30" not in own.content()

        page.get_by_role("link", name="Next item").click()
        check_is_accessible(page)
        page.get_by_role("radio", name="Rejected").check()
        page.get_by_role("checkbox", name="Not eligible").check()
        page.get_by_label("Why so early").fill("حاجة عاجلة")
        page.get_by_role("radio", name="All for").check()
        press(page, "Record the decision")
        page.get_by_text("Postpone", exact=True).first.click()
        page.get_by_role("checkbox", name="Needs more study").check()
        page.locator("details[open]").get_by_role("button", name="Postpone").click()
        page.get_by_role("link", name="Agenda", exact=True).click()
        page.get_by_role("checkbox", name="All", exact=True).check()
        page.get_by_text("Decide what is ticked, all alike").click()
        page.get_by_role("radio", name="Accepted", exact=True).check()
        page.get_by_label("Why so early").fill("حاجة عاجلة")
        page.get_by_role("radio", name="All for").check()
        press(page, "Record the decision for what is ticked")
        expect(page.locator("body")).to_contain_text("28 decisions were recorded.")
        check_is_accessible(page)
        page.get_by_role("link", name="Close the session").click()
        check_is_accessible(page)
        press(page, "Close and apply")
        expect(page.locator("body")).to_contain_text("its decisions stand in the cases")
        minutes = page.url
        taken = clicks(page)

    for member in (chair, second, third):
        with at_desk(member) as own:
            own.goto(minutes)
            check_is_accessible(own)
            sign(own)

    record_property("clicks of the secretary for 30 requests", taken)
    assert taken <= MOST_CLICKS, f"{taken} clicks"
    with entered(place):
        statuses = list(Case.objects.values_list("status", flat=True))
        assert {status: statuses.count(status) for status in set(statuses)} == {
            "accepted": NUMBER - 2,
            "rejected": 1,
            "before_committee": 1,
        }
        session = CommitteeSession.objects.get()
        assert session.seats.filter(signature__isnull=False).count() == 3
    print(f"\n{taken} clicks of the secretary for {NUMBER} requests")  # noqa: T201
