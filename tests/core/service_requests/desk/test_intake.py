import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.beneficiaries.models import Beneficiary
from core.cases.models import Case
from foundation.models import StoredFile
from tenants.people.roles import Role
from tests.core.requests import IDENTITY, person, receive
from tests.core.service_requests.desk.test_documents import PDF

DRAWN = '[[{"x":10,"y":10},{"x":200,"y":120},{"x":40,"y":140}]]'


def values(**changed):
    return {
        "operation_id": str(uuid.uuid4()),
        "channel": "phone",
        "name": "نورة بنت سالم",
        "identity_number": "١٠٠٠٠٠٠٠٠٨",
        "mobile": "0551234567",
        "reply_channel": "phone",
        "subject": "مساعدة في الإيجار",
        "description": "تأخرت شهرين",
        "declared": "on",
        **changed,
    }


@pytest.fixture
def register(officer, desk):
    browser = desk(officer)
    return lambda **changed: browser.post("/desk/requests/new/", values(**changed))


def test_form_offers_the_channels_and_documents_of_the_policy(officer, desk):
    page = desk(officer).get("/desk/requests/new/").content.decode()

    assert "Needed for a reply by phone." in page
    assert "Needed for a reply by e-mail." in page

    channels = page.partition('name="channel"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="(\w+)"', channels) == ["phone", "website"]
    assert "صورة الهوية" in page
    assert "تعريف بالدخل" in page


def test_request_is_registered_and_the_code_shown_once(register, at):
    at(2026, 3, 15, 10)

    response = register(
        received_date="20/09/1447",
        received_time="٩:٣٠",
        register_number="15",
        required_0=SimpleUploadedFile("هوية.pdf", PDF),
        purpose_0="عقد الإيجار",
        file_0=SimpleUploadedFile("عقد.pdf", PDF),
        signature=DRAWN,
    )

    page = response.content.decode()
    case = Case.objects.select_related("beneficiary").get()
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    assert re.search(r"\d{5}-\d{5}-\d{5}-\d{5}", page)
    assert case.reference in page
    assert "تعريف بالدخل" in page
    assert "First reply" in page
    assert f"{case.received_at.astimezone().isoformat():.10}" == "2026-03-09"
    assert (case.register_number, case.beneficiary.identity_number) == ("15", IDENTITY)
    assert sorted(d.purpose for d in case.documents.all()) == [
        "signature",
        "صورة الهوية",
        "عقد الإيجار",
    ]
    assert case.declared_at is not None


def test_second_click_gives_the_same_request_and_stores_nothing_twice(register):
    twice = {"operation_id": str(uuid.uuid4())}

    first = register(**twice, required_0=SimpleUploadedFile("هوية.pdf", PDF))
    second = register(**twice, required_0=SimpleUploadedFile("هوية.pdf", PDF))

    code = r"\d{5}-\d{5}-\d{5}-\d{5}"
    assert re.findall(code, first.content.decode()) == re.findall(code, second.content.decode())
    assert (Case.objects.count(), StoredFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"channel": "fax"}, "channel", "fax"),
        ({"name": ""}, "name", "This field is required."),
        ({"identity_number": "1000000009"}, "identity_number", "A digit of this identity number"),
        ({"identity_number": "123"}, "identity_number", "10 digits"),
        ({"mobile": "12"}, "mobile", "This is not a mobile number."),
        ({"mobile": "", "reply_channel": "phone"}, "mobile", "Replies by phone need"),
        ({"email": "x@", "reply_channel": "email"}, "email", "not an e-mail address"),
        ({"reply_channel": "email"}, "email", "Replies by e-mail need"),
        ({"subject": ""}, "subject", "Say in a few words"),
        ({"subject": "\u200f \u200e"}, "subject", "Say in a few words"),
        ({"received_date": "30/02/1447"}, "received_date", "There is no day 30"),
        ({"received_date": "2030-01-01"}, "received_date", "in the future"),
        ({"received_date": "2025-06-01"}, "received_date", "No policy is in force yet"),
        ({"received_time": "25:00"}, "received_time", "Write a time like 10:30."),
        ({"register_number": "9" * 41}, "register_number", "40"),
        ({"beneficiary": "x"}, "", "beneficiary"),
        ({"operation_id": "x"}, "", "operation_id"),
        ({"declared": "", "signature": DRAWN}, "declared", "A signature stands under"),
    ],
)
def test_wrong_input_is_explained_beside_the_field_and_kept(register, at, changed, field, said):
    at(2026, 3, 15, 10)

    response = register(**changed)

    page = response.content.decode()
    assert response.status_code in (400, 409)
    assert said in page
    assert f'id="id_{field}_error"' in page or not field
    assert "تأخرت شهرين" in page
    assert Case.objects.count() == 0
    assert Beneficiary.objects.count() == 0


def test_without_a_type_the_subject_is_asked_for_and_all_is_said_at_once(register, officer, desk):
    page = desk(officer).get("/desk/requests/new/").content.decode()
    label = page.partition('<label for="id_subject">')[2].partition("</label>")[0]
    assert "optional" not in label

    answer = register(subject="", identity_number="123", mobile="12", email="", name="")

    errors = answer.context["form"].errors
    assert (answer.status_code, sorted(errors)) == (
        400,
        ["identity_number", "mobile", "name", "subject"],
    )


def test_how_to_reach_a_stranger_is_said_with_the_rest(register):
    answer = register(subject="", reply_channel="email", beneficiary="new")
    assert sorted(answer.context["form"].errors) == ["email", "subject"]


def test_who_is_known_needs_no_second_address(register, officer):
    receive(officer, beneficiary_data=person(email="noura@x.example"))
    answer = register(subject="", reply_channel="email")
    assert sorted(answer.context["form"].errors) == ["subject"]


def test_refused_file_stores_nothing(register):
    response = register(required_0=SimpleUploadedFile("x.svg", b"<svg onload=x></svg>"))

    page = response.content.decode()
    assert response.status_code == 400
    assert "is of a kind that is not accepted" in page
    assert "please choose the documents again" in page
    assert (Case.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_spare_document_needs_its_purpose(register):
    response = register(file_1=SimpleUploadedFile("x.pdf", PDF))

    assert response.status_code == 400
    assert 'id="id_purpose_1_error"' in response.content.decode()


def test_namesake_is_proposed_before_a_second_person_is_made(officer, register):
    known = receive(officer, beneficiary_data=person(identity_number=IDENTITY)).case.beneficiary
    typed = {"identity_number": "", "name": "نوره بنت سالم"}

    asked = register(**typed)
    assert asked.status_code == 400
    assert str(known.pk) in asked.content.decode()
    assert Case.objects.count() == 1

    assert register(**typed, beneficiary=str(known.pk)).status_code == 201
    assert Beneficiary.objects.count() == 1
    assert register(**typed, beneficiary="new").status_code == 201
    assert Beneficiary.objects.count() == 2


def test_same_identity_number_is_the_same_person(officer, register):
    receive(officer, beneficiary_data=person(identity_number=IDENTITY))

    assert register().status_code == 201
    assert Beneficiary.objects.count() == 1


def test_number_of_somebody_with_another_name_is_asked_about(officer, register):
    known = receive(officer, beneficiary_data=person(identity_number=IDENTITY)).case.beneficiary

    asked = register(name="سعاد بنت علي")

    assert asked.status_code == 400
    assert 'id="id_identity_number_error"' in asked.content.decode()
    assert f'value="{known.pk}"' in asked.content.decode()
    assert 'value="new"' not in asked.content.decode()
    assert register(name="سعاد بنت علي", beneficiary=str(known.pk)).status_code == 201
    assert Beneficiary.objects.get().name == "نورة بنت سالم"


def test_chosen_person_with_another_number_is_refused(officer, register):
    known = receive(officer, beneficiary_data=person(identity_number=IDENTITY)).case.beneficiary

    response = register(identity_number="2000000006", beneficiary=str(known.pk))
    gone = register(identity_number="", beneficiary=str(uuid.uuid4()))

    assert "registered under another identity number" in response.content.decode()
    assert (response.status_code, gone.status_code) == (400, 400)
    assert Case.objects.count() == 1


def test_proposals_while_typing_show_the_ends_of_numbers_only(officer, desk):
    receive(officer, beneficiary_data=person(identity_number=IDENTITY))

    page = desk(officer).post("/desk/requests/new/matches/", {"mobile": "٠٥٥١٢٣٤٥٦٧"})

    words = page.content.decode()
    assert "نورة بنت سالم" in words
    assert "same mobile" in words
    assert "…0008" in words
    assert IDENTITY not in words


def test_nothing_typed_proposes_nobody(officer, desk):
    receive(officer)

    page = desk(officer).post("/desk/requests/new/matches/", {"mobile": "", "name": "  "})

    assert "radio" not in page.content.decode()


def test_without_a_policy_the_page_explains(officer, desk, at):
    at(2025, 6, 1, 10)
    browser = desk(officer)

    assert "No policy is in force yet" in browser.get("/desk/requests/new/").content.decode()
    assert browser.post("/desk/requests/new/", values()).status_code == 409


def test_delegate_registers_and_opens_own_case(governed, desk, make_person):
    browser = desk(make_person(Role.BRANCH_DELEGATE))

    assert browser.post("/desk/requests/new/", values()).status_code == 201
    assert browser.get(f"/desk/requests/{Case.objects.get().pk}/").status_code == 200


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR])
def test_others_may_not_register(governed, desk, make_person, role):
    browser = desk(make_person(role))

    assert browser.get("/desk/requests/new/").status_code == 403
    assert browser.post("/desk/requests/new/", values()).status_code == 403
    assert browser.post("/desk/requests/new/matches/", {"name": "x"}).status_code == 403
    assert Case.objects.count() == 0
