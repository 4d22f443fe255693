"""Somebody complains on a phone and stays unknown: a receipt, a talk, a settlement with a signature."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from core import rules
from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.complaints import queries, services
from core.complaints.enums import Confidentiality, Finding, OfferKind
from core.complaints.models import Complaint
from core.complaints.services import NewOffer
from foundation import codes
from tenants.models import Association
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.conftest import PASSWORD, provision
from tests.core.complaints import cases
from tests.core.complaints.cases import Cast
from tests.core.complaints.conftest import COMPENSATION, COMPLAINTS, PROMISES
from tests.core.provider import FixedProvider
from tests.journeys.portal import PHOTO
from tests.journeys.service import Service
from tests.journeys.test_committee import check_is_accessible
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "anonymous"
HAPPENED = "وُعدنا بسلة غذائية قبل شهر، ولم يصل منها شيء"
QUESTION = "في أي حي كان الموعد؟"
ANSWER = "في حي الياسمين، صباح الأحد"
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def place(service: Service) -> Iterator[Association]:
    """With rules in force; the web server runs in this process and asks the same provider."""
    before = list(rules._providers)
    provider = FixedProvider()
    provider.change(complaints=COMPLAINTS, compensation=COMPENSATION, deadlines=PROMISES)
    rules.register(provider)
    yield provision(NAME, "جمعية الثقة")
    rules._providers[:] = before


@pytest.fixture
def cast(place: Association) -> Cast:
    with entered(place):
        people = [
            create_person(
                email=f"{role}@{NAME}.example",
                display_name=f"موظف {number}",
                roles=[role],
                password=PASSWORD,
            )
            for number, role in enumerate(
                (
                    Role.COMPLAINTS_OFFICER,
                    Role.INVESTIGATOR,
                    Role.COMMITTEE_MEMBER,
                    Role.EXECUTIVE,
                )
            )
        ]
    return Cast(*people)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_anonymous_complaint_is_settled(
    visitor: Callable[..., Visitor], place: Association, cast: Cast, language: str
) -> None:
    somebody = visitor("somebody", language=language, phone=True)
    code = _complain(somebody)
    case = _only(place)
    _follow(somebody, code)
    _talk(somebody, place, cast, case)
    _settle(somebody, place, cast, case)
    _leave(somebody, place)


def _complain(somebody: Visitor) -> str:
    page = somebody.page
    somebody.go(NAME)
    somebody.follow("Complain")
    page.locator("input[value=named]").check()
    expect(somebody.field("Full name")).to_be_visible()
    page.locator("input[value=anonymous]").check()
    expect(page.locator("#id_name")).to_be_hidden()
    check_is_accessible(page)
    somebody.look("complain")
    somebody.type("What happened?", HAPPENED)
    somebody.attach("Photos and documents", "شيماء.png", PHOTO, "image/png")
    somebody.press("Send the complaint")
    somebody.sees("Please have another look at this. Nothing that you typed is lost.")
    somebody.reads(
        somebody.say(
            "Please choose your files again"
            ": what is not a complaint yet is kept nowhere, so that no trace of you lies about."
        )
    )
    expect(somebody.field("What happened?")).to_have_value(HAPPENED)
    kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert ("complain" in kept, "سلة" in kept) == (False, False)
    page.locator("#id_subject_key").select_option("delay")
    somebody.attach("Photos and documents", "شيماء.png", PHOTO, "image/png")
    check_is_accessible(page)
    somebody.look("complain-mistake")
    somebody.press("Send the complaint")
    somebody.sees("Your complaint has arrived. Thank you for telling us.", "What happens next")
    check_is_accessible(page)
    somebody.look("complaint-receipt")
    return page.locator("#code").inner_text()


def _only(place: Association) -> Case:
    with entered(place):
        found = Complaint.objects.select_related("case").get()
        assert (found.case.beneficiary, found.confidentiality) == (None, "anonymous")
        return found.case


def _follow(somebody: Visitor, code: str) -> None:
    somebody.go(NAME, "/follow/")
    somebody.type("Tracking code", code.translate(ARABIC_INDIC))
    somebody.press("Show where it stands")
    somebody.sees("Where your complaint stands")
    somebody.reads(HAPPENED)
    check_is_accessible(somebody.page)
    somebody.look("complaint-received")


def _talk(somebody: Visitor, place: Association, cast: Cast, case: Case) -> None:
    with entered(place):
        cases.acknowledge(case, cast)
        services.ask(case.pk, actor=cast.officer, question=QUESTION)
    somebody.go(NAME, "/follow/complaint/")
    somebody.reads(QUESTION)
    somebody.type("Your answer", ANSWER)
    somebody.attach("Photos and documents", "شيماء.png", PHOTO, "image/png")
    somebody.press("Send")
    somebody.sees("Your message has arrived. Thank you.")
    somebody.reads(ANSWER)
    with entered(place):
        assert cases.fresh(case).status == CaseStatus.ACKNOWLEDGED
        assert [each.file.name for each in case.documents.all()] == ["file-1.png"] * 2
    somebody.look("complaint-talk")


def _settle(somebody: Visitor, place: Association, cast: Cast, case: Case) -> None:
    with entered(place):
        cases.start_settlement(case, cast)
        services.propose_settlement(case.pk, actor=cast.officer, terms=cases.TERMS)
    somebody.go(NAME, "/follow/complaint/")
    somebody.sees("A settlement is put to you")
    somebody.reads(cases.TERMS.terms)
    check_is_accessible(somebody.page)
    somebody.look("complaint-settlement")
    somebody.sign()
    somebody.press("I accept the settlement")
    somebody.sees("You accepted the settlement. Thank you.")
    with entered(place):
        mine = cases.last_settlement(cases.fresh(case)).signatures.get(signer=None)
        assert (mine.stand, mine.drawing is not None) == ("signed", True)
        services.settle(case.pk, actor=cast.officer)
    somebody.go(NAME, "/follow/complaint/")
    somebody.sees("Both sides accepted a settlement. What was agreed stands below.")
    check_is_accessible(somebody.page)
    somebody.look("complaint-settled")


def _leave(somebody: Visitor, place: Association) -> None:
    somebody.press("Leave this page")
    somebody.sees("You left the page, and this browser was told to forget it")
    somebody.look("complaint-left")
    with entered(place):
        assert Session.objects.count() == 0
    somebody.page.goto(somebody.service.url(NAME, "/follow/complaint/"))
    expect(somebody.page).to_have_url(somebody.service.url(NAME, "/follow/"))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_compensation_is_agreed_on(
    visitor: Callable[..., Visitor], place: Association, cast: Cast, language: str
) -> None:
    """Upheld, offered, another sum asked for, offered once more, accepted with a drawn signature."""
    somebody = visitor("somebody", language=language, phone=True)
    with entered(place):
        received = cases.receive(confidentiality=Confidentiality.ANONYMOUS)
        case = received.case
        upheld = cases.decided(Finding.UPHELD)
        for step in (*cases.UNDER_INVESTIGATION, upheld, cases.open_compensation):
            step(cases.fresh(case), cast)
        cases.rule_not_needed(case, cast)
        _offer(case, cast)
    somebody.go(NAME, "/follow/")
    somebody.type("Tracking code", codes.display(received.tracking_code or ""))
    somebody.press("Show where it stands")
    somebody.sees("The association offers")
    fold = somebody.unfold("I ask for something else")
    fold.locator("input[value=money]").check()
    somebody.type("Amount in riyals", "٧٥٠", fold)
    check_is_accessible(somebody.page)
    somebody.look("complaint-offer")
    somebody.press("Send what I ask for")
    somebody.sees("What you ask for has arrived.", "You asked for")
    with entered(place):
        _offer(case, cast)
    somebody.go(NAME, "/follow/complaint/")
    somebody.sign()
    somebody.press("I accept the offer")
    somebody.sees("Your answer has arrived. Thank you.")
    somebody.look("complaint-agreed")
    with entered(place):
        accepted = queries.accepted_offer(case.complaint)
        assert accepted is not None
        assert accepted.signature is not None
    somebody.follow("Appeal against the decision")
    somebody.type("Why you do not agree", HAPPENED)
    check_is_accessible(somebody.page)
    somebody.press("Send the appeal")
    somebody.sees("Your appeal has arrived. It is a complaint of its own, heard by others.")
    somebody.look("complaint-appeal")
    address = somebody.page.locator(".hash").last.inner_text()
    somebody.open(address)
    somebody.sees("This receipt is genuine", "Nothing else of it can be read here.")
    check_is_accessible(somebody.page)
    somebody.look("complaint-proof")


def _offer(case: Case, cast: Cast) -> None:
    new = NewOffer(OfferKind.MONEY, amount=cases.MONEY, what="بدل ما تأخر")
    services.offer(case.pk, actor=cast.officer, new=new)
