"""The secretary of a session with a browser: what they typed outlives their session, for them alone."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from core.committees.models import AgendaItem
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tests.conftest import PASSWORD
from tests.core.committees.conftest import items_of, sit
from tests.core.provider import FixedProvider
from tests.core.service_requests.portal.test_browser import on_phone
from tests.journeys.service import running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REASON = "دخل الأسرة يزيد على الحد بعد احتساب معاش الوالد"
DRAFTS = "Object.keys(sessionStorage).filter(key => key.startsWith('draft:')).length"


@pytest.fixture
def association(own_association: Association) -> Association:
    """What a server in another thread shall see is committed."""
    return own_association


@pytest.fixture
def make_person(association: Association) -> Callable[..., User]:
    """As everywhere, without a transaction of the test round it."""
    made: list[User] = []

    def make(*roles: Role, name: str) -> User:
        email = f"someone{len(made)}@drafts.example"
        made.append(
            create_person(email=email, display_name=name, roles=list(roles), password=PASSWORD)
        )
        return made[-1]

    return make


@pytest.fixture
def address(association: Association, policy: FixedProvider) -> Iterator[str]:
    with running() as service:
        yield service.url(association.host.removesuffix(".silah.test"), "")


def sign_in(page: Page, address: str, key: str) -> None:
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}
    page.context.add_cookies([cookie])


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.session.session_key or ""


def write(page: Page) -> None:
    page.check("[name=outcome][value=rejected]")
    page.check("[name=reasons] >> nth=0")
    page.fill("[name=reason_text]", REASON)
    page.fill("[name=early_reason]", "عاجل")
    page.check("[name=everybody][value=for]")


def test_a_decision_outlives_a_session_that_ended(
    address: str, secretary: User, make_person: Callable[..., User], committee: list[User],
    ready: Callable[[], object],
) -> None:  # fmt: skip
    session = sit(secretary, committee, ready())  # type: ignore[arg-type]
    [item] = items_of(session)
    path = f"/desk/sessions/{session.pk}/items/{item.pk}/"
    other = make_person(Role.RELATIONS_OFFICER, name="لطيفة")
    own, theirs, again = session_of(secretary), session_of(other), session_of(secretary)

    def story(page: Page) -> None:
        sign_in(page, address, own)
        page.goto(f"{address}{path}")
        write(page)
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        page.click("form[data-autosave=decision] .btn.pri")
        page.wait_for_selector("body[data-expired]")
        assert f"next={path}" in page.url
        sign_in(page, address, again)
        page.goto(f"{address}{path}")
        assert page.input_value("[name=reason_text]") == REASON
        assert page.is_visible("[data-autosave=decision] [data-draft-note]")

        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        page.click("form[data-autosave=decision] .btn.pri")
        page.wait_for_selector("body[data-expired]")
        sign_in(page, address, theirs)
        page.goto(f"{address}{path}")
        assert page.input_value("[name=reason_text]") == ""
        assert page.evaluate(DRAFTS) == 0

        sign_in(page, address, again)
        page.goto(f"{address}{path}")
        assert page.input_value("[name=reason_text]") == ""
        write(page)
        page.click("form[data-autosave=decision] .btn.pri")
        page.wait_for_url(f"**/desk/sessions/{session.pk}/")
        assert page.evaluate(DRAFTS) == 0

    on_phone(story)
    assert AgendaItem.objects.get().outcome == "rejected"
