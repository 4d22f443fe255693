"""Somebody signs with the keyboard alone, in Arabic and in English, and everybody can use the pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from policies.acknowledging.services import ask_staff, sign
from policies.content import Complaints, ReviewRule
from policies.models import Acknowledgement, PolicyVersion
from tenants.models import Association
from tenants.people.roles import Role
from tests.journeys.service import running
from tests.policies.acknowledging.conftest import ASKING
from tests.policies.browsing import check, in_browser, staff, tab_to
from tests.policies.versions import bring_into_force

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (1280, 390)


@pytest.fixture
def association(own_association: Association) -> Association:
    """What a server in another thread shall see is committed."""
    return own_association


@pytest.fixture
def address(association: Association) -> Iterator[str]:
    with running() as service:
        yield service.url(association.host.removesuffix(".silah.test"), "")


@pytest.fixture
def version(association: Association) -> PolicyVersion:
    return bring_into_force(
        staff(Role.POLICY_OFFICER, name="نورة"),
        staff(Role.BOARD_SECRETARY, name="ماجد"),
        acknowledgement=ASKING,
        review=ReviewRule(every_months=12),
        complaints=Complaints(handler="وحدة المتابعة", anonymous=True, amicable_first=True),
    )


@pytest.mark.parametrize(("language", "width"), [("ar", 390), ("en", 1280)])
def test_a_signature_is_given_with_the_keyboard_alone(
    address: str, version: PolicyVersion, language: str, width: int
) -> None:
    relations = staff(Role.RELATIONS_OFFICER, name="هند")
    ask_staff(version)

    def story(page: Page) -> None:
        page.goto(f"{address}/desk/")
        check(page, width)
        tab_to(page, "a[href='/policies/sign/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/policies/sign/")
        check(page, width)
        tab_to(page, "[name=answer]")
        for _step in ASKING.answers:
            page.keyboard.press("ArrowDown")
            if page.evaluate("document.activeElement.value") == ASKING.answers[0]:
                break
        tab_to(page, "[name=name]")
        page.keyboard.type("هند بنت فهد")
        tab_to(page, "[name=agreed]")
        page.keyboard.press("Space")
        tab_to(page, "#signature button")
        page.keyboard.press("Enter")
        page.wait_for_selector(".alert-success")
        check(page, width)

    in_browser(address, relations, language, width, story)
    signed = Acknowledgement.objects.get(version=version, person=relations)
    assert (signed.name, signed.digest) == ("هند بنت فهد", version.digest)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_coverage_can_be_used_by_everybody(
    address: str, version: PolicyVersion, language: str, width: int
) -> None:
    staff(Role.RELATIONS_OFFICER, name="هند")
    executive = staff(Role.EXECUTIVE, Role.POLICY_OFFICER, Role.AUDITOR, name="المدير")
    ask_staff(version)
    sign(version.pk, actor=executive, name="المدير", agreed=True, answer=ASKING.answers[0])

    def story(page: Page) -> None:
        for path in (
            f"/policies/{version.pk}/signatures/",
            f"/policies/{version.pk}/signatures/evidence/",
            "/policies/sign/",
            "/policies/",
            "/reports/",
            "/",
        ):
            page.goto(f"{address}{path}")
            check(page, width)

    in_browser(address, executive, language, width, story)
