"""An investigation from the opening to the compensation: one member dissents, and all of it is read."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from core import rules
from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.complaints.enums import CompensationState
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.conftest import PASSWORD, provision
from tests.core.complaints import cases
from tests.core.complaints.cases import Cast, bring_to, fresh
from tests.core.complaints.conftest import COMPENSATION, COMPLAINTS, PROMISES
from tests.core.provider import FixedProvider
from tests.journeys.service import Service
from ui.middleware import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "investigation"
AMOUNT = re.compile("500|٥٠٠")
DISSENT = "السبب نقص المستندات"
WORDS = {
    "en": {
        "minutes": "Write the minutes",
        "close": "Close the minutes for signing",
        "read": "Read and sign",
        "sign": "Sign",
        "decide": "Decide",
        "open": "Open the compensation",
        "ruling": "Record a ruling, or why none is needed",
        "offer": "Offer compensation",
        "answer": "Write down their answer to the offer",
        "give": "Record what was given",
        "resolve": "Resolve",
    },
    "ar": {
        "minutes": "كتابة المحضر",
        "close": "إقفال المحضر للتوقيع",
        "read": "القراءة والتوقيع",
        "sign": "توقيع",
        "decide": "البتّ في الشكوى",
        "open": "بدء التعويض",
        "ruling": "تسجيل حكم، أو سبب الاستغناء عنه",
        "offer": "عرض تعويض",
        "answer": "تسجيل رد الشاكي على العرض",
        "give": "تسجيل ما صُرف",
        "resolve": "إنهاء المعالجة",
    },
}
At = Callable[[User], AbstractContextManager[Page]]


@pytest.fixture
def place(service: Service) -> Iterator[Association]:
    """With rules in force; the web server runs in this process and asks the same provider."""
    before = list(rules._providers)
    provider = FixedProvider()
    provider.change(complaints=COMPLAINTS, compensation=COMPENSATION, deadlines=PROMISES)
    rules.register(provider)
    yield provision(NAME, "جمعية التحقيق")
    rules._providers[:] = before


@pytest.fixture
def cast(place: Association) -> Cast:
    def make(name: str, role: Role) -> User:
        return create_person(
            email=f"{role.value.replace('_', '-')}@{NAME}.example",
            display_name=name,
            roles=[role],
            password=PASSWORD,
        )

    with entered(place):
        return Cast(
            officer=make("وحدة المتابعة", Role.COMPLAINTS_OFFICER),
            chair=make("رئيس التحقيق", Role.INVESTIGATOR),
            member=make("عضو التحقيق", Role.COMMITTEE_MEMBER),
            decider=make("المدير", Role.EXECUTIVE),
        )


@pytest.fixture(params=["ar", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def at_desk(place: Association, browser_of_names: Browser, service: Service, language: str) -> At:
    @contextmanager
    def open_desk(user: User) -> Iterator[Page]:
        client = Client()
        with entered(place):
            client.force_login(user)
        context = browser_of_names.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(15_000)
        address = service.url(NAME)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [
                {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address},
                {"name": COOKIE, "value": language, "url": address},
            ]
        )
        yield context.new_page()
        context.close()

    return open_desk


def unfold(page: Page, label: str) -> Locator:
    fold = page.locator("details.fold").filter(
        has=page.locator("summary", has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))
    )
    fold.locator("summary").first.click()
    return fold


def press(fold: Locator, label: str) -> None:
    fold.get_by_role("button", name=label, exact=True).click()
    expect(fold.page.locator(".alert-success").first).to_be_visible()


def test_from_the_minutes_with_a_dissent_to_the_compensation(
    place: Association, cast: Cast, at_desk: At, service: Service, language: str
) -> None:
    say = WORDS[language]
    with entered(place):
        case = bring_to(CaseStatus.INVESTIGATING, cast)
    address = f"{service.url(NAME)}/desk/complaints/{case.pk}/"
    with at_desk(cast.chair) as page:
        page.goto(address)
        _write_minutes(page, say)
        _sign(page, say, dissent="")
    with at_desk(cast.member) as page:
        page.goto(address)
        _sign(page, say, dissent=DISSENT)
        expect(page.get_by_role("article")).to_contain_text(DISSENT)
    with at_desk(cast.decider) as page:
        page.goto(address)
        _decide(page, say)
    with at_desk(cast.officer) as page:
        page.goto(address)
        _compensate(page, say)
        expect(page.locator("main")).to_contain_text(AMOUNT)
    with at_desk(cast.member) as page:
        page.goto(address)
        expect(page.locator("main")).not_to_contain_text(AMOUNT)
    with entered(place):
        ended: Case = fresh(case)
        assert ended.status == CaseStatus.RESOLVED
        assert ended.complaint.compensation == CompensationState.GIVEN


def _write_minutes(page: Page, say: dict[str, str]) -> None:
    fold = unfold(page, say["minutes"])
    fold.locator("[name=facts]").fill("بقي الأمر بلا توقيع")
    fold.locator("[name=fault][value=yes]").check()
    fold.locator("[name=damage]").fill("تأخرت السلة")
    fold.locator("[name=finding][value=upheld]").check()
    press(fold, say["minutes"])
    press(unfold(page, say["close"]), say["close"])


def _sign(page: Page, say: dict[str, str], *, dissent: str) -> None:
    page.get_by_role("link", name=say["read"]).click()
    expect(page.get_by_role("article")).to_contain_text("بقي الأمر بلا توقيع")
    form = page.locator("form#sign")
    if dissent:
        form.locator("[value=dissented]").check()
        form.locator("[name=words]").fill(dissent)
    form.locator("[name=signature_declared]").check()
    press(form, say["sign"])


def _decide(page: Page, say: dict[str, str]) -> None:
    fold = unfold(page, say["decide"])
    fold.locator("[name=finding][value=upheld]").check()
    fold.locator("[name=reasons][value=facts]").check()
    fold.locator("[name=explanation]").fill("ثبت ما قيل")
    press(fold, say["decide"])


def _compensate(page: Page, say: dict[str, str]) -> None:
    press(unfold(page, say["open"]), say["open"])
    fold = unfold(page, say["ruling"])
    fold.locator("[name=needed][value=no]").check()
    fold.locator("[name=ruling]").fill("اتفق الطرفان")
    press(fold, say["ruling"])
    fold = unfold(page, say["offer"])
    fold.locator("[name=amount]").fill(f"{cases.MONEY}")
    press(fold, say["offer"])
    fold = unfold(page, say["answer"])
    fold.locator("[name=accepts][value=yes]").check()
    signed = {"name": "signed.txt", "mimeType": "text/plain", "buffer": b"signed"}
    fold.locator("[name=file]").set_input_files(signed)  # type: ignore[arg-type]
    press(fold, say["answer"])
    fold = unfold(page, say["give"])
    fold.locator("[name=transfer_reference]").fill("TRF-7")
    press(fold, say["give"])
    fold = unfold(page, say["resolve"])
    fold.locator("[name=done]").fill("سُلّم التعويض")
    press(fold, say["resolve"])
