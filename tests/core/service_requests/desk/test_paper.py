import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.cases.models import Case
from core.rules import Channel, ChannelKind
from core.service_requests import paper
from core.service_requests.paper import RegisterNumberTaken, next_register_number, read_scan
from core.service_requests.tasks import read_paper
from foundation import clock, uploads
from foundation.models import StoredFile
from foundation.recognition import letters
from tests.core.provider import clause
from tests.core.requests import IDENTITY, receive
from tests.policies.reading.scans import saved

WORDS = f"الاسم: سعاد بنت علي\nرقم الهوية {IDENTITY}\nالموضوع: طلب سلة غذائية\nجوال 0551234567"


@pytest.fixture(autouse=True)
def letters_come(policy):
    letter = Channel("letter", ChannelKind.LETTER, "الخطابات", clause("3-3"))
    policy.change(channels=(*policy.rules.channels, letter))


def scanned(client, **values):
    typed = {
        "channel": "letter",
        "register_number": "12",
        "received_date": f"{clock.today():%d/%m/%Y}",
        "received_by": "سالم",
        "scans": SimpleUploadedFile("letter.png", saved("PNG")),
    }
    return client.post("/desk/paper/new/", typed | values)


def register(client, address, **values):
    typed = {
        "operation_id": address.split("/")[-2],
        "beneficiary": "",
        "channel": "letter",
        "register_number": "12",
        "received_by": "سالم",
        "name": "سعاد بنت علي",
        "reply_channel": "letter",
        "subject": "سلة غذائية",
    }
    return client.post("/desk/requests/new/", typed | values)


def test_the_next_number_of_the_year_is_proposed(officer, desk):
    receive(officer, channel_key="letter", register_number="7")
    receive(officer, channel_key="letter", register_number="x-9")
    receive(officer, register_number="40")  # by phone: no paper

    page = desk(officer).get("/desk/paper/new/").content.decode()

    assert next_register_number(clock.now()) == "8"
    assert 'value="8"' in page
    assert next_register_number(clock.now() - timedelta(days=400)) == "1"


def test_a_number_that_is_taken_is_said_beside_its_field(officer, desk):
    receive(officer, channel_key="letter", register_number="12")

    response = scanned(desk(officer))

    page = response.content.decode()
    assert response.status_code == 400
    assert "a paper with the number “12” already" in page
    assert 'value="سالم"' in page


def test_two_at_once_do_not_share_a_number(officer, desk):
    client = desk(officer)
    address = scanned(client)["Location"]
    receive(officer, channel_key="letter", register_number="12")

    response = register(client, address)

    assert response.status_code == 400
    assert "a paper with the number “12” already" in response.content.decode()
    assert Case.objects.count() == 1


def test_a_letter_becomes_a_request_with_its_scan_and_words(officer, desk, governed):
    client = desk(officer)
    address = scanned(client)["Location"]
    read_paper.func(str(governed.pk), file_id=str(StoredFile.objects.get().pk))
    draft = client.get(address).content.decode()
    form = client.post(
        "/desk/requests/new/",
        {"load": "yes", "operation_id": address.split("/")[-2], "name": "سعاد بنت علي"},
    ).content.decode()
    response = register(client, address)

    case = Case.objects.get()
    document = case.documents.get()
    assert "القنوات المتاحة" in draft
    assert 'value="سعاد بنت علي"' in form
    assert response.status_code == 201
    assert (case.register_number, case.received_by) == ("12", "سالم")
    assert "القنوات المتاحة" in document.recognised_text
    assert document.file.media_type == "image/png"


def test_suggestions_are_taken_from_what_stands_after_their_words():
    assert paper.suggestions(WORDS) == {
        "name": ["سعاد بنت علي"],
        "identity_number": [IDENTITY],
        "mobile": ["0551234567"],
        "subject": ["طلب سلة غذائية"],
    }


def test_nothing_is_chosen_before_somebody_clicks(officer, desk):
    client = desk(officer)
    address = scanned(client)["Location"]
    scan = StoredFile.objects.get()
    uploads.store(WORDS.encode(), name="w.txt", media_type="text/plain", pk=paper._place(scan))

    page = client.get(address).content.decode()

    assert re.findall(r'type="radio" name="(\w+)"', page) == [
        "name",
        "identity_number",
        "mobile",
        "subject",
    ]
    assert "checked" not in page


def test_without_tesseract_it_says_so_and_goes_on(officer, desk, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    client = desk(officer)

    response = scanned(client)
    page = client.get(response["Location"]).content.decode()

    assert response.status_code == 302
    assert "This server cannot recognise letters in pictures." in page
    assert "To the form" in page


def test_what_cannot_be_read_has_no_words(governed):
    file = uploads.store(b"%PDF-1.4\n%%EOF", name="x.pdf", media_type="application/pdf")

    assert read_scan(file) == ""
    assert paper.words_of(file) == ""


def test_the_scan_of_another_is_not_there(officer, desk, make_person):
    other = make_person(*officer.roles, name="زميل")
    address = scanned(desk(officer))["Location"]

    assert desk(officer).get(f"{address}0/0/").status_code == 404
    assert desk(other).get(address).status_code == 404


def test_the_picture_of_a_page_is_drawn(officer, desk):
    client = desk(officer)
    address = scanned(client)["Location"]

    response = client.get(f"{address}0/0/")

    assert response["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")
    assert client.get(f"{address}0/7/").status_code == 404


def test_a_policy_without_letters_takes_none(officer, desk, policy):
    policy.change(channels=policy.rules.channels[:1])

    page = desk(officer).get("/desk/paper/new/").content.decode()

    assert "The policy names neither letters nor fax" in page


def test_the_rule_names_year_and_number(officer):
    receive(officer, channel_key="letter", register_number="3")

    with pytest.raises(RegisterNumberTaken):
        paper.check_register_number_is_free("٣", clock.now())
    assert letters.LANGUAGE == "ara"
