"""Who meets a complaint where: each role, in each relation to it, on each surface that could show a trace.

The conflicts come from the words of the reception and from the organisation; the test says of nobody
that they are kept out. Whoever sees it finds it on every surface of complaints, so that none is empty
by mistake.
"""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.test import Client

from core.cases.models import Case
from core.cases.queries import cases_visible_to
from core.complaints import queries, services
from core.complaints.enums import Finding, OfferKind, RecordKind
from core.complaints.services import NewOffer
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.notices.queries import notices_for, unread_count
from core.notices.services import notify
from core.service_requests.services.daily import give
from foundation.arabic import searchable
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import issue_token
from tests.core.complaints.cases import (
    acknowledge,
    decided,
    fresh,
    investigate,
    open_compensation,
    person,
    receive,
    rule_not_needed,
)
from tests.core.requests import receive as receive_request

pytestmark = pytest.mark.slow

LIST = "/desk/complaints/"
CANARY = "شكوى الزعفران"
AMOUNT = Decimal("7431.00")
RELATIONS = ("none", "about", "above", "below", "far below", "unit", "worked", "complains")
READING = {Role.COMPLAINTS_OFFICER, Role.EXECUTIVE, Role.AUDITOR}
SHOWING_AMOUNTS = READING
# Where somebody without a conflict finds it, and others nothing of it.
OWN_SURFACES = ("list", "search", "csv", "page", "record", "notices page")
# What others than its circle may open at all: nothing of a complaint stands there for anybody else.
OTHER_SURFACES = (
    "/", "/desk/", "/desk/?q={reference}", "/desk/export.csv", "/desk/print/",
    "/desk/search/?q={reference}", "/desk/search/?q={canary}", "/desk/calls/", "/desk/letters/",
    "/desk/mail/", "/desk/inquiries/", "/desk/sessions/", "/desk/people/", "/desk/satisfaction/",
    "/desk/satisfaction/follow-up/", "/desk/complaints/patterns/", "/desk/complaints/actions/",
    "/reports/", "/calendar/", "/field/", "/desk/imports/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    case: Case
    record_id: object
    request: Case
    staff: dict[tuple[Role, str], User]


@pytest.fixture
def world(cast, make_person, officer):
    """One complaint by name, about somebody and about how a request was worked on, with an offer."""
    staff = {
        (role, relation): make_person(role, name=f"{role.value} {relation}")
        for role in Role
        for relation in RELATIONS
    }
    accused = make_person(Role.RELATIONS_OFFICER, name="المشكو منه")
    _arrange(staff, accused)
    request = receive_request(officer).case
    for role in Role:
        _worked(request, staff[role, "worked"], officer)
    Notice.objects.all().delete()
    case = receive(
        title=CANARY,
        about_people=[accused.pk, *(staff[role, "about"].pk for role in Role)],
        about_case=request,
        person=person(email=staff[Role.COMPLAINTS_OFFICER, "complains"].email),
    ).case
    case = fresh(case)
    services.assign(case.pk, actor=cast.officer, handler=cast.officer)
    for step in (
        acknowledge,
        investigate,
        decided(Finding.UPHELD),
        open_compensation,
        rule_not_needed,
    ):
        step(fresh(case), cast)
    services.offer(case.pk, actor=cast.officer, new=NewOffer(OfferKind.MONEY, amount=AMOUNT))
    record = queries.latest_record(fresh(case).complaint, RecordKind.MINUTES)
    for user in staff.values():
        notify(recipient=user, kind=NoticeKind.MENTION, subject="canary", case=case)
    return World(fresh(case), record.pk, request, staff)


def _arrange(staff, accused):
    """One line through the organisation, once for each role."""
    for role in Role:
        at = {relation: staff[role, relation] for relation in RELATIONS}
        _place(at["below"], manager=accused)
        _place(at["far below"], manager=at["below"])
        _place(at["unit"], unit="وحدة المستودع")
        _place(at["about"], manager=at["above"])
    _place(accused, unit="وحده المستودع")


def _place(user, *, unit="", manager=None):
    User.objects.filter(pk=user.pk).update(
        unit=unit, unit_search=searchable(unit), manager=manager
    )


def _worked(request, user, officer):
    """Everybody had the request once."""
    give(request, user, actor=officer)


def sees(role, relation) -> bool:
    return role in READING and relation in SEEING


# «Complains» holds for the one whose address was given.
SEEING = {"none", "complains"}


@pytest.mark.parametrize("role", Role)
def test_a_complaint_leaves_no_trace_for_whom_it_is_closed_to(world, role, site, governed):
    found, expected = {}, {}
    for relation in RELATIONS:
        user = User.objects.get(pk=world.staff[role, relation].pk)
        browser = site(governed, user)
        may = _may(world, role, relation)
        everywhere = relation in ("none", "about", "far below")
        for surface, shown in _surfaces(world, browser, user, everywhere=everywhere).items():
            found[relation, surface] = shown
            expected[relation, surface] = may if surface in (*OWN_SURFACES, *COUNTED) else False
        found[relation, "amount"] = _amount_is_shown(world, browser)
        expected[relation, "amount"] = may and role in SHOWING_AMOUNTS

    wrong = {key: shown for key, shown in found.items() if shown != expected[key]}
    assert wrong == {}
    assert len(found) > 100


COUNTED = ("count", "notices", "notice count", "visible")


def _may(world, role, relation) -> bool:
    if relation == "complains" and role == Role.COMPLAINTS_OFFICER:
        return False
    return sees(role, relation)


def _surfaces(world: World, browser: Client, user: User, *, everywhere: bool) -> dict[str, bool]:
    case = world.case
    words = {"reference": case.reference, "canary": CANARY}
    own = {
        "list": LIST,
        "search": f"{LIST}?q={case.reference}",
        "csv": f"{LIST}export.csv",
        "page": f"{LIST}{case.pk}/",
        "record": f"{LIST}{case.pk}/records/{world.record_id}/",
        "notices page": "/desk/notices/",
    }
    shown = {
        "count": queries.complaints_visible_to(user).count() == 1,
        "visible": cases_visible_to(user).filter(pk=case.pk).exists(),
        "notices": notices_for(user).exists(),
        "notice count": unread_count(user) >= 1,
    }
    shown |= {name: _shows(browser, address, case) for name, address in own.items()}
    if everywhere:
        others = (address.format(**words) for address in OTHER_SURFACES)
        shown |= {address: _shows(browser, address, case) for address in others}
        shown["as a request"] = _shows(browser, f"/desk/requests/{case.pk}/", case)
    return shown


def _shows(browser: Client, address: str, case: Case) -> bool:
    answer = browser.get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace")
    return case.reference in text.replace(f"q={case.reference}", "").replace(
        f'value="{case.reference}"', ""
    )


def _amount_is_shown(world, browser: Client) -> bool:
    answer = browser.get(f"{LIST}{world.case.pk}/")
    text = answer.content.decode()
    return any(form in text for form in ("7431", "7,431", "٧٤٣١", "٧٬٤٣١"))


def test_a_program_finds_no_complaint(world, make_person, governed):
    administrator = make_person(Role.ADMINISTRATOR)
    key = issue_token(name="برنامج", roles=list(Role), actor=administrator).key
    program = Client(headers={"host": governed.host, "authorization": f"Bearer {key}"})
    addresses = (
        "/api/v1/requests/",
        f"/api/v1/requests/?search={world.case.reference}",
        f"/api/v1/requests/?search={CANARY}",
        f"/api/v1/requests/{world.case.pk}/",
    )

    answers = [program.get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 404]
    shown = [answer.content.decode() for answer in answers]
    assert world.request.reference in shown[0]
    assert [text for text in shown if world.case.reference in text or CANARY in text] == []
