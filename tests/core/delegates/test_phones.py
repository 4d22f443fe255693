"""What a phone sends, as the server meets it."""

import io
import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from PIL import Image

from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.queries import case_by_tracking_code
from core.delegates.moments import TakenInFuture, TakenTooLongAgo, moment_of
from core.delegates.phones import owner_of, provisional_number, secret_of
from core.research.models import Visit
from core.research.services import plan_visit
from foundation import clock
from foundation.models import StoredFile
from tenants.people.roles import Role
from tests.core.requests import IDENTITY, receive


@pytest.fixture
def researcher(governed, make_person):
    return make_person(Role.SOCIAL_RESEARCHER, name="باحثة")


def intake(**values):
    now = clock.now()
    return {
        "operation_id": str(uuid.uuid4()),
        "taken_at": (now - timedelta(hours=3)).isoformat(),
        "sent_at": now.isoformat(),
        "channel": "phone",
        "name": "سعاد بنت علي",
        "identity_number": IDENTITY,
        "mobile": "0551234567",
        "reply_channel": "phone",
        "subject": "مساعدة في الإيجار",
        "description": "شرحت حالها في البيت",
        "photos": [],
    } | values


def send(client, user, body, to="intakes", owner=None):
    return client.post(
        f"/field/{to}/",
        json.dumps(body),
        content_type="application/json",
        headers={"X-Field-Owner": owner_of(user) if owner is None else owner},
    )


def photo_bytes(colour="white"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


def send_photo(client, user, operation, photo, content=None):
    return client.post(
        f"/field/photos/?operation={operation}&photo={photo}",
        photo_bytes() if content is None else content,
        content_type="image/jpeg",
        headers={"X-Field-Owner": owner_of(user)},
    )


def test_an_intake_counts_from_when_it_was_taken_down(delegate, phone):
    body = intake()

    response = send(phone(delegate), delegate, body)

    case = Case.objects.get()
    answer = response.json()
    taken = clock.now() - timedelta(hours=3)
    assert response.status_code == 201
    assert abs(case.received_at - taken) < timedelta(minutes=1)
    assert case.registered_by == delegate
    assert case.register_number == provisional_number(uuid.UUID(body["operation_id"]))
    assert answer["reference"] == case.reference
    assert case_by_tracking_code(answer["code"], source="10.0.0.1") == case
    assert answer["missing"] == ["تعريف بالدخل", "صورة الهوية"]
    assert answer["slip"] == f"/desk/requests/{case.pk}/slip/"


def test_the_same_intake_sent_again_is_the_same_case(delegate, phone):
    body, client = intake(), phone(delegate)
    first = send(client, delegate, body).json()

    again = send(client, delegate, body)

    assert again.status_code == 201
    assert again.json() == first
    assert Case.objects.count() == 1


def test_a_code_whose_answer_was_lost_long_ago_is_not_repeated(delegate, phone):
    body, client = intake(), phone(delegate)
    with clock.standing_at(clock.now() - timedelta(hours=2)):
        send(client, delegate, body)

    assert send(client, delegate, body).json()["code"] == ""
    assert Case.objects.count() == 1


def test_photos_go_ahead_and_are_asked_for_again_where_one_is_missing(delegate, phone):
    photos = [str(uuid.uuid4()), str(uuid.uuid4())]
    body = intake(
        photos=[{"id": photos[0], "purpose": "صورة الهوية"}, {"id": photos[1], "purpose": ""}]
    )
    client = phone(delegate)
    operation = body["operation_id"]
    assert send_photo(client, delegate, operation, photos[0]).status_code == 201
    assert send_photo(client, delegate, operation, photos[0]).status_code == 201

    early = send(client, delegate, body)
    send_photo(client, delegate, operation, photos[1])
    late = send(client, delegate, body)

    case = Case.objects.get()
    assert (early.status_code, early.json()["photos"]) == (428, [photos[1]])
    assert (late.status_code, late.json()["missing"]) == (201, ["تعريف بالدخل"])
    assert case.documents.count() == 2
    assert StoredFile.objects.filter(media_type="image/jpeg").count() == 2


def test_nobody_sends_with_the_photos_of_another(delegate, phone, make_person):
    other = make_person(Role.BRANCH_DELEGATE, name="مندوب آخر")
    photo = str(uuid.uuid4())
    body = intake(photos=[{"id": photo, "purpose": "x"}])
    send_photo(phone(other), other, body["operation_id"], photo)

    response = send(phone(delegate), delegate, body)

    assert (response.status_code, response.json()["photos"]) == (428, [photo])


@pytest.mark.parametrize("content", [b"", b"<html>", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_picture_is_no_photo(delegate, phone, content):
    response = send_photo(phone(delegate), delegate, uuid.uuid4(), uuid.uuid4(), content)

    assert response.status_code == 400
    assert StoredFile.objects.count() == 0


def test_somebody_else_on_the_same_phone_sends_nothing_of_the_first(delegate, phone, make_person):
    other = make_person(Role.BRANCH_DELEGATE, name="مندوب آخر")

    response = send(phone(other), other, intake(), owner=owner_of(delegate))

    assert (response.status_code, response.json()["code"]) == (409, "other_person")
    assert Case.objects.count() == 0
    assert secret_of(other) != secret_of(delegate)


def test_a_channel_that_the_policy_no_longer_names_is_refused_beside_its_field(
    delegate, phone, policy
):
    policy.change(channels=policy.rules.channels[1:])

    response = send(phone(delegate), delegate, intake())

    answer = response.json()
    assert (response.status_code, answer["code"]) == (400, "channel_not_in_policy")
    assert list(answer["errors"]) == ["channel"]


def test_the_office_s_form_and_the_phone_refuse_the_same(delegate, phone):
    body = intake(identity_number="1000000009", mobile="123", subject="", reply_channel="phone")

    errors = send(phone(delegate), delegate, body).json()["errors"]

    assert errors == {
        "identity_number": [
            "A digit of this identity number is wrong. Please compare it with the card."
        ],
        "mobile": [
            "This is not a mobile number. Write it like 05xxxxxxxx, or with + and the country code."
        ],
        "subject": ["This field is required."],
    }


@pytest.mark.parametrize("sent", [b"", b"[]", b"{", b'{"name": "\\u0000"}'])
def test_what_is_no_intake_is_refused(delegate, phone, sent):
    response = phone(delegate).post(
        "/field/intakes/",
        sent,
        content_type="application/json",
        headers={"X-Field-Owner": owner_of(delegate)},
    )

    assert response.status_code == 400
    assert "operation_id" in response.json()["errors"]


def test_a_known_person_is_not_merged_and_what_differs_is_noted(delegate, officer, phone):
    receive(officer)  # under the same mobile and another name

    send(phone(delegate), delegate, intake(identity_number=""))

    cases = list(Case.objects.order_by("received_at"))
    received = cases[0].events.get(name=EventName.RECEIVE)
    assert len({case.beneficiary_id for case in cases}) == 2
    assert received.details["possible_duplicates"] == 1


def test_a_clock_that_is_off_does_no_harm():
    wrong = clock.now() - timedelta(days=400)

    moment = moment_of(wrong - timedelta(hours=2), sent_at=wrong)

    assert abs(moment - (clock.now() - timedelta(hours=2))) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("ago", "error"),
    [(timedelta(days=15), TakenTooLongAgo), (timedelta(minutes=-6), TakenInFuture)],
)
def test_the_moment_lies_within_two_weeks(ago, error):
    with pytest.raises(error):
        moment_of(clock.now() - ago, sent_at=clock.now())


def test_what_was_taken_too_long_ago_is_refused_and_can_be_mended(delegate, phone):
    old = (clock.now() - timedelta(days=20)).isoformat()

    errors = send(phone(delegate), delegate, intake(taken_at=old)).json()["errors"]

    assert list(errors) == ["taken_at"]
    assert send(phone(delegate), delegate, intake()).status_code == 201


def test_the_session_brings_what_a_form_needs_and_no_other_visits(
    delegate, officer, researcher, phone
):
    case = receive(officer).case
    plan_visit(case.pk, actor=officer, visitor=researcher, planned_for=clock.now())

    of_delegate = phone(delegate).get("/field/session/").json()
    of_researcher = phone(researcher).get("/field/session/").json()

    assert (of_delegate["registers"], of_delegate["visits"]) == (True, [])
    assert [channel["key"] for channel in of_delegate["channels"]] == ["phone", "website"]
    assert of_delegate["documents"] == ["صورة الهوية", "تعريف بالدخل"]
    assert of_delegate["owner"] == owner_of(delegate)
    [visit] = of_researcher["visits"]
    assert (visit["reference"], visit["consents"]) == (case.reference, False)
    assert visit["photographs"] is False


@pytest.mark.parametrize("visits", [1, 6])
def test_the_session_asks_the_database_the_same(
    officer, researcher, phone, visits, django_assert_num_queries
):
    for number in range(visits):
        case = receive(officer, operation_id=uuid.UUID(int=number)).case
        plan_visit(case.pk, actor=officer, visitor=researcher, planned_for=clock.now())
    client = phone(researcher)

    with django_assert_num_queries(9):
        assert len(client.get("/field/session/").json()["visits"]) == visits


def test_the_kept_page_names_nobody(delegate, phone):
    signed_in, stranger = phone(delegate), phone()

    shown, kept = signed_in.get("/field/"), stranger.get("/field/shell/")

    assert "مندوب الفرع" not in shown.content.decode()
    assert "csrfmiddlewaretoken" not in shown.content.decode()
    assert shown.content == kept.content


def test_the_worker_rules_over_its_folder_alone(phone):
    response = phone().get("/field/worker.js")

    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Service-Worker-Allowed"] == "/field/"
    assert '"shell": "/field/shell/"' in response.content.decode()
    assert "/field/session/" not in response.content.decode()


def test_the_policy_of_the_browser_stays_strict(delegate, phone):
    allowed = phone(delegate).get("/field/")["Content-Security-Policy"]

    assert "default-src 'none'" in allowed
    assert "worker-src 'self'" in allowed
    assert "manifest-src 'self'" in allowed
    assert "unsafe" not in allowed


@pytest.mark.parametrize("path", ["/field/", "/field/session/"])
def test_strangers_are_led_to_the_sign_in_page(governed, phone, path):
    response = phone().get(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_who_registers_nothing_has_no_business_here(governed, phone, make_person):
    auditor = make_person(Role.AUDITOR, name="مراجع")

    assert phone(auditor).get("/field/").status_code == 403
    assert send(phone(auditor), auditor, intake()).status_code == 403


@pytest.mark.parametrize("to", ["intakes", "reports"])
def test_a_page_of_elsewhere_cannot_post(delegate, researcher, governed, to):
    client = Client(headers={"host": governed.host}, enforce_csrf_checks=True)
    user = delegate if to == "intakes" else researcher
    client.force_login(user)

    assert send(client, user, intake(), to).status_code == 403
    assert Case.objects.count() == 0


def test_too_much_is_told_when_to_come_again(delegate, phone, monkeypatch):
    monkeypatch.setattr("core.delegates.views.SENT_PER_HOUR", 1)
    client = phone(delegate)
    send(client, delegate, intake(identity_number=""))

    response = send(client, delegate, intake(identity_number=""))

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert Case.objects.count() == 1


# --- reports of visits -----------------------------------------------------------------------------


def report(visit, **values):
    now = clock.now()
    return {
        "operation_id": str(uuid.uuid4()),
        "visit": str(visit.pk),
        "visited_at": (now - timedelta(hours=1)).isoformat(),
        "sent_at": now.isoformat(),
        "met_with": "الأم",
        "findings": "غرفتان لستة أفراد",
        "recommendation": "accept",
        "housing": "rented",
        "rooms": "2",
        "rent": "",
        "photos": [],
    } | values


@pytest.fixture
def visit(officer, researcher):
    case = receive(officer).case
    return plan_visit(case.pk, actor=officer, visitor=researcher, planned_for=clock.now())


def test_a_report_from_the_phone_is_kept_once(researcher, phone, visit):
    photo, client = str(uuid.uuid4()), phone(researcher)
    body = report(visit, photos=[{"id": photo, "purpose": "المطبخ"}])
    send_photo(client, researcher, body["operation_id"], photo)

    first = send(client, researcher, body, "reports")
    again = send(client, researcher, body, "reports")

    visit.refresh_from_db()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert visit.found == {"housing": "rented", "rooms": 2}
    assert visit.case.documents.count() == 1
    assert visit.case.events.filter(name=EventName.VISIT_REPORTED).count() == 1


def test_a_report_without_findings_is_refused_beside_them(researcher, phone, visit):
    response = send(phone(researcher), researcher, report(visit, findings=""), "reports")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["findings"]
    assert Visit.objects.get().state == "planned"


def test_a_report_of_nothing_is_refused(researcher, phone, visit):
    body = report(visit) | {"visit": str(uuid.uuid4())}

    assert send(phone(researcher), researcher, body, "reports").status_code == 404


def test_a_delegate_reports_no_visit(delegate, phone, visit):
    assert send(phone(delegate), delegate, report(visit), "reports").status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"photos":' + "[" * 100_000,
        json.dumps({"photos": "[" * 100_000}),
        json.dumps(intake(subject="\ud800")),
        json.dumps(intake(photos=[{"id": "x", "purpose": "\udfff"}])),
    ],
)
def test_what_cannot_be_stored_is_refused_and_nothing_breaks(delegate, phone, body):
    response = phone(delegate).post(
        "/field/intakes/",
        body,
        content_type="application/json",
        headers={"X-Field-Owner": owner_of(delegate)},
    )

    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert Case.objects.count() == 0


@pytest.mark.parametrize("to", ["intakes", "reports"])
def test_a_form_in_parts_is_refused_and_nothing_breaks(delegate, researcher, phone, to):
    """Its body has been read by then, in search of the token that every form carries."""
    user = delegate if to == "intakes" else researcher
    answer = phone(user).post(
        f"/field/{to}/", {"subject": "x"}, headers={"X-Field-Owner": owner_of(user)}
    )
    assert answer.status_code == 400
