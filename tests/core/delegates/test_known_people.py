"""Who may not open the files of others learns and changes nothing by typing somebody's identity number."""

import json

import pytest

from core.beneficiaries.models import Beneficiary
from core.beneficiaries.opening import files_open_to
from core.cases.enums import EventName, Visibility
from core.cases.models import Case
from core.delegates.phones import owner_of
from core.people_desk.queries import found_cases
from core.service_requests.inbox import InboxFilters, inbox
from core.service_requests.services import receive_request
from tenants.people.actors import ApiActor
from tenants.people.roles import Role
from tests.core.delegates.test_phones import intake
from tests.core.requests import IDENTITY, person, receive

SECRETS = ("نورة بنت سالم", "0551234567", "4567", "known@example.org", "Household of", "بنت سالم")


@pytest.fixture
def known(officer) -> Beneficiary:
    data = person(identity_number=IDENTITY, email="known@example.org")
    return receive(officer, beneficiary_data=data).case.beneficiary


def own_case(delegate) -> Case:
    data = person(name="سعاد العلي", identity_number=IDENTITY, mobile="0550000001")
    return receive(delegate, beneficiary_data=data).case


def values_of(beneficiary: Beneficiary) -> tuple:
    row = Beneficiary.objects.get(pk=beneficiary.pk)
    return (row.name, row.identity_number, row.mobile, row.email, row.revision)


def test_a_delegate_changes_nothing_known_and_what_differs_stands_on_the_case(delegate, known):
    before = values_of(known)

    case = own_case(delegate)

    assert (case.beneficiary, values_of(known)) == (known, before)
    note = case.events.get(name=EventName.NOTE)
    assert note.visibility == Visibility.STAFF
    assert [word in note.note for word in ("سعاد العلي", "550000001", "known@")] == [
        True,
        True,
        False,
    ]


def test_a_delegate_completes_nothing_of_a_file_of_their_own_either(delegate):
    own = receive(delegate, beneficiary_data=person(identity_number=IDENTITY)).case.beneficiary

    again = receive(
        delegate, beneficiary_data=person(identity_number=IDENTITY, email="a@b.example")
    ).case

    assert again.beneficiary == own
    assert Beneficiary.objects.get().email is None


@pytest.mark.parametrize("role", [Role.RELATIONS_OFFICER])
def test_staff_who_edit_people_still_complete(known, make_person, role):
    data = person(identity_number=IDENTITY, mobile="0550000001")

    receive(make_person(role, name="زميل"), beneficiary_data=data)

    assert values_of(known)[2] == "+966550000001"


def test_a_program_that_registers_still_completes(known):
    program = ApiActor(known.pk, "برنامج", frozenset({"register_cases"}))

    receive_request(
        channel_key="phone",
        subject="طلب",
        description="",
        beneficiary_data=person(identity_number=IDENTITY, mobile="0550000001"),
        registered_by=program,
    )

    assert values_of(known)[2] == "+966550000001"


def test_the_file_stays_closed_and_the_case_shows_what_was_typed(delegate, known, phone):
    browser = phone(delegate)
    case = own_case(delegate)

    assert browser.get(f"/desk/people/{known.pk}/").status_code == 404
    pages = [
        "/desk/",
        "/desk/people/",
        "/desk/search/?q=1",
        f"/desk/requests/{case.pk}/",
        f"/desk/requests/{case.pk}/leaving/",
        f"/desk/requests/{case.pk}/slip/",
        f"/desk/requests/{case.pk}/messages/",
    ]
    for page in pages:
        answer = browser.get(page)
        words = answer.content.decode()
        assert (page, answer.status_code) == (page, 200)
        assert (page, [word for word in SECRETS if word in words]) == (page, [])
    shown = browser.get(f"/desk/requests/{case.pk}/").content.decode()
    assert "سعاد العلي" in shown
    assert f"/desk/people/{known.pk}/" not in shown
    assert [each.beneficiary.name for each in inbox(delegate)] == ["سعاد العلي"]
    assert Case.objects.get(pk=case.pk).beneficiary.name == "نورة بنت سالم"


def test_the_slip_names_whom_the_delegate_named(delegate, known, phone):
    browser = phone(delegate)
    case = own_case(delegate)

    slip = browser.post(f"/desk/requests/{case.pk}/slip/code/").content.decode()

    assert ["سعاد العلي" in slip, "نورة بنت سالم" in slip] == [True, False]


def test_nobody_known_is_proposed_to_a_delegate(delegate, known, phone):
    typed = {"name": "نورة بنت سالم", "mobile": "0551234567", "identity_number": IDENTITY}

    words = phone(delegate).post("/desk/requests/new/matches/", typed).content.decode()

    assert [word for word in ("radio", "…0008", "same") if word in words] == []


def test_a_delegate_chooses_nobody_who_was_not_shown(delegate, known):
    data = person(name="سعاد العلي", mobile="0550000001", beneficiary_id=known.pk)

    case = receive(delegate, beneficiary_data=data).case

    assert case.beneficiary != known
    assert values_of(known)[0] == "نورة بنت سالم"


def test_a_request_from_the_phone_opens_no_known_file(delegate, known, phone):
    browser = phone(delegate)

    sent = browser.post(
        "/field/intakes/",
        json.dumps(intake(identity_number=IDENTITY, mobile="0550000001")),
        content_type="application/json",
        headers={"X-Field-Owner": owner_of(delegate)},
    )

    assert sent.status_code == 201
    case = Case.objects.get(registered_by=delegate)
    assert case.beneficiary == known
    assert browser.get(f"/desk/people/{known.pk}/").status_code == 404
    assert list(files_open_to(delegate)) == []


def test_what_was_known_does_not_reach_the_case_of_a_delegate(delegate, known):
    assert own_case(delegate).reply_email is None


def test_a_file_that_took_another_one_in_is_open_to_its_delegate_no_more(delegate, officer, known):
    own = receive(delegate, beneficiary_data=person(name="هند", mobile="")).case.beneficiary
    assert list(files_open_to(delegate)) == [own]

    Beneficiary.objects.filter(pk=known.pk).update(merged_into=own)

    assert list(files_open_to(delegate)) == []


@pytest.mark.parametrize("typed", ["نورة", "0551234567", "known@example.org", "سالم"])
def test_a_delegate_finds_no_case_by_what_only_the_file_says(delegate, officer, known, typed):
    own_case(delegate)

    assert list(found_cases(delegate, typed)) == []
    assert list(inbox(delegate, InboxFilters(search=typed))) == []
    assert len(found_cases(officer, typed)) == 2


def test_a_delegate_finds_people_of_their_own_by_name_and_cases_by_number(delegate, known):
    case = own_case(delegate)
    other = receive(delegate, beneficiary_data=person(name="هند العتيبي", mobile="")).case

    assert list(found_cases(delegate, "هند")) == [other]
    assert list(found_cases(delegate, case.reference)) == [case]


def test_categories_of_a_closed_file_are_no_filter_for_a_delegate(delegate, officer, known):
    case = own_case(delegate)
    Beneficiary.objects.filter(pk=known.pk).update(categories=["orphan"])

    assert list(inbox(delegate, InboxFilters(category="orphan"))) == []
    assert case in inbox(officer, InboxFilters(category="orphan"))


def test_a_delegate_is_not_told_which_of_their_words_differ(delegate, officer, known, phone):
    case = own_case(delegate)
    note = case.events.get(name=EventName.NOTE).note.splitlines()[0]

    shown = [
        note in phone(reader).get(f"/desk/requests/{case.pk}/").content.decode()
        for reader in (officer, delegate)
    ]

    assert shown == [True, False]
