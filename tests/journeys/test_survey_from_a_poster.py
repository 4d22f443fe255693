"""A poster in the hall: somebody answers on their phone, and the office reads what all said."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import rules
from core.rules import MeasureMethod
from core.satisfaction import rounds
from core.satisfaction.answering import Given, add_answer
from core.satisfaction.enums import AnswerWay
from core.satisfaction.models import MeasureRound, SurveyAnswer
from foundation import clock
from foundation.printing.qr import qr_path
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.conftest import provision
from tests.core.provider import FixedProvider
from tests.journeys.service import Service
from tests.journeys.test_mail_in import sign_in
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "by-mail"  # the host that sign_in knows
GOOD = {"satisfied": 5, "treated": 5, "on-time": "yes", "recommend": 10}


@pytest.fixture
def place(service: Service) -> Iterator[Association]:
    before = list(rules._providers)
    rules.register(FixedProvider())
    yield provision(NAME, "جمعية الاستطلاع")
    rules._providers[:] = before


@pytest.fixture
def officer(place: Association) -> User:
    with entered(place):
        return create_person(
            email=f"officer@{NAME}.example",
            display_name="منى الشمري",
            roles=[Role.RELATIONS_OFFICER],
            password="a long enough password",
        )


@pytest.fixture
def round_(place: Association, officer: User) -> MeasureRound:
    """Of a survey in the hall, which four people answered on paper."""
    with entered(place):
        made = MeasureRound.objects.create(
            method=MeasureMethod.FIELD_SURVEY,
            label="استطلاع في صالة الاستقبال",
            clause_address="6-1",
            policy_version=FixedProvider().rules.version_id,
            begins_on=clock.today() - timedelta(days=2),
            due_on=clock.today() + timedelta(days=5),
        )
        begun = rounds.start_round(made.pk, actor=officer)
        for _each in range(4):
            given = Given(GOOD, AnswerWay.PAPER, operation_id=uuid.uuid4())
            add_answer(begun.pk, given, entered_by=officer)
        return begun


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_poster_is_answered_on_a_phone_and_read_in_the_office(
    place: Association,
    officer: User,
    round_: MeasureRound,
    service: Service,
    visitor: Callable[..., Visitor],
    language: str,
) -> None:
    staff = visitor("منى", language=language)
    sign_in(staff, place, officer)
    staff.go(NAME, f"/desk/satisfaction/rounds/{round_.pk}/")
    staff.look("round")
    staff.follow("Poster with a code")
    staff.look("poster")
    address = staff.page.locator(".poster bdi.num").inner_text()
    drawn = staff.page.locator("svg.qr path").get_attribute("d")
    assert drawn == qr_path(address).path

    person = visitor("ضيفة", language=language, phone=True)
    person.open(address)
    person.sees("How did we serve you?")
    person.look("survey")
    _stars_run_from_the_readers_side(person, rtl=language == "ar")
    _answer(person)
    person.press("Send the answers")
    person.sees("Thank you for your answer")
    person.look("thanks")
    person.open(address)  # once in a browser
    person.sees("Thank you for your answer")

    with entered(place):
        answer = SurveyAnswer.objects.get(way=AnswerWay.POSTER)
        assert (answer.is_unhappy, answer.case_id) == (True, None)
    staff.go(NAME, f"/desk/satisfaction/results/?round={round_.pk}")
    staff.sees("What people answered")
    staff.look("results")
    # Four of 100, and one of 11: (0 + 25 + 0 + 20) / 4.
    expect(staff.page.locator(".kpis")).to_contain_text("82%")
    expect(staff.page.locator("main")).to_contain_text("انتظرت طويلًا")
    staff.go(NAME, "/desk/satisfaction/follow-up/")
    staff.look("follow-up")
    staff.type("What was done", "أضفنا كراسي ونافذة ثانية.")
    staff.press("Record what was done")
    staff.sees("Nobody waits")


def _answer(person: Visitor) -> None:
    page = person.page
    page.locator("[name=q-satisfied][value='1']").check()
    page.locator("[name=q-treated][value='2']").check()
    page.locator("[name=q-on-time][value=no]").check()
    page.locator("[name=q-recommend][value='2']").check()
    page.locator("textarea[name=q-words]").fill("انتظرت طويلًا")


def _stars_run_from_the_readers_side(person: Visitor, *, rtl: bool) -> None:
    """The first star first, each large enough for a thumb, and the arrow that leads on leads on."""
    page = person.page
    stars = page.locator(".stars").first.locator("label")
    boxes = [stars.nth(number).bounding_box() for number in range(5)]
    found = [box for box in boxes if box is not None]
    assert len(found) == 5
    assert min(min(box["width"], box["height"]) for box in found) >= 44
    row = [box["x"] for box in found if abs(box["y"] - found[0]["y"]) < 5]
    assert len(row) >= 3
    assert row == sorted(row, reverse=rtl)
    page.locator("[name=q-satisfied][value='3']").check()
    page.keyboard.press("ArrowLeft" if rtl else "ArrowRight")
    expect(page.locator("[name=q-satisfied][value='4']")).to_be_checked()
    scale = page.locator(".scale").first.locator("label")
    sides = [scale.nth(number).bounding_box() for number in range(11)]
    assert min(min(box["width"], box["height"]) for box in sides if box is not None) >= 44
