"""Somebody comes in with a document missing, and leaves knowing which; then the desk by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from core import rules
from core.cases.models import Case
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.conftest import PASSWORD, provision
from tests.core.provider import FixedProvider
from tests.journeys.desk import PHONE
from tests.journeys.service import Service
from tests.journeys.test_committee import check_is_accessible
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "walk-in"
ASKED_FOR = "مساعدة في رسوم الدراسة"


@pytest.fixture
def place(service: Service) -> Iterator[Association]:
    """With rules in force; the web server runs in this process and asks the same provider."""
    before = list(rules._providers)
    rules.register(FixedProvider())
    yield provision(NAME, "جمعية الاستقبال")
    rules._providers[:] = before


@pytest.fixture
def officer(place: Association, visitor: Callable[..., Visitor], service: Service) -> Visitor:
    """At the reception, in Arabic; with a say in the settings."""
    with entered(place):
        user: User = create_person(
            email=f"officer@{NAME}.example",
            display_name="منى السالم",
            roles=[Role.RELATIONS_OFFICER, Role.EXECUTIVE],
            password=PASSWORD,
        )
        client = Client()
        client.force_login(user)
    somebody = visitor("officer", language="ar")
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.session.session_key or "",
        "url": service.url(NAME),
    }
    somebody.page.context.add_cookies([cookie])  # type: ignore[list-item]
    return somebody


def test_a_visitor_leaves_knowing_what_is_missing(officer: Visitor, place: Association) -> None:
    page = officer.page
    officer.go(NAME, "/desk/requests/new/")
    channel = officer.field("Channel")
    channel.select_option(label=channel.get_by_role("option", name=PHONE).first.inner_text())
    officer.type("Name", "سارة العنزي")
    officer.type("Mobile", "0559876543")
    officer.type("Subject", ASKED_FOR)
    officer.press("Register")
    officer.sees("The request was registered")

    officer.follow("Before the person leaves")
    with entered(place):
        case = Case.objects.get(subject=ASKED_FOR)
        missing = [item.label for item in case.missing_items.order_by("label", "pk")]
    assert missing
    for label in missing:
        officer.reads(label)
    officer.sees("Has not yet declared that all of it is true", "Not assigned yet")
    check_is_accessible(page)
    officer.look("leaving")

    officer.press("Ask for all of it now")
    officer.sees("The beneficiary was asked; the clocks stand still until all has come.")
    with entered(place):
        assert list(case.missing_items.filter(asked_at=None)) == []
    check_is_accessible(page)
    officer.look("case")

    officer.go(NAME, f"/desk/requests/{case.pk}/leaving/")
    officer.follow("Receipt")
    officer.reads(missing[0])
    officer.look("slip")

    _by_keyboard(officer, case)
    _keep_a_view(officer)
    for path in (
        f"requests/{case.pk}/letter/",
        "settings/templates/",
        "settings/assignment/",
        "notices/",
        "away/",
    ):
        officer.go(NAME, f"/desk/{path}")
        check_is_accessible(page)
        officer.look(path.strip("/").rpartition("/")[2])


def _by_keyboard(officer: Visitor, case: Case) -> None:
    """By places of keys: a keyboard that writes Arabic has them too."""
    page = officer.page
    officer.go(NAME, "/desk/?view=all")
    page.keyboard.press("KeyJ")
    expect(page.locator("tr.here")).to_have_count(1)
    page.keyboard.press("KeyX")
    expect(page.locator("input[name=case]")).to_be_checked()
    check_is_accessible(page)
    officer.look("inbox")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("KeyA")
    page.locator("#bulk_assignee").select_option(label="منى السالم")
    page.locator("#bulk button[value=assign]").click()
    officer.reads(officer.say("Done for %(count)s.", count="1"))
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyN")
    page.wait_for_url(f"**/{case.pk}/#do-add_note")
    expect(page.locator("#do-add_note textarea")).to_be_visible()
    page.locator("#do-add_note textarea").fill("يا @منى")
    page.locator("[data-mention]").first.click()
    expect(page.locator("#do-add_note textarea")).to_have_value("يا @منى السالم ")


def _keep_a_view(officer: Visitor) -> None:
    """The filters as they are now, though only the list was drawn anew."""
    page = officer.page
    officer.go(NAME, "/desk/?view=all")
    with page.expect_response("**/desk/?*status=complete*"):
        page.locator("#id_status").select_option("complete")
    page.locator("summary", has_text=officer.say("Keep this view")).click()
    page.locator("#view_name").fill("المكتملة")
    page.locator("form[data-keep] button").click()
    page.wait_for_url("**/desk/?*view=*")
    expect(page.locator("#id_status")).to_have_value("complete")
