"""A call is on record in under a minute of a person's clicks and keys, counted as they are made.

By the keystroke-level model (Card, Moran and Newell): 1.1 s to point and click, 0.28 s for a key of an
average typist, 1.35 s to think before each click and field, 0.4 s to move the hand between mouse and
keys. On the open page: five clicks and two typed fields (18 keys), about 22 seconds.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from core import rules
from core.cases.models import Case
from core.request_types.models import RequestTypeVersion
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tests.core.provider import FixedProvider
from tests.core.request_types.contents import EVERY_KIND, content, publish
from tests.core.service_requests.portal.test_browser import Story, on_phone
from tests.journeys.service import Service, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CLICK, KEY, THINK, HOMING = 1.1, 0.28, 1.35, 0.4
NAME, MOBILE = "سارة علي", "0559876543"
PASSWORD = "a long enough password"


class Hand:
    """Counts what a person does, while a browser does it."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.keys, self.fields = page, 0, 0, 0

    def click(self, place: str) -> None:
        self.clicks += 1
        self.page.locator(place).first.click()

    def choose(self, place: str, value: str) -> None:
        """A list is opened with one click, and its line chosen with another."""
        self.clicks += 2
        self.page.locator(place).select_option(value)

    def type(self, place: str, words: str) -> None:
        self.click(place)
        self.fields += 1
        self.keys += len(words)
        self.page.keyboard.type(words)

    @property
    def seconds(self) -> float:
        pieces = self.clicks + self.fields
        return self.clicks * CLICK + self.keys * KEY + pieces * THINK + self.fields * 2 * HOMING


@pytest.fixture
def association(own_association: Association) -> Association:
    """What a server in another thread shall see is committed."""
    return own_association


@pytest.fixture
def policy() -> Iterator[FixedProvider]:
    before = list(rules._providers)
    provider = FixedProvider()
    rules.register(provider)
    yield provider
    rules._providers[:] = before


@pytest.fixture
def address(association: Association, policy: FixedProvider) -> Iterator[str]:
    with running() as service:
        yield _address(service, association)


def _address(service: Service, association: Association) -> str:
    return service.url(association.host.removesuffix(".silah.test"), "")


def _somebody(role: Role, email: str) -> User:
    return create_person(email=email, display_name="منى", roles=[role], password=PASSWORD)


def _log(address: str, version: RequestTypeVersion, hands: list[Hand]) -> Story:
    def story(page: Page) -> None:
        page.goto(f"{address}/accounts/login/")
        page.locator("input[name=login]").fill("officer@phone.example")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
        page.goto(f"{address}/desk/requests/new/")
        hand = Hand(page)
        hands.append(hand)
        hand.choose("select[name=request_type]", str(version.pk))
        page.locator("[name=a-people]").wait_for()
        hand.type("input[name=name]", NAME)
        hand.type("input[name=mobile]", MOBILE)
        hand.click("main form .actions button.pri")
        page.locator("#code, .code-big").first.wait_for()

    return story


def test_a_call_is_logged_in_under_a_minute(
    address: str, association: Association, run_story: Callable[[Story], None]
) -> None:
    version = publish(
        content(*({**each, "required": True} for each in EVERY_KIND)),
        _somebody(Role.ADMINISTRATOR, "admin@phone.example"),
    )
    _somebody(Role.RELATIONS_OFFICER, "officer@phone.example")
    hands: list[Hand] = []
    run_story(_log(address, version, hands))
    case = Case.objects.get()
    assert (case.subject, case.channel_key, case.request_type) == (
        "سداد إيجار متأخر",
        "phone",
        version,
    )
    assert (hands[0].clicks, hands[0].fields, hands[0].keys) == (5, 2, 18)
    assert round(hands[0].seconds) == 22


@pytest.fixture
def run_story() -> Callable[[Story], None]:
    return on_phone
