"""What a type asks, taken along on the phone and judged by the office."""

import uuid
from decimal import Decimal

import pytest

from core.cases.models import Case
from core.delegates.types import offered_types
from core.request_types.models import RequestTypeVersion
from core.request_types.services import withdraw
from tenants.people.roles import Role
from tests.core.delegates.test_phones import intake, send, send_photo
from tests.core.request_types.contents import EVERY_KIND, OPTIONS, content, field, publish, when

RENTED = field("home", "choice", options=OPTIONS)
RENT = field(
    "rent",
    "money",
    required=True,
    is_amount_asked=True,
    condition=when("home", "equals", "rented"),
)
PAPER = field("paper", "file", required=True)


@pytest.fixture
def administrator(governed, make_person):
    return make_person(Role.ADMINISTRATOR, name="مديرة النظام")


@pytest.fixture
def version(administrator) -> RequestTypeVersion:
    return publish(content(RENTED, RENT, PAPER), administrator)


def asked(version, *pairs, **values):
    return intake(request_type=str(version.pk), answers=[list(pair) for pair in pairs], **values)


def test_the_session_brings_the_published_types_with_their_conditions(version, delegate, phone):
    [kept] = phone(delegate).get("/field/session/").json()["types"]

    home, rent, paper = kept["fields"]
    assert (kept["version"], kept["name"]) == (str(version.pk), "Overdue rent")
    assert kept["eligibility"] == "For people who rent their home."
    assert [each["label"] for each in home["options"]] == ["Rented", "Owned", "Shared"]
    assert '"field":"home"' in rent["when"]
    assert (paper["label"], paper["stored"]) == ("Ask paper", "سؤال paper")


def test_every_kind_of_field_is_taken_along(administrator):
    publish(content(*EVERY_KIND), administrator)

    [kept] = offered_types()

    assert [each["kind"] for each in kept["fields"]] == [each["kind"] for each in EVERY_KIND]
    assert [each["key"] for each in kept["fields"][-1]["columns"]] == [
        "name",
        "age",
        "born",
        "studies",
    ]


def test_a_draft_is_not_taken_along(administrator, version):
    withdraw(version.pk, actor=administrator)

    assert offered_types() == []


@pytest.mark.parametrize("number", [1, 12])
def test_the_types_cost_one_query(administrator, number, django_assert_num_queries):
    for _ in range(number):
        publish(content(RENTED), administrator)

    with django_assert_num_queries(1):
        assert len(offered_types()) == number


def test_answers_are_stored_with_their_version(version, delegate, phone):
    body = asked(version, ("a-home", "rented"), ("a-rent", "١٥٠٠"))

    answer = send(phone(delegate), delegate, body)

    case = Case.objects.get()
    assert answer.status_code == 201
    assert (case.request_type, case.amount_asked) == (version, Decimal(1500))
    assert case.answers == {"fields": {"home": "rented", "rent": "1500.00"}}
    assert "سؤال paper" in answer.json()["missing"]


def test_what_was_not_told_is_listed_as_missing_and_what_is_hidden_is_not_asked(
    version, delegate, phone
):
    rented = send(phone(delegate), delegate, asked(version, ("a-home", "rented")))
    owned = send(phone(delegate), delegate, asked(version, ("a-home", "owned"), ("a-rent", "900")))

    assert "سؤال rent" in rented.json()["missing"]
    assert "سؤال rent" not in owned.json()["missing"]
    assert {"fields": {"home": "owned"}} in [case.answers for case in Case.objects.all()]


def test_a_photo_with_the_name_of_a_file_field_is_its_answer(version, delegate, phone):
    photo = str(uuid.uuid4())
    body = asked(version, photos=[{"id": photo, "purpose": "سؤال paper"}])
    client = phone(delegate)
    send_photo(client, delegate, body["operation_id"], photo)

    answer = send(client, delegate, body)

    case = Case.objects.get()
    assert answer.status_code == 201
    assert case.answers == {"fields": {"paper": [str(case.documents.get().pk)]}}
    assert "سؤال paper" not in answer.json()["missing"]


def test_a_wrong_answer_is_refused_beside_its_field(version, delegate, phone):
    body = asked(version, ("a-home", "rented"), ("a-rent", "كثير"))

    answer = send(phone(delegate), delegate, body)

    assert answer.status_code == 400
    assert answer.json()["errors"] == {"a-rent": ["Write a number, such as 1500 or 12.5."]}
    assert Case.objects.count() == 0


def test_a_type_that_is_gone_is_refused_beside_its_name(version, delegate, phone, administrator):
    body = asked(version, ("a-home", "owned"))
    withdraw(version.pk, actor=administrator)

    gone = send(phone(delegate), delegate, body)
    unknown = send(phone(delegate), delegate, intake(request_type=str(uuid.uuid4())))

    assert (gone.status_code, list(gone.json()["errors"])) == (400, ["request_type"])
    assert (unknown.status_code, list(unknown.json()["errors"])) == (400, ["request_type"])


def test_a_repeated_intake_is_the_same_case_after_its_type_is_gone(
    version, delegate, phone, administrator
):
    body = asked(version, ("a-home", "owned"))
    first = send(phone(delegate), delegate, body).json()
    withdraw(version.pk, actor=administrator)

    assert send(phone(delegate), delegate, body).json() == first
    assert Case.objects.count() == 1


def test_without_a_subject_the_type_is_its_subject(version, delegate, phone):
    send(phone(delegate), delegate, asked(version, subject=" "))

    assert Case.objects.get().subject == "Overdue rent"


@pytest.mark.parametrize("answers", ["words", [["a-home"]], [["a-home", 1]], [["a", "b"]] * 2001])
def test_answers_that_are_no_pairs_of_words_are_refused(version, delegate, phone, answers):
    body = intake(request_type=str(version.pk), answers=answers)

    answer = send(phone(delegate), delegate, body)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["answers"])
