"""A complaint about the management: it sees nothing of it, and somebody of the board decides."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from core import rules
from core.cases.models import Case
from core.complaints.enums import Confidentiality, RightsClass
from core.complaints.settings import SETTINGS, ComplaintSettings
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.conftest import PASSWORD, provision
from tests.core.complaints import cases
from tests.core.complaints.cases import Cast, fresh
from tests.core.complaints.conftest import COMPENSATION, COMPLAINTS, PROMISES
from tests.core.provider import FixedProvider
from tests.journeys.service import Service
from tests.journeys.test_an_investigation import At, at_desk, press, unfold
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "investigation"  # of the address that `at_desk` opens
HAPPENED = "اشترى المدير السلال من شركة لقريبه"
__all__ = ["at_desk"]


@pytest.fixture
def place(service: Service) -> Iterator[Association]:
    before = list(rules._providers)
    provider = FixedProvider()
    provider.change(complaints=COMPLAINTS, compensation=COMPENSATION, deadlines=PROMISES)
    rules.register(provider)
    yield provision(NAME, "جمعية الأمانة")
    rules._providers[:] = before


@pytest.fixture(params=["ar", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _person(name: str, role: Role) -> User:
    return create_person(
        email=f"{role.value.replace('_', '-')}@{NAME}.example",
        display_name=name,
        roles=[role],
        password=PASSWORD,
    )


def test_a_sensitive_complaint_about_the_executive(
    visitor: Callable[..., Visitor],
    place: Association,
    at_desk: At,
    service: Service,
    language: str,
) -> None:
    with entered(place):
        officer = _person("وحدة المتابعة", Role.COMPLAINTS_OFFICER)
        executive = _person("المدير", Role.EXECUTIVE)
        board = _person("عضو المجلس", Role.BOARD_SECRETARY)
        chair, member = _person("محقق", Role.INVESTIGATOR), _person("عضو", Role.COMMITTEE_MEMBER)
        SETTINGS.write(ComplaintSettings(board_member=board.pk), actor=officer)
    case = _complain(visitor("somebody", language=language, phone=True), place)
    desk = f"{service.url(NAME)}/desk/"
    address = f"{desk}complaints/{case.pk}/"

    with at_desk(executive) as page:
        for elsewhere in (f"{desk}complaints/", f"{desk}search/?q={case.reference}", desk):
            page.goto(elsewhere)
            expect(page.locator("main")).to_be_visible()
            said = page.locator("main").inner_text().replace(f"q={case.reference}", "")
            assert "السلال" not in said
            assert f"{case.pk}" not in page.content()
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
        page.goto(f"{desk}notices/")
        expect(page.locator("main")).not_to_contain_text(case.reference)
    with at_desk(officer) as page:
        page.goto(address)
        expect(page.locator("main")).to_contain_text(HAPPENED)
        expect(page.locator("main")).not_to_contain_text("منيرة")
    with entered(place):
        cast = Cast(officer=officer, chair=chair, member=member, decider=board)
        cases.acknowledge(fresh(case), cast)
        cases.investigate(fresh(case), cast)
        cases.write_and_sign(fresh(case), cast)
    with at_desk(board) as page:
        page.goto(address)
        _decide(page, language)
    with at_desk(executive) as page:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
    with entered(place):
        decided = fresh(case)
        assert (decided.status, decided.decided_by_id) == ("upheld", board.pk)


def _complain(somebody: Visitor, place: Association) -> Case:
    page = somebody.page
    somebody.go(NAME, "/complain/")
    page.locator("input[value=confidential]").check()
    page.locator("#id_subject_key").select_option("integrity")
    somebody.type("What happened?", HAPPENED)
    page.locator("[name=about_management]").check()
    page.locator("#id_name").fill("منيرة بنت فهد")
    page.locator("#id_mobile").fill("0551234567")
    somebody.press("Send the complaint")
    somebody.sees("Your complaint has arrived. Thank you for telling us.")
    with entered(place):
        case = Case.objects.select_related("complaint").get()
        assert case.complaint.confidentiality == Confidentiality.CONFIDENTIAL
        assert case.complaint.rights_class == RightsClass.SENSITIVE
        return case


def _decide(page: Page, language: str) -> None:
    label = {"ar": "البتّ في الشكوى", "en": "Decide"}[language]
    fold = unfold(page, label)
    fold.locator("[name=finding][value=upheld]").check()
    fold.locator("[name=reasons][value=facts]").check()
    fold.locator("[name=explanation]").fill("ثبت ما قيل بالفواتير")
    press(fold, label)
