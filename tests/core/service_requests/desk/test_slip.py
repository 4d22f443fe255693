import re

import pytest
from django.test import Client

from core.cases.enums import EventName
from core.cases.queries import case_by_tracking_code
from core.cases.rules import NotYourPart
from core.service_requests.services import reissue_tracking_code
from foundation import codes
from foundation.models import AuditEntry
from foundation.printing.qr import qr_path
from tenants.people.roles import Role
from tests.core.requests import receive
from ui.middleware import COOKIE


def test_a_slip_printed_again_has_no_code(officer, desk):
    received = receive(officer)

    page = desk(officer).get(f"/desk/requests/{received.case.pk}/slip/").content.decode()

    assert received.case.reference in page
    assert "صورة الهوية" in page
    assert codes.display(received.tracking_code) not in page
    assert "Make a new code" in page


def test_the_drawing_holds_the_address_alone(officer, desk):
    case = receive(officer).case

    page = desk(officer).get(f"/desk/requests/{case.pk}/slip/").content.decode()

    path = re.search(r'<svg class="qr".*?<path d="([^"]+)"', page, re.DOTALL)
    assert path is not None
    assert path[1] == qr_path("http://alpha.silah.test/follow/").path


def test_a_new_code_stops_the_old_one(officer, desk):
    received = receive(officer)
    case = received.case

    response = desk(officer).post(f"/desk/requests/{case.pk}/slip/code/")

    page = response.content.decode()
    shown = re.search(r'id="code">([0-9-]+)<', page)
    assert shown is not None
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    assert case_by_tracking_code(shown[1], source="10.0.0.1") == case
    assert case_by_tracking_code(received.tracking_code, source="10.0.0.1") is None
    [event] = case.events.filter(name=EventName.SLIP_PRINTED)
    assert (event.actor_label, event.visibility) == ("ضابط العلاقات", "staff")
    assert AuditEntry.objects.filter(action="case.slip_printed").count() == 1


def test_whoever_follows_by_the_old_code_must_ask_again(officer, governed, site):
    received = receive(officer)
    visitor: Client = site(governed)
    visitor.cookies[COOKIE] = "en"
    visitor.post("/follow/", {"code": received.tracking_code})
    assert visitor.get("/follow/case/").status_code == 200

    reissue_tracking_code(received.case.pk, actor=officer)

    assert visitor.get("/follow/case/").status_code == 302


def test_who_neither_registers_nor_handles_makes_no_code(officer, make_person, desk):
    case = receive(officer).case
    member = make_person(Role.COMMITTEE_MEMBER, name="عضو اللجنة")

    with pytest.raises(NotYourPart):
        reissue_tracking_code(case.pk, actor=member)
    response = desk(member).post(f"/desk/requests/{case.pk}/slip/code/")

    assert response.status_code == 403
    assert "Your roles do not include this part of the work." in response.content.decode()


def test_delegates_print_for_their_own_intakes_alone(officer, make_person, desk):
    delegate = make_person(Role.BRANCH_DELEGATE, name="مندوب")
    own, other = receive(delegate).case, receive(officer).case

    assert desk(delegate).post(f"/desk/requests/{own.pk}/slip/code/").status_code == 201
    assert desk(delegate).post(f"/desk/requests/{other.pk}/slip/code/").status_code == 404


def test_the_receipt_can_be_printed_in_three_sizes(officer, desk):
    page = desk(officer).get(f"/desk/requests/{receive(officer).case.pk}/slip/").content.decode()

    assert re.findall(r'id="size_(\w+)"', page) == ["a6", "roll", "a4"]
