"""The approval of the board is recorded with the keyboard alone, in Arabic and in English."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from policies import services
from policies.enums import VersionState
from policies.models import ApprovalRecord, PolicyVersion
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tests.journeys.service import running
from tests.policies.browsing import check, in_browser, staff, tab_to
from tests.policies.conftest import answer_all, let_pass
from tests.policies.contents import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def association(own_association: Association) -> Association:
    """What a server in another thread shall see is committed."""
    return own_association


@pytest.fixture
def address(association: Association) -> Iterator[str]:
    with running() as service:
        yield service.url(association.host.removesuffix(".silah.test"), "")


@pytest.fixture
def secretary(association: Association) -> User:
    return staff(Role.BOARD_SECRETARY, name="ماجد")


@pytest.fixture
def before_the_board(association: Association, secretary: User) -> PolicyVersion:
    officer = staff(Role.POLICY_OFFICER, name="نورة")
    draft = services.paste_text(TEXT, actor=officer)
    answer_all(draft, officer)
    sent = services.send_to_board(draft.pk, actor=officer)
    let_pass(sent, secretary)
    return sent


@pytest.mark.parametrize(("language", "width"), [("ar", 390), ("en", 1280)])
def test_an_approval_is_recorded_with_the_keyboard_alone(
    address: str, before_the_board: PolicyVersion, secretary: User, language: str, width: int
) -> None:
    def fill(page: Page, name: str, typed: str) -> None:
        tab_to(page, f"[name={name}]")
        page.keyboard.press("Control+A")
        page.keyboard.type(typed)

    def story(page: Page) -> None:
        page.goto(f"{address}/policies/{before_the_board.pk}/")
        tab_to(page, f"a[href$='{before_the_board.pk}/approve/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/approve/")
        check(page, width)
        fill(page, "body", "مجلس الإدارة")
        fill(page, "session_number", "12")
        fill(page, "hijri_date", "")
        fill(page, "gregorian_date", "9/2/2025")
        for name, votes in (
            ("members_total", "7"),
            ("members_present", "5"),
            ("votes_for", "4"),
            ("votes_against", "1"),
            ("votes_abstained", "0"),
        ):
            fill(page, name, votes)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/policies/{before_the_board.pk}/")
        check(page, width)

    in_browser(address, secretary, language, width, story)
    record = ApprovalRecord.objects.get(version=before_the_board)
    assert (record.session_number, record.members_present, record.votes_for) == (12, 5, 4)
    before_the_board.refresh_from_db()
    assert before_the_board.state == VersionState.IN_FORCE
