"""Somebody asks on a phone, is answered from a published answer, and reads it by the tracking code."""

from collections.abc import Callable, Iterator

import pytest

from core import rules
from core.inquiries.publishing import Wording, publish_entry, write_entry
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.conftest import provision
from tests.core.provider import FixedProvider
from tests.journeys.service import Service
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "a long enough password"
QUESTION = "متى يُصرف دعم الكهرباء؟"
PUBLISHED = Wording(
    "متى تُصرف المساعدات؟",
    "في الأسبوع الأخير من كل شهر.",
    "When is help paid out?",
    "In the last week of each month.",
)
OTHER = Wording(
    "كيف أقدّم طلب مساعدة في الكهرباء؟",
    "من البوابة أو في المقر.",
    "How do I ask for help with electricity?",
    "On the portal or at the office.",
)
LANGUAGES = ("ar", "en")


@pytest.fixture
def place(service: Service, request: pytest.FixtureRequest) -> Iterator[Association]:
    """With rules in force; the web server asks the same provider."""
    before = list(rules._providers)
    rules.register(FixedProvider())
    yield provision(f"asked-in-{request.getfixturevalue('language')}", "جمعية السؤال")
    rules._providers[:] = before


@pytest.fixture
def officer(place: Association) -> User:
    with entered(place):
        person = create_person(
            email=f"officer@{place.slug}.example",
            display_name="منى الشمري",
            roles=[Role.RELATIONS_OFFICER],
            password=PASSWORD,
        )
        for wording in (PUBLISHED, OTHER):
            publish_entry(write_entry(wording, actor=person).pk, actor=person)
        return person


@pytest.mark.parametrize("language", LANGUAGES)
def test_asked_on_a_phone_answered_and_read(
    language: str, place: Association, officer: User, visitor: Callable[..., Visitor]
) -> None:
    asker = visitor("asker", language=language, phone=True)
    asker.go(place.slug)
    asker.follow("Ask a question")
    asker.page.locator("#id_question").press_sequentially(QUESTION, delay=5)
    asker.sees("Is your answer here?")
    asker.look("ask-while-typing")
    asker.press("Go on")
    asker.look("ask-proposed")
    asker.press("No, send my question")
    asker.type("Full name", "منيرة بنت فهد")
    asker.look("ask-details")
    asker.press("Send the question")
    asker.sees("Your question has arrived. Thank you.")
    asker.look("ask-receipt")
    code = asker.page.locator("#code").inner_text()

    staff = visitor("staff", language=language)
    staff.go(place.slug, "/accounts/login/")
    staff.page.locator("#id_login").fill(officer.email)
    staff.page.locator("#id_password").fill(PASSWORD)
    staff.page.locator("main form button").first.click()
    staff.go(place.slug, "/desk/inquiries/")
    staff.look("inquiries")
    staff.page.get_by_role("link", name=QUESTION).click()
    staff.page.locator("#id_q").fill("المساعدات" if language == "ar" else "paid out")
    staff.page.locator("#id_q").press("Enter")
    staff.follow("Insert")
    staff.look("inquiry")
    staff.press("Send the answer")
    staff.sees("The answer is on its way.")

    asker.go(place.slug, "/follow/")
    asker.page.locator("#id_code").fill(code)
    asker.press("Show where it stands")
    asker.reads(PUBLISHED.answer_ar if language == "ar" else PUBLISHED.answer_en)
    asker.look("inquiry-answered")
    assert asker.faults + staff.faults == []
